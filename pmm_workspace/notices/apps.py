from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "pmm_workspace.notices"
