"""The WSGI application, for servers that want one."""

import os

from django.core.wsgi import get_wsgi_application

from pmm_workspace.common import collecting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pmm_workspace.settings")

application = get_wsgi_application()
collecting.spare_what_stays()
