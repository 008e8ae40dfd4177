"""Where one can go and what one can create, with the keys that do it: for the palette and its help."""

from dataclasses import dataclass

from django.apps import apps
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from pmm_workspace.accounts.models import Product
from pmm_workspace.artifacts import access, kinds

KEYS = {"funnel": "g f"}


@dataclass(frozen=True)
class Command:
    """A line of the palette: what it is called, where it leads, and the keys that go there as well."""

    label: str
    url: str
    icon: str = "arrow-right"
    about: str = ""
    key: str = ""
    said: SafeString | None = None


def going(request) -> list[Command]:
    """Every page that this person may open by name."""
    return _pages(request) + _products()


def keyed(request) -> dict:
    """What the keys of every page need, without asking the database."""
    made = creating(request)
    return {"keyed": [each for each in [*_pages(request), *made] if each.key], "may_create": bool(made)}


def _products():
    return [
        Command(each.name, reverse("product", args=[each.slug]), "package", _("Product"), "" if place else "g p")
        for place, each in enumerate(Product.objects.order_by("position"))
    ]


def _pages(request):
    user = request.user
    found = [_page(_("Home"), "home", "layout-dashboard", "g h")]
    found.append(_page(_("Inbox"), "inbox", "inbox", "g i"))
    found += [_documents(model) for model in kinds.kinds()]
    for config in apps.get_app_configs():
        found += [_page(label, route, icon, KEYS.get(route, "")) for label, icon, route in pages_of(config, user)]
    if access.may(user, "verify"):
        found.append(_page(_("Verification"), "verification", "badge-check", "g v"))
    if access.may(user, "edit"):
        found.append(_page(_("Templates"), "templates", "copy", "g t"))
    if access.may(user, "import"):
        found.append(_page(_("Imports"), "imports", "upload"))
    found.append(_page(_("Search"), "search", "search"))
    found.append(_page(_("Settings"), "settings", "settings"))
    return [each for each in found if each]


def pages_of(config, user):
    """(label, icon, route) of what an app shows beside documents: its `pages`, where the person may go."""
    pages = getattr(config, "pages", ())
    return [(str(label), icon, route) for action, label, icon, route in pages if access.may(user, action)]


def _page(label, name, icon, key=""):
    try:
        return Command(label, reverse(name), icon, key=key)
    except NoReverseMatch:
        return None


def _documents(model):
    address = reverse("documents", args=[kinds.slug(model)])
    return Command(_plural(model), address, _icon(model), key=f"g {model.key}" if model.key else "")


def creating(request) -> list[Command]:
    if not access.may(request.user, "edit"):
        return []
    return [
        Command(
            _("New %(kind)s") % {"kind": model._meta.verbose_name},
            reverse("document_new", args=[kinds.slug(model)]),
            _icon(model),
            key=f"n {model.key}" if model.key else "",
        )
        for model in kinds.kinds()
    ]


def _icon(model):
    return getattr(model, "icon", "file-text")


def _plural(model):
    return str(capfirst(model._meta.verbose_name_plural))
