"""Take the sample away again, as if it had never been there."""

import logging

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from pmm_workspace.accounts import access
from pmm_workspace.accounts.isolation import owned_models
from pmm_workspace.accounts.models import User, Workspace
from pmm_workspace.common import tenancy
from pmm_workspace.sample import content

logger = logging.getLogger(__name__)


@transaction.atomic
def remove(workspace: Workspace, *, by) -> None:
    """Delete the sample workspace with all it holds, and its people who belong to nothing else."""
    if not workspace.is_sample:
        raise ValidationError(_("This is not the sample workspace. Nothing was deleted."))
    with tenancy.inside(workspace.pk):
        access.require(by, "manage")
        _empty(owned_models())
        workspace.delete()
    for person in User.objects.filter(email__in=[email for email, _name, _role in content.PEOPLE.values()]):
        _let_go(person)


def _empty(models):
    """Rows protect each other, so what can go goes first, until nothing is left."""
    while models:
        stuck = [model for model in models if not _gone(model)]
        if stuck == models:
            raise RuntimeError(f"These protect each other in a circle: {stuck}")
        models = stuck


def _gone(model):
    try:
        model.objects.all().delete()
    except ProtectedError:
        return False
    return True


def _let_go(person):
    """Who joined another workspace stays, and so does who left words behind in one."""
    if person.memberships.exists():
        return
    try:
        with transaction.atomic():
            person.delete()
            connection.check_constraints()
    except IntegrityError:
        logger.info("%s stays: other workspaces hold what they wrote", person.email)
