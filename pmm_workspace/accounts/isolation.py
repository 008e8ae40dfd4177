"""The database's own walls between workspaces, derived from the models after every migration.

Two walls: row-level security on each table of a `WorkspaceOwned` model, and composite foreign keys, so
that a row can only point at rows of its own workspace. Both are made again when missing, so a new kind
needs no step of its own.
"""

from django.apps import apps as installed
from django.conf import settings
from django.db import connections, models

from pmm_workspace.accounts.owned import WorkspaceOwned

# A query of its own, asked once for a statement instead of once for every row.
CURRENT = "(SELECT nullif(current_setting('pmm.workspace', true), '')::bigint)"


def isolate(sender=None, using="default", **_):
    """Grant the app's role its rights and put up every wall. Runs as the owner, once per migrate."""
    if sender is not None and sender.label != "accounts":
        return
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        _grant(cursor, tables)
        for model in owned_models():
            if model._meta.db_table in tables:
                _secure(cursor, model)
                _tie(cursor, model, tables)


def owned_models():
    return [model for model in installed.get_models() if issubclass(model, WorkspaceOwned)]


def _grant(cursor, tables):
    role = settings.DATABASE_APP_ROLE
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    if cursor.fetchone():
        cursor.execute(f'GRANT USAGE ON SCHEMA public TO "{role}"')
        cursor.execute(f'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "{role}"')
        cursor.execute(f'GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO "{role}"')
        cursor.execute(f'GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO "{role}"')
        for table in tables & {model._meta.db_table for model in owned_models() if model.is_filled_at_once}:
            cursor.execute(f'GRANT MAINTAIN ON "{table}" TO "{role}"')


def _secure(cursor, model):
    table = model._meta.db_table
    cursor.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
    cursor.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
    cursor.execute(f'DROP POLICY IF EXISTS own_workspace ON "{table}"')
    cursor.execute(f'CREATE POLICY own_workspace ON "{table}" USING ({_own(model)})')


def _own(model):
    """A kind's table has no workspace column of its own: its header answers for it."""
    if _has_own_workspace(model):
        return f"workspace_id = {CURRENT}"
    parent = next(iter(model._meta.parents))
    link = model._meta.parents[parent].column
    table = parent._meta.db_table
    return f'EXISTS (SELECT 1 FROM "{table}" header WHERE header.id = "{link}" AND header.workspace_id = {CURRENT})'  # noqa: S608 - names of our own tables


def _has_own_workspace(model):
    return any(field.name == "workspace" for field in model._meta.local_fields)


def _tie(cursor, model, tables):
    if not _has_own_workspace(model):
        return
    for field in model._meta.local_fields:
        target = _tied_target(field)
        if target is not None and target._meta.db_table in tables:
            _unique_in_workspace(cursor, target)
            _composite_key(cursor, model, field, target)


def _tied_target(field):
    """The table with a workspace column that a foreign key leads to, through a kind to its header."""
    if not isinstance(field, models.ForeignKey) or not issubclass(field.related_model, WorkspaceOwned):
        return None
    target = field.related_model
    while not _has_own_workspace(target):
        target = next(iter(target._meta.parents))
    return target


def _unique_in_workspace(cursor, model):
    table = model._meta.db_table
    cursor.execute(f'CREATE UNIQUE INDEX IF NOT EXISTS "{table}_own" ON "{table}" (workspace_id, id)')


def _composite_key(cursor, model, field, target):
    table, name = model._meta.db_table, f"{model._meta.db_table}_{field.column}_own"[:63]
    cursor.execute("SELECT 1 FROM pg_constraint WHERE conname = %s", [name])
    if cursor.fetchone() is None:
        cursor.execute(
            f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" FOREIGN KEY (workspace_id, "{field.column}") '
            f'REFERENCES "{target._meta.db_table}" (workspace_id, id) DEFERRABLE INITIALLY DEFERRED'
        )
