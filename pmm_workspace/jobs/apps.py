from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "pmm_workspace.jobs"

    def ready(self):
        autodiscover_modules("work")  # where every app says what it does for which kind of job
