"""When mail of a kind leaves for a person: at once, at eight in the morning where they are, or never."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.core import signing
from django.db import transaction

from pmm_workspace.common import tenancy
from pmm_workspace.notices.models import ASKS, Kind, Mailing, Preference

DIGEST_AT = 8  # o'clock, in the person's own time zone
BETWEEN_BUNDLES = timedelta(hours=1)
SALT = "notices.off"


def default(kind) -> Mailing:
    return Mailing.AT_ONCE if kind in ASKS else Mailing.DAILY


def of(person) -> dict[str, Mailing]:
    """How this person gets each kind, in the order of the kinds."""
    own = dict(Preference.objects.filter(person=person).values_list("kind", "mailing"))
    return {kind: Mailing(own.get(kind, default(kind))) for kind in Kind}


def mailing(person, kind) -> Mailing:
    own = Preference.objects.filter(person=person, kind=kind).values_list("mailing", flat=True).first()
    return Mailing(own or default(kind))


@transaction.atomic
def choose(person, choices) -> None:
    """{kind: mailing}; what is as by default is not kept."""
    for kind, chosen in choices.items():
        row = {"person": person, "kind": Kind(kind)}
        if Mailing(chosen) == default(kind):
            Preference.objects.filter(**row).delete()
        else:
            Preference.objects.update_or_create(**row, defaults={"mailing": chosen})


def next_morning(person, after: datetime) -> datetime:
    """The next eight o'clock in the person's own time zone."""
    here = after.astimezone(ZoneInfo(person.timezone))
    morning = here.replace(hour=DIGEST_AT, minute=0, second=0, microsecond=0)
    return morning if morning > here else morning + timedelta(days=1)


def off_switch(person, kind) -> str:
    """What a link in a mail carries, so that this person gets this kind no more, signed in or not."""
    return signing.dumps([tenancy.current(), person.pk, kind], salt=SALT)


def behind(switch: str) -> tuple[int, int, Kind]:
    """(workspace, person, kind) of a link; BadSignature for a made-up one."""
    workspace_id, person_id, kind = signing.loads(switch, salt=SALT)
    return workspace_id, person_id, Kind(kind)
