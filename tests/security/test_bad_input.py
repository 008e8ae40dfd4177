"""What strangers send: whatever it is, no answer is a 5xx, nothing is half written, and no script comes back alive."""

import json
import re
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from pmm_workspace.artifacts import document, editing, kinds
from pmm_workspace.artifacts.models import Artifact, Version
from tests.security.bodies import BROWSER, EVENTS, REST
from tests.security.routes import addresses, ours
from tests.security.world import checksums, undone

pytestmark = pytest.mark.django_db

SCRIPTS = [
    "<script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "<svg/onload=alert(1)>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href=javascript:alert(1)>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    '![x](https://example.com/x.png" onerror="alert(1))',
    "<form action=https://evil.example><input name=password>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<div hx-get=/settings/ hx-trigger=load>x</div>",
    "javascript:alert(1)",
    "{{ 7|add:7 }}{% load x %}",
    "{{7*7}}",
    "${7*7}<%= 7*7 %>",
    "--><script>alert(1)</script><!--",
    "]]><script>alert(1)</script>",
]
ODD = [
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud800",
    "a\udfffb",
    "\u202egnp.exe",
    "\u200b",
    "\ufeff",
    "\uffff",
    "👩‍👩‍👧‍👦" * 20,
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤" * 10,
    "x" * 161,
    "x" * 100_001,
    "x" * 1_000_000,
    "\n" * 1000,
    "\r\n\t\v\f\b",
    "0",
    "-0",
    "-1",
    "1e308",
    "1e309",
    "NaN",
    "Infinity",
    "-Infinity",
    "9" * 400,
    "0x10",
    "1_000",
    "１２３",
    "0000-01-01",
    "9999-12-31",
    "10000-01-01",
    "2026-02-30",
    "1.5.2026",
    "true",
    "null",
    "None",
    "[]",
    "../../../etc/passwd",
    "..\\..\\windows",
    "%00",
    "%2e%2e%2f",
    "' OR 1=1 --",
    "'; DROP TABLE artifacts_artifact; --",
    "=cmd|' /C calc'!A0",
    "\\x00\\u0000",
]
TEXTS = SCRIPTS + ODD
# For places where a value is only looked up or compared: one of each sort.
FEWER = [
    SCRIPTS[1],
    SCRIPTS[3],
    "\x00",
    "a\x00b",
    "\ud800",
    "\u202egnp.exe",
    "👩‍👩‍👧‍👦" * 20,
    "x" * 161,
    "x" * 1_000_000,
    "-1",
]
FEWER += [
    "1e309",
    "NaN",
    "9" * 400,
    "１２３",
    "0000-01-01",
    "2026-02-30",
    "[]",
    "%00",
    "' OR 1=1 --",
    "../../../etc/passwd",
]
OTHER_TYPES = [
    None,
    True,
    0,
    -1,
    1.5,
    10**400,
    [],
    {},
    [[]],
    {"key": "a"},
    [{"key": {}}],
    ["a", None],
    {"a": {"b": []}},
]


def test_there_are_enough_nasty_values():
    assert len(TEXTS) >= 60
    assert len(set(TEXTS)) == len(TEXTS)


# The pure part: every field of every kind


@pytest.mark.parametrize("kind", kinds.kinds(), ids=lambda kind: kind._meta.model_name)
def test_every_field_of_every_kind_takes_a_value_or_says_what_is_wrong(world, kind):
    blank, asked, refused = document.Document(kind), 0, 0
    with world.ours.inside():
        for path in places(kind):
            for value in TEXTS + OTHER_TYPES:
                asked += 1
                try:
                    leaves = document.taken_apart(blank, {path: value})
                    assert json.loads(json.dumps(leaves)) == leaves
                    assert "\x00" not in json.dumps(leaves)
                except ValidationError as error:
                    refused += 1
                    assert error.messages and error.messages[0]

    assert asked > 500
    assert 0 < refused < asked


def places(kind):
    fields = [*kinds.fields(kind)]
    for name, item in kinds.lists(kind).items():
        fields += [name, f"{name}/#order", f"{name}/k1", *(f"{name}/k1/{field}" for field in kinds.item_fields(item))]
    return [*fields, "", "/", "no_such_field", "title/x", "#order", "\x00", "../title"]


# The same over HTTP: one field of each sort, and every other form


@pytest.fixture
def pmm(world):
    return world.actors["our pmm"]


def answers(world, ask, values):
    """Ask with each value and take back what was taken; nothing may break, and a refusal may change nothing."""
    before = world.untouched
    with undone():
        for value in values:
            yield value, asked(ask, value)
        assert checksums(world) == before


def asked(ask, value):
    """The answer; what was done is undone unless it was refused."""
    with transaction.atomic():
        answer = ask(value)
        transaction.set_rollback(answer.status_code < 400)
    assert answer.status_code < 500, (str(value)[:40], answer.content[-300:])
    return answer


IN_FULL = ("why_we_win", "objections/k1/they_say")  # everything; the others differ by how they are read
FIELDS = {
    "battlecards": ["title", "product", "language", "threat", "why_we_win", "objections/k1/they_say"],
    "launch-briefs": ["launch_date"],
    "postcards": ["is_urgent", "days_on_the_way", "stamps/k1/worth", "stamps/k1/audience"],
}


@pytest.mark.parametrize(("slug", "path"), [(slug, path) for slug, paths in FIELDS.items() for path in paths])
def test_a_field_in_the_browser_survives_everything(world, pmm, slug, path):
    address = f"/d/{pmm.home.documents[slug].pk}/save/"

    def save(value):
        return pmm.client.post(
            address, {"path": path, "value": sendable(value), "base": 2}, headers={"X-Autosave": "1"}
        )

    texts = TEXTS if path in IN_FULL else FEWER
    statuses = {answer.status_code for _value, answer in answers(world, save, texts)}
    assert statuses <= {200, 400, 413, 422} and 422 in statuses


def sendable(text):
    """A form cannot carry half of a character pair: browsers send its bytes."""
    return text.encode("utf-8", "surrogatepass") if re.search("[\ud800-\udfff]", text) else text


@pytest.mark.parametrize(("slug", "path"), [(slug, path) for slug, paths in FIELDS.items() for path in paths])
def test_a_field_over_rest_survives_everything(world, slug, path):
    program = world.actors["a write token"]
    address = f"/api/{slug}/{program.home.documents[slug].pk}/"
    name, _slash, rest = path.partition("/")
    key, _slash, item_field = rest.partition("/")

    def patch(value):
        body = {name: [{"key": key, item_field: value}]} if item_field else {name: value}
        return program.client.generic(
            "PATCH", address, json.dumps(body), "application/json", headers={"If-Match": '"2"'}
        )

    texts = TEXTS if path in IN_FULL else FEWER
    statuses = {answer.status_code for _value, answer in answers(world, patch, texts + OTHER_TYPES)}
    assert statuses <= {200, 400, 413} and 400 in statuses


BODIES = {
    "nested": "[" * 100_000 + "]" * 100_000,
    "nested objects": '{"a":' * 100_000 + "1" + "}" * 100_000,
    "nested in a field": '{"title": ' + "[" * 100_000 + "]" * 100_000 + "}",
    "no JSON": "title=Abacus",
    "cut off": '{"title": "Aba',
    "nothing": "",
    "a number": "7",
    "a list": "[1, 2]",
    "null": "null",
    "NaN": '{"title": NaN}',
    "a key twice": '{"title": "a", "title": "b"}',
    "not UTF-8": b'{"title": "\xff\xfe"}',
    "UTF-16": '{"title": "Abacus"}'.encode("utf-16"),
    "a NUL": '{"title": "a\\u0000b"}',
    "half a pair": '{"title": "\\ud800"}',
    "a NUL in a name": '{"ti\\u0000tle": "a"}',
    "many names": json.dumps({f"x{number}": 1 for number in range(5000)}),
    "3 MB": json.dumps({"title": "x" * 3_000_000}),
}


@pytest.mark.parametrize(
    "route", [route for route in ours() if route.is_rest and route.methods & {"POST", "PATCH"}], ids=str
)
def test_a_body_that_is_none_is_refused_with_a_sentence(world, route):
    program = world.actors["our admin" if route.policy.needed("POST") == "manage" else "a write token"]
    address, method = addresses(route, program)["own"], min(route.methods & {"POST", "PATCH"}, key=len)

    def send(body):
        return program.client.generic(method, address, body, "application/json", headers={"If-Match": '"2"'})

    for _body, answer in answers(world, send, BODIES.values()):
        assert answer.status_code in (200, 201, 400, 409, 413, 415), answer.content
        if answer.status_code >= 400:
            assert answer["Content-Type"] == "application/problem+json"
            assert answer.json()["status"] == answer.status_code


def fields_of(path):
    """The names that a form sends, as the matrix knows them; those that depend on the person are added below."""
    body = BROWSER[path](None) if path != "d/<int:pk>/move/" else {}
    return body if isinstance(body, dict) else {}


FORMS = [(path, name) for path in BROWSER for name in fields_of(path)]
FORMS += [("d/<int:pk>/move/", name) for name in ("move", "seen", "note")]
FORMS += [("d/<int:pk>/comments/", name) for name in ("path", "next")]
FORMS += [("d/<int:pk>/save/", name) for name in ("path", "base", "op_id")]
FORMS += [("d/<int:pk>/lists/<slug:name>/", name) for name in ("key", "within", "op_id", "base")]
FORMS += [("<kind:kind>/new/", name) for name in ("product", "op_id")]


@pytest.mark.parametrize(("path", "name"), sorted({(path, name) for path, name in FORMS if name != "file"}))
def test_a_form_survives_everything_in_each_of_its_fields(world, path, name):
    actor = world.actors["our admin" if path.startswith(("settings", "workspaces")) else "our pmm"]
    if path.startswith(("setup", "invitation")):
        actor = world.actors["a stranger"]
    (route,) = [route for route in ours() if route.path == path]
    address = addresses(route, actor)["own"]

    def post(value):
        cookies = actor.client.cookies.copy()
        answer = actor.client.post(address, BROWSER[path](actor) | {name: sendable(value)})
        actor.client.cookies = cookies
        return answer

    for value, answer in answers(world, post, FEWER):
        assert alive_in(answer) == [], value


def test_an_upload_survives_everything(world, pmm):
    def upload(content):
        body = b'--p\r\nContent-Disposition: form-data; name="file"; filename="../../x\x00<script>.csv"\r\n\r\n'
        body += content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
        return pmm.client.generic("POST", "/imports/new/", body + b"\r\n--p--\r\n", "multipart/form-data; boundary=p")

    for content, answer in answers(world, upload, [EVENTS, *TEXTS, b"\xff\xfe\x00", b"PK\x03\x04", b"\x1f\x8b"]):
        assert answer.status_code in (302, 400, 413, 422), content
        assert alive_in(answer) == [], content


QUERIES = {
    "/search/": ["q"],
    "/battlecards/": ["q", "page", "state", "owner"],
    "/battlecards/new/": ["product"],
    "/d/{card}/": ["q"],
    "/d/{card}/compare/": ["a", "b"],
    "/api/battlecards/": ["state", "updated_since", "cursor", "page_size"],
    "/funnel/": ["from", "to", "every", "channel", "by", "compare", "cac"],
    "/funnel/behind/sign_ups/": ["side", "page", "from"],
    "/funnel/activation/criteria/": ["rank", "event", "times"],
    "/funnel/activation/export/": ["from", "as", "segment"],
    "/imports/new/": ["kind"],
    "/api/metrics/values/": ["metric", "from", "to", "channel", "segment", "variant"],
    "/api/metrics/values/imports/": ["variant", "side"],
    "/mentions/": ["q"],
    "/accounts/login/": ["next"],
}


@pytest.mark.parametrize(("path", "name"), [(path, name) for path, names in QUERIES.items() for name in names])
def test_an_address_survives_everything_after_its_question_mark(world, pmm, path, name):
    def get(value):
        coded = quote(value[:4000].encode("utf-8", "surrogatepass"))
        return pmm.client.get(f"{path.format(card=pmm.home.card.pk)}?{name}={coded}")

    for value, answer in answers(world, get, FEWER):
        assert alive_in(answer) == [], value


@pytest.mark.parametrize(
    "header", ["If-Match", "If-None-Match", "Authorization", "Accept", "Accept-Language", "Cookie"]
)
def test_a_header_survives_everything(world, header):
    program = world.actors["a write token"]
    address = f"/api/battlecards/{program.home.card.pk}/"

    def patch(value):
        said = re.sub(r"[\r\n]", " ", value[:4000]).encode("utf-8", "surrogatepass").decode("latin-1")
        headers = {"If-Match": '"2"', header: said}
        return program.client.generic("PATCH", address, '{"title": "New"}', "application/json", headers=headers)

    assert sum(1 for _ in answers(world, patch, FEWER)) == len(FEWER)


# What was taken, on every page that shows it


class Alive(HTMLParser):
    """Collects what would run or load: scripts that are not our files, handlers, script addresses, foreign forms."""

    TAGS = {"iframe", "object", "embed", "base", "style", "math", "foreignobject"}
    OURS = re.compile(r"\A/static/[\w./-]+\Z")

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found = []

    def handle_starttag(self, tag, attributes):
        values = {name: value or "" for name, value in attributes}
        if tag in self.TAGS or (tag == "script" and not self._is_our_script(values)):
            self.found.append(f"<{tag}>")
        if tag == "meta" and "http-equiv" in values:
            self.found.append("refresh")
        for name, value in values.items():
            address = re.sub(r"[\x00-\x20]", "", value).lower()
            is_script = name in ("href", "src", "action", "formaction", "xlink:href") and address.startswith(
                ("javascript:", "data:text", "vbscript:")
            )
            if name.startswith("on") or name == "srcdoc" or is_script or ("evil.example" in value and name == "action"):
                self.found.append(f"<{tag} {name}={value[:40]}>")
            if name.startswith("hx-") and "settings" in value:
                self.found.append(f"<{tag} {name}={value}>")

    def _is_our_script(self, values):
        return bool(self.OURS.match(values.get("src", ""))) or values.get("type") == "application/json"


def alive_in(answer):
    if "html" not in answer.headers.get("Content-Type", ""):
        return []
    parser = Alive()
    parser.feed(answer.content.decode("utf-8", "replace"))
    return parser.found


def test_the_parser_finds_what_is_alive():
    class Page:
        headers = {"Content-Type": "text/html"}
        content = b"".join(text.encode() for text in SCRIPTS[:5]) + b"<a href=' java\nscript:alert(1)'>x</a><style>"

    assert len(alive_in(Page)) >= 5


SHOWN = ["/d/{pk}/", "/d/{pk}/edit/", "/d/{pk}/review/", "/d/{pk}/compare/?a=1&b=2", "/d/{pk}/history/", "/d/{pk}/v/2/"]


@pytest.mark.parametrize("kind", kinds.kinds(), ids=lambda kind: kind._meta.model_name)
def test_a_text_that_was_taken_is_shown_as_text(world, pmm, kind):
    """All scripts at once, one in each field and item in turn, on every page of the document and of its list."""
    with undone(), pmm.home.inside():
        artifact = editing.create(kind, {"title": "</title><script>alert(0)</script>"}, by=pmm.user)
        editing.pin(artifact.latest)
        taken = take(kind, artifact, pmm.user)
        Artifact.objects.filter(pk=artifact.pk).update(state="in_review")
        number = Version.objects.filter(artifact=artifact).count()
        pages = [page.format(pk=artifact.pk) for page in SHOWN] + [
            f"/{kinds.slug(kind)}/",
            "/",
            "/inbox/",
            "/search/?q=script",
        ]
        shown = {page: pmm.client.get(page) for page in pages}

    assert taken >= 1 and number == 2
    assert {page: answer.status_code for page, answer in shown.items()} == dict.fromkeys(pages, 200)
    assert {page: alive_in(answer) for page, answer in shown.items() if alive_in(answer)} == {}


def take(kind, artifact, by):
    """Put every script into every place that takes it; the number of places that hold one now."""
    found, changes = iter(SCRIPTS * 40), {}
    for name, item in kinds.lists(kind).items():
        for key in ("k1", "k2"):
            changes[f"{name}/{key}"] = {}
            changes |= {f"{name}/{key}/{field}": next(found) for field in kinds.written_fields(item)}
    changes |= {name: next(found) for name in kinds.fields(kind) if name not in kinds.HEADER}
    taken, base = 0, artifact.revision
    for path, value in changes.items():
        try:
            base = editing.edit(artifact, {path: value}, base=base, by=by).revision
            taken += isinstance(value, str)
        except ValidationError:
            continue
    return taken


def test_every_body_of_the_matrix_is_known_here():
    assert {path for path, _name in FORMS} <= set(BROWSER)
    assert len(REST) >= 4
