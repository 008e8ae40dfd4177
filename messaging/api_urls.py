from django.urls import path

from messaging import api

urlpatterns = [path("promise-register/", api.PromiseRegister.as_view(), name="api_promises")]
