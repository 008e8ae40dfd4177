"""The inbox, and how somebody gets mail."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.core.signing import BadSignature
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from pmm_workspace.accounts.models import User
from pmm_workspace.accounts.policy import PUBLIC, policy
from pmm_workspace.common import tenancy
from pmm_workspace.notices import preferences
from pmm_workspace.notices.models import Kind, Mailing, Notice

PAGE = 40
FILTERS = {
    "": lambda rows: rows.current(),
    "asks": lambda rows: rows.current().asks(),
    "unread": lambda rows: rows.unread(),
    "later": lambda rows: rows.filter(archived_at=None, snoozed_until__gt=now()),
    "archived": lambda rows: rows.exclude(archived_at=None),
}


@policy(read="read")
def inbox(request):
    """What others ask of this person, and what happened to their documents; newest first."""
    return render(request, "notices/_list.html" if _is_part(request) else "inbox.html", _context(request))


def _context(request):
    chosen, kind = request.GET.get("show", ""), request.GET.get("kind", "")
    if chosen not in FILTERS or (kind and kind not in Kind.values):
        raise Http404
    mine = Notice.objects.of(request.user)
    rows = FILTERS[chosen](mine).select_related("actor", "artifact")
    rows = rows.filter(kind=kind) if kind else rows
    return {
        "notices": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "show": chosen,
        "kind": kind,
        "kinds": Kind.choices,
        "inbox_address": _address(request),
        "shows": [(name, label) for name, label in _shows()],
    }


def _shows():
    return [
        ("", _("Everything")),
        ("asks", _("Asks something of me")),
        ("unread", _("Unread")),
        ("later", _("Later")),
        ("archived", _("Archived")),
    ]


def _is_part(request):
    return "HX-Request" in request.headers


@policy(read="read")
def open_notice(request, pk):
    """Read it, and go where it is dealt with."""
    notice = get_object_or_404(Notice.objects.of(request.user), pk=pk)
    Notice.objects.filter(pk=pk, read_at=None).update(read_at=now())
    return HttpResponseRedirect(notice.path)


# What a person does with a notice in the list, as the fields it sets.
ACTIONS = {
    "read": lambda user: {"read_at": now()},
    "unread": lambda user: {"read_at": None},
    "archive": lambda user: {"archived_at": now(), "read_at": now()},
    "restore": lambda user: {"archived_at": None, "snoozed_until": None},
    "tomorrow": lambda user: {"snoozed_until": preferences.next_morning(user, now()), "read_at": None},
    "week": lambda user: {
        "snoozed_until": preferences.next_morning(user, now() + timedelta(days=6)),
        "read_at": None,
    },
}


@policy(read="read")
@require_POST
def act(request, pk):
    """Mark read, put away or postpone one notice; the list comes back."""
    what = request.POST.get("what", "")
    if what not in ACTIONS:
        raise Http404
    notice = get_object_or_404(Notice.objects.of(request.user), pk=pk)
    Notice.objects.filter(pk=notice.pk).update(**ACTIONS[what](request.user))
    return _list_again(request)


@policy(read="read")
@require_POST
def read_all(request):
    """Everything current is read; what asks something stays in the list of asks until it is done."""
    Notice.objects.of(request.user).unread().update(read_at=now())
    return _list_again(request)


def _list_again(request):
    if _is_part(request):
        return render(request, "notices/_list.html", _context(request))
    return redirect(_address(request))


def _address(request):
    return f"{reverse('inbox')}?{request.GET.urlencode()}"


@policy(read="read")
def settings_mail(request):
    """When mail of each kind leaves for me."""
    if request.method == "POST":
        sent = {kind: request.POST.get(kind, "") for kind in Kind}
        preferences.choose(request.user, {kind: how for kind, how in sent.items() if how in Mailing.values})
        messages.success(request, _("Saved."))
        return redirect("settings_mail")
    rows = [{"kind": kind, "chosen": how} for kind, how in preferences.of(request.user).items()]
    return render(request, "settings/mail.html", {"rows": rows, "mailings": Mailing.choices})


@csrf_exempt
@policy(read=PUBLIC)
def off(request, switch):
    """The link in a mail: asks first, and switches one kind off, signed in or not. Mail programs post to it."""
    try:
        workspace_id, person_id, kind = preferences.behind(switch)
        person = User.objects.get(pk=person_id)
    except (BadSignature, ValueError, User.DoesNotExist):
        raise Http404 from None
    if request.method == "POST":
        with tenancy.inside(workspace_id):
            preferences.choose(person, {kind: Mailing.NEVER})
    return render(request, "notices/off.html", {"kind": kind, "done": request.method == "POST"})
