"""Every address. Each route declares its policy; `manage.py check` refuses one that does not."""

from django.urls import include, path

from pmm_workspace.accounts.policy import PUBLIC, policy
from pmm_workspace.accounts.views import nowhere
from pmm_workspace.common import health
from pmm_workspace.sample.views import remove_sample

urlpatterns = [
    # One address each, by invitation: no page adds others, and no mail asks to confirm one or carries a code.
    path("accounts/email/", nowhere),
    path("accounts/confirm-email/", nowhere),
    path("accounts/confirm-email/<str:key>/", nowhere),
    path("accounts/login/code/confirm/", nowhere),
    path("accounts/", include("allauth.account.urls")),
    path("health/live", policy(read=PUBLIC)(health.live), name="live"),
    path("health/ready", policy(read=PUBLIC)(health.ready), name="ready"),
    path("settings/sample/remove/", remove_sample, name="remove_sample"),
    path("", include("pmm_workspace.accounts.urls")),
    path("api/", include("metrics.api_urls")),
    path("", include("metrics.urls")),
    path("api/", include("positioning.api_urls")),
    path("", include("positioning.urls")),
    path("api/", include("messaging.api_urls")),
    path("", include("messaging.urls")),
    path("api/", include("pmm_workspace.artifacts.api.urls")),
    path("", include("pmm_workspace.live.urls")),
    path("", include("pmm_workspace.notices.urls")),
    path("", include("pmm_workspace.artifacts.web.urls")),
]
