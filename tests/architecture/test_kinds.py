"""What every kind must keep to, so that documents, rows and pages can be derived from its model."""

import importlib

import pytest
from django.template.loader import get_template

from pmm_workspace.artifacts import kinds
from pmm_workspace.artifacts.document import Document, Row
from pmm_workspace.artifacts.models import Artifact, Item
from pmm_workspace.artifacts.web.pages import BoundRow
from pmm_workspace.embedded.places import ROOT

every_kind = pytest.mark.parametrize("kind", kinds.kinds(), ids=lambda kind: kind._meta.model_name)
TAKEN = "hiftvpdn"  # by the pages that every workspace has, after g or n
SEEDS = ["positioningdoc", "messaginghouse", "launchbrief", "plan", "battlecard"]


def test_the_five_seed_kinds_are_there():
    assert {*SEEDS, "postcard"} <= {kind._meta.model_name for kind in kinds.kinds()}


@every_kind
def test_an_address_does_not_wait_for_the_language_of_whoever_asks_first(kind):
    assert type(kinds.slug(kind)) is str and kinds.slug(kind)


def test_the_header_has_exactly_these_columns():
    """A column that only one kind needs belongs to that kind; one here is paid for by every document."""
    assert [field.attname for field in Artifact._meta.local_fields] == [
        "id",
        "workspace_id",
        "kind",
        "product_id",
        "title",
        "owner_id",
        "state",
        "language",
        "revision",
        "latest_id",
        "approved_id",
        "scheduled_id",
        "publish_at",
        "verified_at",
        "verified_by_id",
        "created_at",
        "updated_at",
    ]


def test_an_item_has_exactly_these_columns_in_common():
    assert [field.attname for field in Item._meta.local_fields] == ["workspace_id", "key", "position", "audience"]


@every_kind
def test_every_kind_has_a_template_of_its_own(kind):
    template = get_template(f"{kind._meta.app_label}/{kind._meta.model_name}.html")

    assert "artifacts/document.html" in template.template.source


@every_kind
def test_every_kind_has_tests_of_its_own(kind):
    folder = ROOT / "tests" / (kind._meta.app_label if kind._meta.app_label != "toykind" else "architecture")
    tests = "\n".join(path.read_text() for path in folder.glob("test_*.py"))

    assert f"{kind.__name__}" in tests


@every_kind
def test_no_field_hides_what_a_document_or_a_row_can_do(kind):
    of_documents = {name for name in dir(Document) if not name.startswith("_")} | {"model", "values", "rows"}
    of_rows = {name for each in (Row, BoundRow) for name in dir(each) if not name.startswith("_")}
    of_rows |= {"model", "key", "values", "page", "list", "row", "place", "count"} - {"audience"}

    assert {"at", "row", "leaves", "text", "as_json"} <= of_documents
    assert {*kinds.fields(kind), *kinds.lists(kind)} & of_documents == set()
    for item in kinds.lists(kind).values():
        assert {*kinds.item_fields(item)} & (of_rows - {"audience"}) == set(), item.__name__


@every_kind
def test_a_field_can_be_left_empty_so_that_a_draft_can_be_saved_field_by_field(kind):
    own = {name: field for name, field in kinds.fields(kind).items() if name not in kinds.HEADER}
    items = {
        f"{item.__name__}.{name}": field
        for item in kinds.lists(kind).values()
        for name, field in kinds.item_fields(item).items()
    }

    assert [name for name, field in (own | items).items() if not (field.blank or field.has_default())] == []


@every_kind
def test_what_a_kind_declares_names_fields_that_exist(kind):
    places = {*kinds.fields(kind), *kinds.lists(kind)}
    places |= {f"{name}.{field}" for name, item in kinds.lists(kind).items() for field in kinds.item_fields(item)}
    rules = [getattr(rule, "name", None) for rule in getattr(kind, "completeness", ())]

    assert {*getattr(kind, "budgets", {})} <= places
    assert {name for name in rules if name} <= places


@every_kind
def test_an_item_stands_within_a_list_that_exists(kind):
    for item in kinds.lists(kind).values():
        above = kinds.within(item)
        assert above is None or above.list_name in kinds.lists(kind)


def test_two_kinds_never_share_a_name_or_an_address():
    assert len({kind._meta.model_name for kind in kinds.kinds()}) == len(kinds.kinds())
    assert len(kinds.slugs()) == len(kinds.kinds())


def test_two_kinds_never_share_a_key():
    keys = [*TAKEN, *(kind.key for kind in kinds.kinds() if kind.key)]
    assert sorted(set(keys)) == sorted(keys)


def test_the_kernel_never_names_a_kind():
    words = [kind.__name__ for kind in kinds.kinds()]
    kernel = ROOT / "pmm_workspace/artifacts"
    modules = [path for path in kernel.rglob("*.py") if "migrations" not in path.parts]

    assert len(modules) > 20
    assert [path.name for path in modules if any(word in path.read_text() for word in words)] == []


def test_a_module_of_the_kernel_says_why_it_exists():
    for path in (ROOT / "pmm_workspace/artifacts").glob("*.py"):
        module = importlib.import_module(f"pmm_workspace.artifacts.{path.stem}")
        assert path.stem in {"__init__", "apps"} or module.__doc__, path.name
