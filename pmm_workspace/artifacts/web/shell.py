"""What every page shows around its content: the menu, by role."""

from dataclasses import dataclass

from django.apps import apps
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from pmm_workspace.accounts.models import Product
from pmm_workspace.artifacts import access, kinds
from pmm_workspace.artifacts.web import jumps


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    icon: str
    is_current: bool = False
    shows_unread: bool = False


@dataclass(frozen=True)
class Group:
    """Links under a heading that folds; `name` is what a browser remembers it by."""

    name: str
    title: str
    links: list[Link]


def shell(request) -> dict:
    """Context processor. The menu costs queries, so it is made only when a template shows it."""
    return {
        "nav": SimpleLazyObject(lambda: menu(request)),
        "jumps": SimpleLazyObject(lambda: jumps.keyed(request)),
        "LANGUAGE_CODE": getattr(request, "LANGUAGE_CODE", "en"),
    }


def menu(request) -> dict:
    if getattr(request, "member", None) is None:
        return {"main": [], "groups": [], "tabs": [], "end": []}
    return {
        "main": _main(request),
        "groups": [*_groups(request), *_products(request)],
        "tabs": _tabs(request),
        "end": _end(request),
    }


def _link(request, label, icon, name, *args):
    try:
        url = reverse(name, args=args)
    except NoReverseMatch:
        return None
    current = request.path == url or (url != "/" and request.path.startswith(url))
    return Link(label, url, icon, current, shows_unread=name == "inbox")


def _kind_link(request, model):
    label = capfirst(model._meta.verbose_name_plural)
    return _link(request, label, getattr(model, "icon", "file-text"), "documents", kinds.slug(model))


def _main(request):
    links = [_link(request, _("Home"), "layout-dashboard", "home")]
    links.append(_link(request, _("Inbox"), "inbox", "inbox"))
    links.append(_link(request, _("Search"), "search", "search"))
    return [link for link in links if link]


def _tabs(request):
    """What a phone keeps at the thumb."""
    funnel = _link(request, _("Funnel"), "funnel", "funnel") if access.may(request.user, "see metrics") else None
    return [*_main(request), *([funnel] if funnel else [])]


def _groups(request):
    """A group for each app that has kinds or pages of its own."""
    found = [(config.label, config.verbose_name, _links(request, config)) for config in apps.get_app_configs()]
    return [Group(name, title, links) for name, title, links in found if links]


def _links(request, config):
    of_kinds = [_kind_link(request, model) for model in kinds.kinds() if model._meta.app_label == config.label]
    return of_kinds + [_link(request, *page) for page in jumps.pages_of(config, request.user)]


def _products(request):
    products = Product.objects.order_by("position")
    links = [_link(request, product.name, "package", "product", product.slug) for product in products]
    return [Group("products", _("Products"), links)] if links else []


def _end(request):
    links = [
        ("verify", _("Verification"), "badge-check", "verification"),
        ("edit", _("Templates"), "copy", "templates"),
        ("import", _("Imports"), "upload", "imports"),
        ("read", _("Settings"), "settings", "settings"),
    ]
    return [_link(request, *link) for action, *link in links if access.may(request.user, action)]
