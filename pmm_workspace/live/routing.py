from django.urls import path

from pmm_workspace.live.consumer import Page

websocket_urlpatterns = [path("d/<int:pk>/live/", Page.as_asgi())]
