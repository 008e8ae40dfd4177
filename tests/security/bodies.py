"""For every route that writes, what to send so that it would succeed for somebody who may."""

from django.core.files.uploadedfile import SimpleUploadedFile

from pmm_workspace.accounts.models import Role
from pmm_workspace.artifacts import kinds

EVENTS = b"user,event,time\nu1,signed_up,2026-01-31T14:05:00Z\n"
SEEN = {"text": "They raised prices.", "source": "A call", "source_type": "call", "seen_on": "2026-11-02"}
BROWSER = {
    "settings/": lambda actor: {"name": "New name", "language": "en", "theme": "dark", "timezone": "UTC"},
    "settings/workspace/": lambda actor: {"name": "New name", "timezone": "UTC", "currency": "EUR"},
    "settings/sample/remove/": lambda actor: {},
    "setup/": lambda actor: {},
    "workspaces/": lambda actor: {"name": "A room of my own"},
    "settings/products/": lambda actor: {"name": "New product"},
    "settings/members/": lambda actor: {"email": "somebody@example.com", "role": "pm"},
    "settings/members/<int:pk>/": lambda actor: {"role": "remove"},
    "settings/invitations/<int:pk>/withdraw/": lambda actor: {},
    "settings/tokens/": lambda actor: {"name": "CRM", "scope": "write", "days": 30},
    "settings/tokens/<int:pk>/revoke/": lambda actor: {},
    "workspaces/<int:pk>/": lambda actor: {},
    "invitation/<str:secret>/": lambda actor: {"name": "Newcomer", "password": "correct horse battery"},
    "d/<int:pk>/save/": lambda actor: {"path": "why_we_win", "value": "New words.", "base": 2},
    "d/<int:pk>/verify/": lambda actor: {"version": 2},
    "verify/<str:token>/": lambda actor: {},
    "d/<int:pk>/carry/": lambda actor: {},
    "links/<int:pk>/accept/": lambda actor: {"note": "The line says less."},
    "promise-register/<int:pk>/decide/": lambda actor: {"decision": "stands"},
    "d/<int:pk>/template/": lambda actor: {"name": "A template of ours"},
    "templates/<int:pk>/": lambda actor: {"name": "Another name"},
    "d/<int:pk>/lists/<slug:name>/": lambda actor: {"what": "add"},
    "d/<int:pk>/move/": lambda actor: {"move": "retire" if actor.role != Role.PM else "approve", "seen": 2},
    "d/<int:pk>/v/<int:number>/name/": lambda actor: {"name": "As shown to the board"},
    "d/<int:pk>/v/<int:number>/restore/": lambda actor: {"base": 2},
    "d/<int:pk>/comments/": lambda actor: {"text": "Says who?"},
    "d/<int:pk>/live/": lambda actor: '{"since": 0}',
    "comments/<int:pk>/resolve/": lambda actor: {},
    "comments/<int:pk>/reopen/": lambda actor: {},
    "comments/<int:pk>/reply/": lambda actor: {"text": "Nordlys does."},
    "comments/<int:pk>/edit/": lambda actor: {"text": "Who says?"},
    "comments/<int:pk>/remove/": lambda actor: {},
    "comments/<int:pk>/react/": lambda actor: {"mark": "agree"},
    "d/<int:pk>/suggest/": lambda actor: {"path": "why_we_win", "after": "Live in a week."},
    "suggestions/<int:pk>/accept/": lambda actor: {},
    "suggestions/<int:pk>/reject/": lambda actor: {"words": "Nobody can check it."},
    "<kind:kind>/new/": lambda actor: {"title": "New card", "language": "en"},
    "inbox/read/": lambda actor: {},
    "inbox/<int:pk>/act/": lambda actor: {"what": "archive"},
    "settings/mail/": lambda actor: {"comment": "never"},
    "mail/off/<str:switch>/": lambda actor: {},
    "imports/new/": lambda actor: {"file": SimpleUploadedFile("events.csv", EVENTS), "kind": "events"},
    "imports/<int:pk>/columns/": lambda actor: {"column_person": "0", "column_event": "1", "column_at": "2"},
    "imports/<int:pk>/reading/": lambda actor: {"kind": "events", "encoding": "utf-8", "delimiter": ","},
    "imports/settings/": lambda actor: {"section": "left_out", "internal_domains": "example.com"},
    "imports/foreseen/": lambda actor: {"section": "kept", "kept_months": "24"},
    "imports/settings/save/": lambda actor: {"section": "kept", "kept_months": "24"},
    "imports/erasures/": lambda actor: {"subject": "u1"},
    "imports/erasures/numbers/": lambda actor: {"subject": "u1"},
    "imports/erasures/erase/": lambda actor: {"subject": "u1", "again": "u1"},
    "imports/<int:pk>/fix/": lambda actor: {},
    "imports/<int:pk>/check/": lambda actor: {},
    "imports/<int:pk>/confirm/": lambda actor: {},
    "imports/<int:pk>/discard/": lambda actor: {},
    "imports/<int:pk>/again/": lambda actor: {},
    "imports/<int:pk>/undo/": lambda actor: {},
    "intel/": lambda actor: SEEN,
    "intel/<int:pk>/": lambda actor: {"what": "dismiss", "reason": "Known already."},
    "funnel/days/": lambda actor: {"day": "2026-01-31", "text": "Prices rose"},
    "funnel/days/<int:pk>/remove/": lambda actor: {},
    "funnel/activation/criteria/": lambda actor: {"match": "all", "days": 7, "event_0": "used", "what": "save"},
    "funnel/metric/<slug:name>/stages/": lambda actor: dict.fromkeys(["signup", "trial", "paid"], "step"),
}
REST = {
    ("POST", "api/intel/"): lambda actor: SEEN,
    ("POST", "api/funnel/events/"): lambda actor: [
        {"user": "u1", "event": "signed_up", "time": "2026-01-31T14:05:00Z"}
    ],
    ("PUT", "api/metrics/activation/"): lambda actor: {"match": "all", "days": 7, "events": [{"event": "used"}]},
    ("PATCH", "api/funnel/settings/"): lambda actor: {"kept_months": 24},
    ("POST", "api/funnel/rates/"): lambda actor: [{"day": "2026-01-01", "currency": "NOK", "rate": "0.1"}],
    ("POST", "api/funnel/erasures/"): lambda actor: {"subject": "u1", "again": "u1"},
    ("POST", "api/imports/<int:pk>/rejected/"): lambda actor: [{"line": 1, "text": "u1,signed_up,2026-01-31"}],
    ("POST", "api/imports/<int:pk>/step/"): lambda actor: {"step": "discard"},
    ("POST", "api/imports/"): lambda actor: [{"user": "u1", "event": "signed_up", "time": "2026-01-31T14:05:00Z"}],
    ("POST", "api/funnel/spend/"): lambda actor: [{"day": "2026-01-31", "channel": "ads", "amount": "10"}],
    ("POST", "api/{kind}/"): lambda actor: {"title": "New document"},
    ("PATCH", "api/{kind}/<pk>/"): lambda actor: {"title": "New title"},
    ("POST", "api/{kind}/<pk>/move/"): lambda actor: {
        "name": "retire" if actor.role != Role.PM else "approve",
        "seen": 2,
    },
    ("POST", "api/{kind}/<pk>/comments/"): lambda actor: {"text": "Says who?"},
    ("POST", "api/{kind}/<pk>/suggestions/"): lambda actor: {"path": "title", "after": "Another title"},
    ("POST", "api/suggestions/<pk>/accept/"): lambda actor: {},
    ("POST", "api/suggestions/<pk>/reject/"): lambda actor: {"answer": "Nobody can check it."},
}


def body_of(route, method, actor):
    """What to send, or None where nothing is known that this route would take."""
    if not route.is_rest:
        return BROWSER[route.path](actor) if route.path in BROWSER and method == "POST" else None
    slug = next((part for part in route.path.split("/") if part in kinds.slugs()), "")
    make = REST.get((method, route.path.replace(f"/{slug}/", "/{kind}/", 1)))
    return make(actor) if make else None
