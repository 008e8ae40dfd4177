from django.urls import path

from positioning import views

urlpatterns = [
    path("intel/", views.intel, name="intel"),
    path("intel/<int:pk>/", views.decide, name="intel_decide"),
    path("win-loss/", views.win_loss, name="win_loss"),
]
