"""Every route, asked by everybody, for everything: what comes back is what `access.MAY` says, and nothing more.

The routes come from the URLconf and the rules from the policy that each declares, so a route is covered
the day it is written.
"""

import json
import re
from dataclasses import dataclass, field

import pytest

from pmm_workspace.accounts.access import MAY
from pmm_workspace.accounts.checks import every_route_has_a_policy, policy_of, routes
from pmm_workspace.accounts.models import Role
from pmm_workspace.accounts.policy import PUBLIC, SIGNED_IN
from pmm_workspace.artifacts.models import Artifact
from pmm_workspace.artifacts.review import TRANSITIONS
from tests.security.bodies import body_of
from tests.security.protection import assert_protected
from tests.security.routes import EXEMPT, addresses, id_maker, ours
from tests.security.world import ACTORS, OURS, THEIRS, checksums, undone

pytestmark = pytest.mark.django_db

BROWSER_METHODS = ["GET", "POST", "DELETE"]
REST_METHODS = ["GET", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"]
THOROUGH = {"our admin", "a write token"}
SAFE = {"GET", "HEAD", "OPTIONS"}

WELCOME, SIGN_IN, UNAUTHORISED, FORBIDDEN = "welcome", "sign in", "401", "403"


@dataclass(frozen=True)
class Cell:
    """One request and what came back, with everything taken out that differs each time."""

    route: str
    method: str
    sort: str  # of the id
    expected: str
    status: int
    location: str
    text: str = field(repr=False)
    heads: tuple = field(repr=False)

    @property
    def got(self):
        """What the person met. A method that a route has for nobody may be refused before who they are."""
        if self.status == 405:
            return self.expected
        if self.status in (301, 302) and self.location.startswith("/accounts/login/"):
            return SIGN_IN
        return {401: UNAUTHORISED, 403: FORBIDDEN}.get(self.status, WELCOME)


def expected_of(route, method, actor):
    """What the declared policy says to this person."""
    needed = route.policy.needed(method)
    if route.is_rest and actor.name == "an expired token":
        return UNAUTHORISED
    if needed == PUBLIC:
        return WELCOME
    if actor.role is None or (actor.is_program and not route.is_rest):
        return UNAUTHORISED if route.is_rest else SIGN_IN
    if needed != SIGNED_IN and actor.role not in MAY[needed]:
        return FORBIDDEN
    if actor.is_program and method not in SAFE and "write" not in actor.scopes:
        return FORBIDDEN
    return WELCOME


def sweep(world, actor) -> list[Cell]:
    return [
        ask(actor, route, method, sort, address)
        for route in ours()
        for sort, address in addresses(route, actor).items()
        for method in methods(route, actor, sort)
    ]


def methods(route, actor, sort):
    """Rare methods and malformed ids end before anybody asks who it is: one admin and one program try them."""
    everything = REST_METHODS if route.is_rest else BROWSER_METHODS
    if sort.startswith("malformed"):
        return ["GET"] if actor.name in THOROUGH else []
    if sort == "own" and actor.name in THOROUGH:
        return everything
    if actor.is_program and not route.is_rest and sort != "own":
        return []  # a page knows no token
    return [method for method in everything if method in route.methods]


def ask(actor, route, method, sort, address):
    expected = expected_of(route, method, actor)
    if expected == WELCOME:
        with undone():
            answer = send(actor, route, method, address)
    else:
        answer = send(actor, route, method, address)
    return Cell(
        route.path,
        method,
        sort,
        expected,
        answer.status_code,
        without(address, answer.headers.get("Location", "")),
        plain(answer, address),
        tuple(
            sorted(
                (name, value) for name, value in answer.headers.items() if name not in ("Location", "Content-Length")
            )
        ),
    )


def send(actor, route, method, address):
    cookies = actor.client.cookies.copy()
    data, headers = body_of(route, method, actor), {"If-Match": '"2"'}
    if route.is_rest:
        data, headers = json.dumps(data or {}), headers | {"Accept": "application/json"}
        answer = actor.client.generic(method, address, data, "application/json", headers=headers)
    elif isinstance(data, str):
        answer = actor.client.generic(method, address, data, "application/json")
    elif method == "POST":
        answer = actor.client.post(address, data or {})
    else:
        answer = actor.client.generic(method, address)
    actor.client.cookies = cookies
    return answer


def plain(answer, address):
    """The body without the CSRF token, and with the address taken out where it is said back."""
    text = answer.content.decode(errors="replace") if not answer.streaming else ""
    text = re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")\w+', r"\1…", text)
    return without(address, text)


def without(address, text):
    return text.replace(address, "/ADDRESS/") if len(address) > 1 else text


@pytest.fixture(scope="module", params=ACTORS)
def swept(request, world):
    """Everything one actor asked for, with the state of all tables before and after what was refused."""
    actor = world.actors[request.param]
    before = checksums(world)
    with undone():
        cells = sweep(world, actor)
        after = checksums(world)
    return actor, cells, before, after


def test_everybody_gets_what_the_policy_says(swept):
    _actor, cells, _before, _after = swept
    asked = [cell for cell in cells if cell.sort in ("own", "foreign", "missing")]

    assert len(asked) > 100
    assert [cell for cell in asked if cell.got != cell.expected] == []


def test_a_foreign_id_answers_exactly_as_a_missing_one(swept):
    _actor, cells, _before, _after = swept
    missing = {(cell.route, cell.method): cell for cell in cells if cell.sort == "missing"}
    foreign = [cell for cell in cells if cell.sort == "foreign"]

    assert len(foreign) > 15
    for cell in foreign:
        other = missing[cell.route, cell.method]
        assert (cell.status, cell.text, cell.heads) == (other.status, other.text, other.heads), cell
        assert cell.expected != WELCOME or cell.status in (404, 405), cell


def test_an_id_that_is_none_is_not_found_and_breaks_nothing(swept):
    actor, cells, _before, _after = swept
    odd = [cell for cell in cells if cell.sort.startswith(("missing", "malformed")) and cell.expected == WELCOME]

    assert odd or actor.role is None
    assert [cell for cell in odd if cell.status not in (404, 405)] == []


def test_every_answer_protects_itself(swept):
    """Headers, the policy, and nothing inline."""
    _actor, cells, _before, _after = swept
    heard = [(cell, dict(cell.heads)) for cell in cells]

    assert len([cell for cell, heads in heard if "html" in heads.get("Content-Type", "")]) > 15
    for cell, heads in heard:
        assert_protected(cell, heads, cell.text)


def test_nothing_ever_breaks(swept):
    assert [cell for cell in swept[1] if cell.status >= 500] == []


def test_what_was_refused_changed_nothing(swept):
    actor, cells, before, after = swept

    assert any(cell.expected != WELCOME for cell in cells) or actor.role == Role.ADMIN
    assert len(before) > 60
    assert after == before


def test_nobody_reads_a_word_of_another_workspace(swept):
    actor, cells, _before, _after = swept
    holder = {"invitation/<str:secret>/", "verify/<str:token>/"} if actor.role is None or actor.is_program else set()
    forbidden = {actor.away.word} if actor.role and not actor.is_program else {OURS, THEIRS}
    if actor.is_program:
        forbidden = {THEIRS}
    leaks = [
        (cell, word)
        for cell in cells
        for word in forbidden
        if word in cell.text + cell.location + str(cell.heads) and cell.route not in holder
    ]
    assert leaks == []


def test_whoever_may_read_does_read_their_own_words(world):
    """So that the silence above means something."""
    for name in ("our rep", "our pmm", "their pmm"):
        actor = world.actors[name]
        cells = [ask(actor, route, "GET", "own", addresses(route, actor)["own"]) for route in ours()]
        heard = {cell.route for cell in cells if actor.home.word in cell.text}
        assert {"d/<int:pk>/", "search/", "p/<slug:slug>/", "api/battlecards/"} <= heard | {"search/"}
        assert len(heard) > 12, heard


def test_every_write_succeeds_for_somebody_so_that_each_refusal_is_of_something_possible(world):
    for route in ours():
        for method in route.methods - SAFE:
            answers = {actor.name: possible(actor, route, method) for actor in writers(world, route)}
            if set(answers.values()) != {405}:
                assert min(answers.values()) < 400, (
                    f"{method} /{route} succeeded for nobody ({answers}). Say in tests/security/bodies.py what to send."
                )


def writers(world, route):
    names = ["our admin", "our pmm", "a stranger"] if not route.is_rest else ["our admin", "a write token"]
    return [world.actors[name] for name in names if expected_of(route, "POST", world.actors[name]) == WELCOME]


def possible(actor, route, method):
    with undone():
        return send(actor, route, method, addresses(route, actor)["own"]).status_code


@pytest.mark.parametrize("role", Role)
def test_each_step_of_review_is_open_to_exactly_the_roles_of_its_action(world, role):
    """The route lets in whoever reads drafts; the step itself decides."""
    brief = world.ours.documents["launch-briefs"]
    for name, step in TRANSITIONS.items():
        with undone():
            with world.ours.inside():
                Artifact.everywhere.filter(pk=brief.pk).update(state=min(step.sources))
            body = {"name": name, "seen": 2, "note": "Because."}
            asked = world.actors[f"our {role}"].client.post(
                f"/api/launch-briefs/{brief.pk}/move/", body, content_type="application/json"
            )
        is_allowed = role in MAY[step.action] & MAY["read drafts"]
        assert asked.status_code in ((200, 409) if is_allowed else (403,)), (name, asked.content)


def test_every_route_declares_a_policy_or_has_a_reason_not_to():
    assert every_route_has_a_policy(None) == []
    without = {path for path, callback in routes() if policy_of(callback) is None}
    assert {path for path in without if not path.startswith(tuple(EXEMPT))} == set()
    assert len(ours()) > 45


def test_every_parameter_of_every_route_can_be_asked_for_another_workspaces_id():
    for route in ours():
        for parameter in route.parameters:
            id_maker(parameter)
