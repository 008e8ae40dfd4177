from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "pmm_workspace.accounts"

    def ready(self):
        from pmm_workspace.accounts import checks, openapi  # noqa: F401 - they register themselves
        from pmm_workspace.accounts.isolation import isolate

        post_migrate.connect(isolate, dispatch_uid="isolate workspaces")
