from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MetricsConfig(AppConfig):
    name = "metrics"
    verbose_name = _("Metrics")
    pages = (("see metrics", _("Funnel"), "funnel", "funnel"),)

    def ready(self):
        from metrics.importing.currency import follow
        from pmm_workspace.accounts import people

        people.FOLLOWERS.append(follow)
