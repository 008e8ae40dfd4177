"""The stories, without the numbers: they must be possible, and worth reading."""

import pytest

from pmm_workspace.accounts.models import Product
from pmm_workspace.artifacts import completeness, document, kinds
from pmm_workspace.artifacts.models import Artifact, State
from pmm_workspace.sample import content
from pmm_workspace.sample.telling import tell
from tests.people import person


@pytest.fixture
def told(workspace):
    """Every document of the sample, by title."""
    cast = {key: person(name, workspace, role) for key, (_email, name, role) in content.PEOPLE.items()}
    products = {name: Product.objects.create(name=name) for name in content.PRODUCTS}
    return {story.title: tell(story, cast, products.get(story.product)) for story in content.STORIES}


def test_every_kind_is_there_and_every_situation_of_a_review(told):
    for kind in [kind for kind in kinds.kinds() if not kind.__module__.startswith("tests.")]:
        assert kind.objects.exists(), kind

    rows = Artifact.objects.all()
    last = {row.pk: row.moves.first() for row in rows}

    assert rows.filter(state=State.IN_REVIEW).exclude(approved=None), "changed since it was approved, and waiting"
    assert [row for row in rows if row.state == State.DRAFT and row.approved], "approved, with a newer draft"
    assert [row for row in rows if last[row.pk] and last[row.pk].name == "send_back"], "returned with a note"
    assert [row for row in rows if row.versions.values("author").distinct().count() > 1], "written by several people"


def test_no_text_is_over_its_budget(told):
    for artifact in told.values():
        version = artifact.approved or artifact.latest
        read = document.of(version)
        over = [
            (path, text)
            for name, budget in getattr(read.model, "budgets", {}).items()
            for path, text in completeness.texts(read, name)
            if budget.excess(text)
        ]
        assert over == [], artifact.title


def test_history_happened_on_the_days_it_tells_of(told):
    house = told["Ledger messaging house"]
    days = [(house.latest.created_at - version.created_at).days for version in house.versions.order_by("number")]

    assert days == [67, 0]
    assert (house.updated_at - house.verified_at).days == 61
