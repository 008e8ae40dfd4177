from django.urls import path

from pmm_workspace.live import views

urlpatterns = [
    path("d/<int:pk>/live/", views.live, name="live"),
    path("mentions/", views.mentions, name="mentions"),
    path("people/<int:pk>/", views.person, name="person"),
]
