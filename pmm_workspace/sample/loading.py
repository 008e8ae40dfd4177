"""Make the sample workspace, through the functions that a user's actions go through."""

from functools import cache

from django.contrib.auth.hashers import make_password
from django.db import transaction

from pmm_workspace.accounts import people
from pmm_workspace.accounts.models import User, Workspace
from pmm_workspace.common import tenancy
from pmm_workspace.sample import content
from pmm_workspace.sample.numbers import import_numbers
from pmm_workspace.sample.telling import overhear, tell

OPENER, *OTHERS = content.PEOPLE


def load() -> Workspace:
    """The sample workspace; made when it is not there, completed when making it was interrupted."""
    workspace = Workspace.objects.filter(is_sample=True, name=content.COMPANY).first() or _with_documents()
    with tenancy.inside(workspace.pk):
        import_numbers(by=_account(OPENER))
    return workspace


@transaction.atomic
def _with_documents():
    admin = _account(OPENER)
    workspace = people.open_workspace(content.COMPANY, by=admin, is_sample=True, currency="EUR")
    with tenancy.inside(workspace.pk):
        cast = {OPENER: admin} | {key: _invited(key, by=admin) for key in OTHERS}
        products = {name: people.add_product(name, by=admin) for name in content.PRODUCTS}
        for story in content.STORIES:
            tell(story, cast, products.get(story.product))
        for seen in content.INTEL:
            overhear(seen, cast)
    return workspace


def _account(key):
    """An account that is there already keeps its name and password."""
    email, name, _role = content.PEOPLE[key]
    known = User.objects.filter(email=email).first()
    return known or User.objects.create(email=email, password=_hashed_password(), name=name)


@cache
def _hashed_password():
    """Of all of them, as anybody may read it: each would take half a second."""
    return make_password(content.PASSWORD)


def _invited(key, *, by):
    email, _name, role = content.PEOPLE[key]
    _invitation, secret = people.invite(email, role=role, by=by)
    return people.accept(secret, user=_account(key)).user
