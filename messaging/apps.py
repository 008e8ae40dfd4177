from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MessagingConfig(AppConfig):
    name = "messaging"
    verbose_name = _("Messaging")
    pages = (("read drafts", _("Promise register"), "scale", "promises"),)

    def ready(self):
        from messaging.targets import targets
        from metrics.readout import outside

        outside.TARGETS.append(targets)
