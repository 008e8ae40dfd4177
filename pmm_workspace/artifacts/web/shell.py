"""What every page shows around its content: the menu, by role."""

from dataclasses import dataclass

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


def shell(request) -> dict:
    """Context processor. The menu costs queries, so it is made only when a template shows it."""
    return {
        "nav": SimpleLazyObject(lambda: menu(request)),
        "jumps": SimpleLazyObject(lambda: jumps.keyed(request)),
        "LANGUAGE_CODE": getattr(request, "LANGUAGE_CODE", "en"),
    }


def menu(request) -> dict:
    if getattr(request, "member", None) is None:
        return {"main": [], "products": [], "end": []}
    return {"main": _main(request), "products": _groups(request), "end": _end(request)}


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
    user = request.user
    links = [_link(request, _("Home"), "layout-dashboard", "home")]
    links.append(_link(request, _("Inbox"), "inbox", "inbox"))
    links.append(_link(request, _("Search"), "search", "search"))
    if access.may(user, "see metrics"):
        links.append(_link(request, _("Funnel"), "funnel", "funnel"))
    return [link for link in links if link]


def _groups(request):
    groups = [{"product": _("Documents"), "links": [_kind_link(request, model) for model in kinds.kinds()]}]
    products = [
        _link(request, product.name, "package", "product", product.slug)
        for product in Product.objects.order_by("position")
    ]
    if products:
        groups.append({"product": _("Products"), "links": products})
    return groups


def _end(request):
    links = [
        ("verify", _("Verification"), "badge-check", "verification"),
        ("edit", _("Templates"), "copy", "templates"),
        ("import", _("Imports"), "upload", "imports"),
        ("read", _("Settings"), "settings", "settings"),
    ]
    return [_link(request, *link) for action, *link in links if access.may(request.user, action)]
