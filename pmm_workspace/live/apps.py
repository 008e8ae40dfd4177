from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "pmm_workspace.live"
