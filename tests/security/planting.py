"""A row in any table of a workspace, made from nothing but its model; every text holds the workspace's word."""

import datetime
import uuid
from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.timezone import now

from pmm_workspace.accounts.isolation import owned_models
from pmm_workspace.accounts.owned import WorkspaceOwned
from pmm_workspace.artifacts import editing, kinds
from pmm_workspace.common import tenancy

CANNED = {
    models.BooleanField: True,
    models.DateTimeField: now,
    models.DateField: datetime.date(2026, 1, 1),
    models.DecimalField: Decimal("1.5"),
    models.IntegerField: 1,
    models.UUIDField: uuid.uuid4,
    models.BinaryField: b"\x00",
    models.JSONField: dict,
}


# Where a text is not for people but a word that the code knows.
KNOWN_WORDS = {
    "metrics.ImportReject.code": "missing",
    "metrics.ImportReject.cells": ["u1", "signed_up", ""],
    "jobs.Job.kind": "metrics.check_import",
    "metrics.ImportRun.preset": "plain",
    "metrics.ImportRun.amount_of": "one",
    "metrics.ImportRun.state": "checked",
    "metrics.ImportRun.headings": ["user", "event", "time"],
    "metrics.FunnelSettings.activation": [{"event": "activated", "times": 1}],
    "metrics.CriteriaVersion.events": [{"event": "activated", "times": 1}],
    "metrics.Redefinition.said": {"signup": "signed_up", "trial": "trial_started", "paid": "subscribed"},
    "notices.Notice.path": "/inbox/",
    "metrics.UploadPart.number": 0,
    "metrics.UploadPart.record": None,
    "metrics.UploadPart.content": b"user,event,time\nu1,signed_up,2026-01-31T14:05:00Z\n",
}


def plant_everywhere(workspace, word, *, by):
    """At least one row of this workspace in every table, and a document of every kind that readers may see."""
    with tenancy.inside(workspace.pk):
        documents = {kinds.slug(kind): planted_document(kind, word, by=by) for kind in kinds.kinds()}
        for model in owned_models():
            if not model.everywhere.exists():
                planted(model, workspace, word, by=by)
        return documents


def planted_document(kind, word, *, by):
    """A document with every field and one item in every list, approved, with a newer draft of its title."""
    changes = {name: _value(field, word, by) for name, field in kinds.fields(kind).items() if name != "product"}
    for name, item in kinds.lists(kind).items():
        changes[f"{name}/k1"] = _item(item, word, by)
    artifact = editing.create(kind, changes | {"title": f"{word} {kinds.slug(kind)}"}, by=by)
    editing.pin(artifact.latest)
    kind.objects.filter(pk=artifact.pk).update(state="approved", approved=artifact.latest, verified_at=now())
    return artifact


def _item(item, word, by):
    fields = dict(kinds.item_fields(item).items())
    within = kinds.within(item)
    values = {name: _value(field, word, by) for name, field in fields.items()}
    return values | ({within.name: "k1"} if within else {})


def planted(model, workspace, word, *, by):
    """One row, with the rows that it points to."""
    values = {field.name: _of_field(field, workspace, word, by) for field in _written(model)}
    return model.everywhere.create(
        **{name: value for name, value in values.items() if value is not models.NOT_PROVIDED}
    )


def _written(model):
    return [field for field in model._meta.concrete_fields if not field.primary_key]


def _of_field(field, workspace, word, by):
    if str(field) in KNOWN_WORDS:
        return KNOWN_WORDS[str(field)]
    if not isinstance(field, models.ForeignKey):
        return _value(field, word, by)
    if field.name == "workspace":
        return workspace
    if issubclass(field.related_model, WorkspaceOwned):
        found = field.related_model.everywhere.first()
        return found if found or field.null else planted(field.related_model, workspace, word, by=by)
    return by


def _value(field, word, by):
    if field.flatchoices:
        return field.flatchoices[0][0] or field.flatchoices[1][0]
    if isinstance(field, ArrayField):
        return []
    if isinstance(field, models.URLField):
        return f"https://{word}.example/"
    canned = next((CANNED[kind] for kind in type(field).__mro__ if kind in CANNED), word)
    value = canned() if callable(canned) else canned
    if isinstance(value, str):
        return (
            f"{word} {field.name}"[: field.max_length or 1000]
            if (field.max_length or 99) > 30
            else word[: field.max_length]
        )
    return value
