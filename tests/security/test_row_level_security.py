"""Row-level security alone: with the scoping in Python out of the way, the database still keeps workspaces apart.

Every table of a `WorkspaceOwned` model is asked, so a new kind is covered the day it is migrated. Each has
one row of ours and one of theirs; the tests sign in as the app does, as a role that owns nothing.
"""

import json

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.models import DateField, ForeignKey

from pmm_workspace.accounts.isolation import owned_models
from pmm_workspace.accounts.models import Product, Role
from pmm_workspace.accounts.owned import WorkspaceOwned
from pmm_workspace.artifacts.models import Artifact
from pmm_workspace.common import tenancy
from tests.security.planting import planted
from tests.security.world import undone

pytestmark = pytest.mark.django_db


def says_its_workspace(model):
    """A kind does not: its header answers for it."""
    return "workspace" in {field.name for field in model._meta.local_fields}


every_table = pytest.mark.parametrize("model", owned_models(), ids=lambda model: model._meta.label_lower)
every_table_with_a_workspace = pytest.mark.parametrize(
    "model", list(filter(says_its_workspace, owned_models())), ids=lambda model: model._meta.label_lower
)
links = pytest.mark.parametrize(
    "field",
    [
        field
        for model in owned_models()
        for field in model._meta.local_fields
        if isinstance(field, ForeignKey)
        and not field.remote_field.parent_link
        and issubclass(field.related_model, WorkspaceOwned)
    ],
    ids=str,
)
# Asked before anybody's workspace is known: that is how it becomes known.
BEFORE_A_WORKSPACE = {"accounts_membership", "accounts_invitation", "accounts_apitoken"}


def sql(text, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(text, parameters)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def keys(model):
    """A tally is known by what it counts; everything else has an id."""
    return [field.column for field in model._meta.pk_fields]


def one(model, pk):
    """The condition that finds a row, and what it is asked with."""
    return " AND ".join(f'"{column}" = %s' for column in keys(model)), pk if isinstance(pk, tuple) else (pk,)


def about(start, model, pk):
    condition, parameters = one(model, pk)
    return sql(f'{start} "{table(model)}" t WHERE {condition}', *parameters)


def table(model):
    return model._meta.db_table


@pytest.fixture(scope="module")
def rows_of_theirs(world):
    with world.theirs.inside():
        return {model: model.everywhere.order_by("pk").first().pk for model in owned_models()}


@pytest.fixture
def theirs(world, rows_of_theirs):
    """{model: the id of their row}; and from here on we are in our own workspace."""
    with world.ours.inside():
        yield rows_of_theirs


def ours(model):
    return model.everywhere.order_by("pk").first().pk


def test_the_tests_sign_in_as_the_app_does(world):
    (owner, superuser, bypasses) = sql(
        "SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
    )[0]

    assert (owner, superuser, bypasses) == ("pmm_app", False, False)
    assert sql("SELECT tablename FROM pg_tables WHERE tableowner = current_user") == []
    assert sql("SELECT rolname FROM pg_roles r WHERE rolname <> current_user AND pg_has_role(r.oid, 'MEMBER')") == []


def test_the_tables_are_all_there():
    assert len(owned_models()) > 30


@every_table
def test_their_rows_are_not_seen(theirs, model):
    assert list(model.everywhere.filter(pk=theirs[model])) == []
    assert about("SELECT count(*) FROM", model, theirs[model]) == [(0,)]
    assert about("SELECT count(*) FROM", model, ours(model)) == [(1,)]


@every_table
def test_their_rows_are_not_changed(theirs, model):
    column = model._meta.concrete_fields[-1].column
    if model._meta.concrete_fields[-1].model is not model:
        (column,) = keys(model)

    assert _written(model, column, theirs[model]) == 0
    assert _written(model, column, ours(model)) == 1


def _written(model, column, pk):
    condition, parameters = one(model, pk)
    return sql(f'UPDATE "{table(model)}" SET "{column}" = "{column}" WHERE {condition}', *parameters)


@every_table
def test_their_rows_are_not_deleted(theirs, model):
    assert about("DELETE FROM", model, theirs[model]) == 0


@every_table
def test_no_row_is_put_into_their_workspace(world, theirs, model):
    with undone(), pytest.raises(ProgrammingError, match="violates row-level security policy"):
        about(_copied(world, model, theirs), model, ours(model))


def _copied(world, model, theirs):
    """INSERT a copy of our row that says it is theirs; a kind says so by the header that it extends."""
    if says_its_workspace(model):
        changed = {"id": 999999999, "workspace_id": world.theirs.workspace.pk}
    else:
        changed = {keys(model)[0]: theirs[Artifact]}
    return f"""INSERT INTO "{table(model)}" SELECT (jsonb_populate_record(t, '{json.dumps(changed)}')).* FROM"""


@every_table_with_a_workspace
def test_our_rows_are_not_given_away(world, theirs, model):
    with undone(), pytest.raises(ProgrammingError, match="violates row-level security policy"):
        model.everywhere.filter(pk=ours(model)).update(workspace=world.theirs.workspace)


@every_table
def test_nothing_is_seen_without_a_workspace(world, model):
    with tenancy.inside(None):
        assert sql(f'SELECT count(*) FROM "{table(model)}"') == [(0,)]
        with undone(), pytest.raises(tenancy.NoWorkspace):
            list(model.objects.all())


@links
def test_a_row_cannot_point_at_a_row_of_another_workspace(world, theirs, field):
    """Foreign keys are checked past row-level security, so the keys themselves carry the workspace."""
    model = field.model
    target = _another(world, field.related_model) if field.unique else theirs[field.related_model]
    columns = {field.column: target} | _free_of_other_keys(field)
    changed = ", ".join(f'"{column}" = %s' for column in columns)
    with undone(), pytest.raises(IntegrityError, match=f'foreign key constraint "{table(model)}_{field.column}_own"'):
        (key,) = keys(model)
        sql(f'UPDATE "{table(model)}" SET {changed} WHERE "{key}" = %s', *columns.values(), ours(model))
        sql("SET CONSTRAINTS ALL IMMEDIATE")


def _another(world, model):
    """A row of theirs that nothing points at yet, for keys that may point at a row only once."""
    with world.theirs.inside():
        return planted(model, world.theirs.workspace, world.theirs.word, by=world.theirs.people[Role.PMM]).pk


def _free_of_other_keys(field):
    """Values for what must be unique together with this key, so that nothing else is in the way."""
    meta = field.model._meta
    together = {name for unique in meta.constraints if field.name in unique.fields for name in unique.fields}
    fields = [meta.get_field(name) for name in together]
    return {field.column: _unused(field) for field in fields if not isinstance(field, ForeignKey)}


def _unused(field):
    return "1999-09-09" if isinstance(field, DateField) else "999"


def test_every_table_with_a_workspace_is_forced(owner_connection, world):
    found = _asked(
        owner_connection,
        """SELECT c.relname, relrowsecurity, relforcerowsecurity,
                  (SELECT count(*) FROM pg_policy WHERE polrelid = c.oid AND polroles = '{0}')
           FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
           WHERE a.attname = 'workspace_id' AND c.relkind IN ('r', 'p') AND NOT a.attisdropped""",
    )

    assert len(found) > 25
    assert {name for name, *walls in found if walls != [True, True, 1]} == BEFORE_A_WORKSPACE


def test_every_table_of_a_kind_is_forced_too(owner_connection, world):
    forced = {name for (name,) in _asked(owner_connection, "SELECT relname FROM pg_class WHERE relforcerowsecurity")}

    assert {table(model) for model in owned_models()} <= forced


def _asked(owner, text):
    with owner.cursor() as cursor:
        cursor.execute(text)
        return cursor.fetchall()


def setting():
    return sql("SELECT current_setting('pmm.workspace', true)")[0][0]


def test_the_database_is_told_the_workspace_and_that_it_was_left(world):
    with world.ours.inside():
        assert setting() == str(world.ours.workspace.pk)
        with world.theirs.inside():
            assert setting() == str(world.theirs.workspace.pk)
        assert setting() == str(world.ours.workspace.pk)
    with tenancy.inside(None):
        assert setting() == ""


def test_a_savepoint_rolled_back_does_not_bring_back_another_workspace(world):
    with world.theirs.inside():
        assert setting() == str(world.theirs.workspace.pk)
        with undone(), world.ours.inside():
            assert setting() == str(world.ours.workspace.pk)
        assert setting() == str(world.theirs.workspace.pk)

    with transaction.atomic(), world.ours.inside():
        with undone(), world.theirs.inside():
            Product.everywhere.count()
        assert {product.pk for product in Product.everywhere.all()} == {world.ours.product.pk}


def test_a_failed_statement_leaves_the_right_workspace_in_force(world):
    with world.ours.inside():
        with pytest.raises(ProgrammingError), transaction.atomic(), world.theirs.inside():
            sql("SELECT * FROM no_such_table")
        assert {product.pk for product in Product.everywhere.all()} == {world.ours.product.pk}


def test_every_key_between_workspaces_is_among_those_tested():
    assert len(links.args[1]) > 25
