from django.urls import path

from messaging import views

urlpatterns = [
    path("promise-register/", views.promises, name="promises"),
    path("promise-register/export.csv", views.export, name="promises_export"),
    path("promise-register/<int:pk>/decide/", views.decide, name="promise_decide"),
]
