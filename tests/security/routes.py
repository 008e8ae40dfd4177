"""Every route of the URLconf with real ids in it: the caller's own, another workspace's, missing and malformed ones."""

import itertools
import re
from dataclasses import dataclass

from metrics.models import Annotation, ImportRun, Review
from pmm_workspace.accounts.checks import policy_of, routes
from pmm_workspace.accounts.models import ApiToken, Role
from pmm_workspace.accounts.policy import Policy
from pmm_workspace.artifacts import kinds, verification
from pmm_workspace.artifacts.models import Artifact, Link, Template
from pmm_workspace.notices.models import Notice
from positioning.models import IntelItem

# Libraries that guard their own pages, and why that is enough.
EXEMPT = {
    "accounts/": "sign-in, sign-out and passwords are allauth's; test_sessions_and_tokens.py asks them",
}

# The id of a thing in a place, by the last two parts of the address that lead to it.
IDS = {
    "d/<int:pk>": lambda place, actor: place.card.pk,
    "v/<int:number>": lambda place, actor: 1,
    "lists/<slug:name>": lambda place, actor: "objections",
    "p/<slug:slug>": lambda place, actor: place.product.slug,
    "comments/<int:pk>": lambda place, actor: place.comment.pk,
    "suggestions/<int:pk>": lambda place, actor: place.suggestion.pk,
    "suggestions/<pk>": lambda place, actor: place.suggestion.pk,
    "inbox/<int:pk>": lambda place, actor: place.row(Notice).pk,
    "off/<str:switch>": lambda place, actor: place.switch(),
    "/<kind:kind>": lambda place, actor: "battlecards",
    "references/<kind:kind>": lambda place, actor: "battlecards",
    "links/<int:pk>": lambda place, actor: place.row(Link).pk,
    "promise-register/<int:pk>": lambda place, actor: place.documents["promises"].pk,
    "members/<int:pk>": lambda place, actor: place.membership(Role.REP).pk,
    "invitations/<int:pk>": lambda place, actor: place.invitation.pk,
    "tokens/<int:pk>": lambda place, actor: _token(place, actor),
    "workspaces/<int:pk>": lambda place, actor: place.workspace.pk,
    "verify/<str:token>": lambda place, actor: _link(place),
    "templates/<int:pk>": lambda place, actor: place.row(Template).pk,
    "invitation/<str:secret>": lambda place, actor: place.secret,
    "intel/<int:pk>": lambda place, actor: place.row(IntelItem).pk,
    "imports/<int:pk>": lambda place, actor: place.row(ImportRun).pk,
    "people/<int:pk>": lambda place, actor: place.people[Role.REP].pk,
    "behind/<slug:name>": lambda place, actor: "sign_ups",
    "metric/<slug:name>": lambda place, actor: "cac",
    "funnel/<slug:category>": lambda place, actor: "activation",
    "reviews/<int:pk>": lambda place, actor: place.row(Review).pk,
    "days/<int:pk>": lambda place, actor: place.row(Annotation).pk,
}
# Whoever holds such a link may open it: it is no id of a workspace.
OPEN_TO_THE_HOLDER = {"invitation/<str:secret>", "verify/<str:token>", "off/<str:switch>"}

STAND_FOR_ALL = {"battlecards", "promises", "positioning-docs"}

MISSING = {
    "int": 999_999_999,
    "slug": "nothing-here",
    "str": "no-such-secret",
    "pk": 999_999_999,
}
MALFORMED = ["x!", "-1", "１", "9" * 40, "%00"]
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")


def _link(place):
    """As it was mailed to the owner of the card."""
    with place.inside():
        card = Artifact.objects.get(pk=place.card.pk)
        return verification.signed_link(card, place.people[Role.PMM]).split("/")[-2]


def _token(place, actor):
    mine = ApiToken.objects.filter(workspace=place.workspace)
    return (mine.filter(user=actor.user).first() or mine.earliest("pk")).pk


@dataclass(frozen=True)
class Route:
    path: str  # as in the URLconf, regular expressions simplified
    policy: Policy
    is_rest: bool
    methods: frozenset[str]  # known beforehand for REST; a page is asked to say

    def __str__(self):
        return self.path

    @property
    def parameters(self) -> list[str]:
        """`prefix/<type:name>` of each parameter, which says what it is the id of."""
        parts = ["", *self.path.strip("/").split("/")]
        return [f"{before}/{part}" for before, part in itertools.pairwise(parts) if PARAMETER.search(part)]

    def at(self, values) -> str:
        path = self.path
        for parameter, value in zip(self.parameters, values, strict=True):
            path = path.replace(PARAMETER.search(parameter)[0], str(value), 1)
        return "/" + path


def ours() -> list[Route]:
    """The routes that must keep to the policy they declare."""
    found = [
        Route(_plain(path), policy_of(callback), hasattr(callback, "cls"), _methods(callback))
        for path, callback in routes()
        if not path.startswith(tuple(EXEMPT)) and _is_asked(_plain(path))
    ]
    return list({route.path: route for route in found}.values())


def _is_asked(path):
    """One viewset serves every kind over REST, and the contract tests ask each; here a few stand for all."""
    slug = path.removeprefix("api/").partition("/")[0]
    return not path.startswith("api/") or slug not in kinds.slugs() or slug in STAND_FOR_ALL


def _methods(callback):
    view = getattr(callback, "cls", None)
    if view is None:
        return frozenset({"GET", "POST"})
    actions = getattr(callback, "actions", None) or [name for name in view.http_method_names if hasattr(view, name)]
    return frozenset(name.upper() for name in actions) & {"GET", "POST", "PATCH", "PUT", "DELETE"}


def _plain(path):
    """`^battlecards/(?P<pk>[0-9]{1,18})/$` as `battlecards/<pk>/`."""
    return re.sub(r"\(\?P(<\w+>)[^)]*\)", r"\1", path).replace("^", "").replace("$", "").replace(r"\Z", "")


def id_maker(parameter):
    slug = parameter.partition("/")[0]
    if slug in kinds.slugs():
        return lambda place, actor: place.documents[slug].pk
    if parameter not in IDS:
        raise AssertionError(
            f"No test knows an id for {parameter!r}. Add one to IDS in tests/security/routes.py, so that the "
            f"route is asked for another workspace's as well."
        )
    return IDS[parameter]


def addresses(route, actor) -> dict[str, str]:
    """{sort of id: address}; a route without parameters has only its own."""
    makers = [id_maker(parameter) for parameter in route.parameters]
    own = [make(actor.home, actor) for make in makers]
    found = {"own": route.at(own)}
    if not makers:
        return found
    foreign = [make(actor.away, actor) for make in makers]
    if foreign != own and route.parameters[0] not in OPEN_TO_THE_HOLDER:
        found["foreign"] = route.at(foreign)
    for place, parameter in enumerate(route.parameters):
        sort = PARAMETER.search(parameter)[1] or "pk"
        if sort in MISSING:
            found[f"missing {place or ''}".strip()] = route.at([*own[:place], MISSING[sort], *own[place + 1 :]])
    for number, text in enumerate(MALFORMED):
        found[f"malformed {number}"] = route.at([text, *own[1:]])
    return found
