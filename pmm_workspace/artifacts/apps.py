from django.apps import AppConfig


class ArtifactsConfig(AppConfig):
    name = "pmm_workspace.artifacts"
