from django.apps import AppConfig


class SampleConfig(AppConfig):
    name = "pmm_workspace.sample"
