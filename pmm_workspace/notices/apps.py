from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "pmm_workspace.notices"

    def ready(self):
        from metrics.store import forgetting
        from pmm_workspace.notices import upkeep

        forgetting.ELSEWHERE.append(upkeep.forget_reasons)
