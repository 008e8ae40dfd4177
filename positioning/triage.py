"""Observations become facts of a competitor, or are dismissed with a reason; nothing is decided twice."""

from uuid import NAMESPACE_OID, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from pmm_workspace.accounts.access import require
from pmm_workspace.artifacts import editing
from positioning.models import Competitor, IntelItem

State = IntelItem.State


class AlreadyDecided(ValidationError):
    """Somebody else has triaged this observation meanwhile."""

    def __init__(self):
        super().__init__(_("Somebody has decided about this one already."))


def note(*, by, **seen) -> IntelItem:
    """Write down what somebody saw or heard; everybody in the workspace may."""
    require(by, "suggest")
    item = IntelItem(by=by, **seen)
    item.clean_fields(exclude=["workspace", "by"])
    item.save()
    return item


@transaction.atomic
def keep(item: IntelItem, competitor: Competitor, *, confidence, by):
    """Make it a fact of this competitor, by an edit like any other. Returns the version that holds it."""
    _decide(item, by, state=State.KEPT, competitor_id=competitor.pk, confidence=confidence)
    fact = {name: getattr(item, name) for name in ("source", "source_type", "link")}
    fact |= {"fact": item.text, "seen_on": item.seen_on.isoformat(), "confidence": confidence}
    return editing.edit(
        competitor,
        {f"facts/intel{item.pk}": fact},
        base=competitor.revision,
        by=by,
        op_id=uuid5(NAMESPACE_OID, f"intel {item.workspace_id} {item.pk}"),
    )


@transaction.atomic
def dismiss(item: IntelItem, *, reason, by) -> None:
    """Set it aside; the reason tells the next person who sees the same thing."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why, so that nobody has to ask again.")})
    _decide(item, by, state=State.DISMISSED, reason=reason.strip())


def _decide(item, by, **decision):
    require(by, "edit")
    decision |= {"decided_by": by, "decided_at": now()}
    if not IntelItem.objects.filter(pk=item.pk, state=State.NEW).update(**decision):
        raise AlreadyDecided
    item.refresh_from_db()
