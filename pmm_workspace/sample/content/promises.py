"""What Halden promises, and what it can show for it: one promise is kept, one slips, one lost its proof."""

from pmm_workspace.sample.story import Story, ago, ahead, approves, named, submits, writes


def _agreed(kind, title, *, by, at, product="Ledger", **content):
    """Written, submitted and approved within three days."""
    steps = (writes(by, ago(at), **content), submits(by, ago(at - 1)), approves("priya", ago(at - 3)))
    return Story(kind, title, product=product, steps=steps)


def _proof(title, at, **content):
    return _agreed("messaging.Proof", title, by="maya", at=at, **content)


def _promise(title, at, **content):
    return _agreed("messaging.Promise", title, by="maya", at=at, **content)


PROOFS = (
    _proof(
        "Close study, 41 customers",
        88,
        statement="41 customers went from a median of 9.5 working days to 3.0 within their second close.",
        type="data",
        source="https://halden.example.com/evidence/close-study",
        date=ago(92),
        expires_on=ahead(273),
    ),
    _proof(
        "Auditor's report on the change log",
        86,
        statement="An independent auditor tested our change log for 12 months and noted no exception.",
        type="mechanics",
        source="https://halden.example.com/trust/report",
        date=ago(389),
        expires_on=ago(24),
    ),
    _proof(
        "Fernhill Clinics",
        84,
        statement="Fernhill Clinics kept its accounting system and closed four entities on day 3 of its second month.",
        type="case",
        source="https://halden.example.com/stories/fernhill-clinics",
        customer_permission=True,
        date=ago(130),
        expires_on=ahead(235),
    ),
    _proof(
        "Onboarding times, 63 customers",
        83,
        statement="63 customers took a median of 9 working days from kick-off to the first close in Ledger.",
        type="data",
        source="https://halden.example.com/evidence/onboarding",
        date=ago(90),
        expires_on=ahead(275),
    ),
)

SEGMENT = named("Growing groups with two to six entities")

PROMISES = (
    _promise(
        "Three-day close",
        80,
        statement="You close the books in three days from your second month on.",
        segments=[SEGMENT],
        proofs=[named("Close study, 41 customers"), named("Fernhill Clinics")],
        metric="free_to_paid",
        threshold="18",
        window=3,
        decision="stands",
    ),
    _promise(
        "Live in nine working days",
        78,
        statement="Your first close in Ledger is nine working days after we begin.",
        segments=[SEGMENT],
        proofs=[named("Onboarding times, 63 customers")],
        metric="activation_rate",
        threshold="60",
        window=3,
        decision="onboarding",
        decision_note=(
            "Fewer new teams get through the first import than the page says. Priya shortens the import to one screen; "
            "until it is out, sales says “in the first month”."
        ),
    ),
    _promise(
        "A trail for every number",
        76,
        statement="Your auditors see who changed which figure, when and why, without asking you.",
        segments=[SEGMENT],
        proofs=[named("Auditor's report on the change log")],
        metric="activation_rate",
        threshold="30",
        window=3,
    ),
)
