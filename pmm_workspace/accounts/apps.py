from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "pmm_workspace.accounts"

    def ready(self):
        from pmm_workspace.accounts import checks  # noqa: F401 - registers itself
        from pmm_workspace.accounts.isolation import isolate

        post_migrate.connect(isolate, dispatch_uid="isolate workspaces")
