from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PositioningConfig(AppConfig):
    name = "positioning"
    verbose_name = _("Market")
    pages = (
        ("suggest", _("Intel"), "eye", "intel"),
        ("read drafts", _("Wins and losses"), "chart-column", "win_loss"),
    )
