from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LaunchesConfig(AppConfig):
    name = "launches"
    verbose_name = _("Launches")

    def ready(self):
        from launches.days import days
        from metrics.readout import outside

        outside.DAYS.append(days)
