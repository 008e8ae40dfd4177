from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "pmm_workspace.common"
