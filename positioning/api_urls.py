from django.urls import path

from positioning import api

urlpatterns = [path("intel/", api.Intel.as_view(), name="api_intel")]
