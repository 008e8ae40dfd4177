"""Finding things: the search page, and the commands that Ctrl K offers."""

from dataclasses import dataclass, field

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from pmm_workspace.accounts.policy import policy
from pmm_workspace.artifacts import access, excerpts, kinds, lexemes, queries
from pmm_workspace.artifacts.models import Reading
from pmm_workspace.artifacts.web.forms import Narrowing
from pmm_workspace.artifacts.web.jumps import Command, creating, going

LONGEST = 200  # characters of a question
A_PAGE, A_PALETTE, RECENT = 20, 7, 5


@policy(read="read")
def search(request):
    """Everything that this person may see and the words appear in, best first, with the place that says why."""
    text = request.GET.get("q", "")[:LONGEST]
    form = Narrowing(request.GET, user=request.user)
    context = {"q": text, "form": form, "is_narrowed": bool(form.wanted())}
    if text.strip():
        rows, words = queries.looked_up(request.user, text, **form.wanted())
        page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
        page.object_list = _explained(request.user, page.object_list, words)
        context |= {
            "found": page,
            "others": urlencode([(name, value) for name, value in request.GET.items() if name != "page"]),
        }
    return render(request, "artifacts/search.html", context)


def _explained(user, rows, words):
    return excerpts.explained(user, queries.as_read_by(user, list(rows)), words)


@dataclass(frozen=True)
class Group:
    label: str
    options: list[Command] = field(default_factory=list)


@policy(read="read")
def palette(request):
    """The part of the palette that a text brings: documents, places to go, things to create."""
    text = request.GET.get("q", "")[:LONGEST].strip()
    groups = _answers(request, text) if text else _offers(request)
    return render(request, "components/palette.html#options", {"groups": [each for each in groups if each.options]})


def _offers(request):
    return [
        Group(_("Lately read"), _recent(request.user)),
        Group(_("Go to"), going(request)),
        Group(_("Create"), creating(request)),
    ]


def _answers(request, text):
    rows, words = queries.looked_up(request.user, text)
    found = _explained(request.user, rows[:A_PALETTE], words)
    everything = Command(
        _("Search everything for “%(text)s”") % {"text": text},
        f"{reverse('search')}?{urlencode({'q': text})}",
        "search",
    )
    return [
        Group(_("Documents"), [_document(each) for each in found]),
        Group(_("Go to"), _fitting(going(request), text)),
        Group(_("Create"), _fitting(creating(request), text)),
        Group(_("Search"), [everything]),
    ]


def _recent(user):
    read = Reading.objects.filter(user=user).order_by("-day", "-pk").values_list("artifact", flat=True)[:30]
    newest = list(dict.fromkeys(read))[:RECENT]
    known = {each.pk: each for each in queries.as_read_by(user, queries.found(user).filter(pk__in=newest))}
    return [_document(known[pk]) for pk in newest if pk in known]


def _document(artifact):
    kind = kinds.kind(artifact.kind)
    found = getattr(artifact, "excerpt", None)
    where = reverse("document", args=[artifact.pk]) + (f"#{found.anchor}" if found else "")
    about = capfirst(kind._meta.verbose_name)
    about = f"{about} · {artifact.product}" if artifact.product else about
    return Command(artifact.title, where, getattr(kind, "icon", "file-text"), about, said=found and found.html)


def _fitting(commands, text):
    """Commands of which some word begins with each word of the text."""
    asked = [lexemes.plain(word) for word in text.split()]
    return [each for each in commands if all(_has(each.label, word) for word in asked)]


def _has(label, word):
    plain = lexemes.plain(label)
    return any(part.startswith(word) for part in plain.split()) or (lexemes.is_han(word) and word in plain)


@policy(read="read")
def shortcuts(request):
    """Every key that does something, for `?` and for whoever wants to read them at leisure."""
    groups = [Group(_("Go to"), going(request)), Group(_("Create"), creating(request))]
    context = {"groups": [Group(each.label, [it for it in each.options if it.key]) for each in groups]}
    template = "components/palette.html#help" if "X-Palette" in request.headers else "artifacts/shortcuts.html"
    return render(request, template, context | {"may": {"edit": access.may(request.user, "edit")}})
