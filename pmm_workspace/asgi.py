"""The ASGI application that uvicorn serves: pages, and the sockets of those who write together."""

import os

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pmm_workspace.settings")

pages = get_asgi_application()

from pmm_workspace.common import collecting  # noqa: E402
from pmm_workspace.live.routing import websocket_urlpatterns  # noqa: E402 - its models need the apps

sockets = AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(websocket_urlpatterns)))
application = ProtocolTypeRouter({"http": pages, "websocket": sockets})
collecting.spare_what_stays()
