"""Two companies under one roof. Every text of each holds a word that the other must never read."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property

from django.db import connection, transaction
from django.test import Client
from django.utils.timezone import now

from pmm_workspace.accounts import people, tokens
from pmm_workspace.accounts.isolation import owned_models
from pmm_workspace.accounts.models import ApiToken, Membership, Product, Role, User, Workspace
from pmm_workspace.artifacts import comments, editing, suggestions
from pmm_workspace.common import tenancy
from pmm_workspace.notices import preferences
from tests.security.planting import plant_everywhere

OURS, THEIRS = "apricotine", "kumquatine"
READ, WRITE = ["read"], ["read", "write"]


@dataclass
class Place:
    """One company's room and what is in it."""

    word: str
    workspace: Workspace
    people: dict[Role, User]
    product: Product = None
    documents: dict = field(default_factory=dict)
    comment: object = None
    suggestion: object = None
    invitation: object = None
    secret: str = ""

    @property
    def card(self):
        return self.documents["battlecards"]

    def inside(self):
        return tenancy.inside(self.workspace.pk)

    def membership(self, role):
        return Membership.objects.get(user=self.people[role], workspace=self.workspace)

    def switch(self):
        """The link of a mail by which one kind of it is switched off."""
        with self.inside():
            return preferences.off_switch(self.people[Role.PMM], "comment")

    def row(self, model):
        with self.inside():
            return model.everywhere.order_by("pk").first()


def place(word) -> Place:
    workspace = Workspace.objects.create(name=f"{word} Inc.", slug=word)
    users = {role: _person(word, workspace, role) for role in Role}
    here = Place(word, workspace, users)
    with here.inside():
        here.product = Product.objects.create(name=f"{word} Ledger")
        here.documents = plant_everywhere(workspace, word, by=users[Role.PMM])
        here.comment = comments.write(here.card, f"{word} says who?", by=users[Role.PM])
        for artifact in here.documents.values():
            _second_version(artifact, here.product, by=users[Role.PMM])
        here.suggestion = suggestions.suggest(here.card, "why_we_win", f"{word} in a week.", by=users[Role.PMM])
        here.invitation, here.secret = people.invite(f"new@{word}.example", role=Role.PM, by=users[Role.ADMIN])
    return here


def _second_version(artifact, product, *, by):
    editing.edit(artifact, {"product": product.pk}, base=1, by=by)
    artifact.refresh_from_db()
    editing.pin(artifact.latest)
    type(artifact).objects.filter(pk=artifact.pk).update(state="approved", approved=artifact.latest)


def _person(word, workspace, role):
    user = User(email=f"{role}@{word}.example", name=f"{word} {role}")
    user.set_unusable_password()
    user.save()
    Membership.objects.create(user=user, workspace=workspace, role=role)
    return user


@dataclass
class Actor:
    """Who asks: a role in a workspace (none: a stranger), by a browser or by a token."""

    name: str
    home: Place
    away: Place
    client: Client
    role: Role | None = None
    user: User | None = None
    scopes: tuple = ()
    is_program: bool = False

    def __str__(self):
        return self.name


class World:
    """Both places, and everybody who may knock."""

    def __init__(self):
        self.ours, self.theirs = place(OURS), place(THEIRS)
        self.actors = {actor.name: actor for actor in self._actors()}

    @cached_property
    def untouched(self) -> dict[str, tuple]:
        """The checksums that every test finds, because each undoes what it did."""
        return checksums(self)

    def _actors(self):
        ours, theirs = self.ours, self.theirs
        yield Actor("a stranger", ours, theirs, _client())
        for role in Role:
            yield self._browser(f"our {role}", role, ours, theirs)
        yield self._browser("their pmm", Role.PMM, theirs, ours)
        yield self._program("a read token", Role.PMM, READ)
        yield self._program("a write token", Role.PMM, WRITE)
        yield self._program("a rep's write token", Role.REP, WRITE)
        expired = self._program("an expired token", Role.ADMIN, WRITE)
        ApiToken.objects.filter(name=expired.name).update(expires_at=now() - timedelta(seconds=1))
        expired.role = None
        yield expired

    def _browser(self, name, role, home, away):
        client, user = _client(), home.people[role]
        client.force_login(user)
        tokens.issue(user, workspace=home.workspace, name=f"{home.word} {name}", scopes=READ)
        return Actor(name, home, away, client, role, user)

    def _program(self, name, role, scopes):
        user = self.ours.people[role]
        _token, secret = tokens.issue(user, workspace=self.ours.workspace, name=name, scopes=scopes)
        client = _client(headers={"Authorization": f"Bearer {secret}"})
        return Actor(name, self.ours, self.theirs, client, role, user, tuple(scopes), is_program=True)


def _client(**options):
    return Client(raise_request_exception=False, **options)


ACTORS = [
    "a stranger",
    *(f"our {role}" for role in Role),
    "their pmm",
    "a read token",
    "a write token",
    "a rep's write token",
    "an expired token",
]


@contextmanager
def undone():
    """Whatever happens in this block has not happened afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# Counted limits, sessions and the time of a token's last use change by being asked.
NOT_CONTENT = {"cache", "django_session"}


def checksums(world) -> dict[str, tuple]:
    """{table of workspace: (rows, checksum)} of everything that a request could change."""
    found = {}
    for here in (world.ours, world.theirs):
        with here.inside(), connection.cursor() as cursor:
            for table in sorted(set(connection.introspection.table_names()) - NOT_CONTENT):
                found[f"{table} of {here.word}"] = _checksum(cursor, table)
    return found


def _checksum(cursor, table):
    row = "to_jsonb(t) - 'last_used_at' - 'last_login'"
    cursor.execute(
        f"SELECT count(*), md5(coalesce(string_agg(({row})::text, '' ORDER BY ({row})::text), '')) FROM \"{table}\" t"
    )
    return cursor.fetchone()


def tables_of_workspaces():
    return {model._meta.db_table: model for model in owned_models()}
