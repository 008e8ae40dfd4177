"""Where Ledger, Payables and Halden as a whole stand."""

from pmm_workspace.sample.story import (
    Story,
    ago,
    ahead,
    approves,
    comments,
    edits,
    named,
    resolves,
    returns,
    submits,
    writes,
)

LEDGER = Story(
    "positioning.PositioningDoc",
    "Ledger for growing finance teams",
    product="Ledger",
    steps=(
        writes(
            "maya",
            ago(86),
            icp=(
                "Finance teams of 3 to 12 people in companies of 50 to 500, with two or more legal entities "
                "and a board or a bank that asks for monthly numbers.\n\n"
                "- A financial controller owns the close and still does part of it by hand.\n"
                "- At least 3,000 bank and card lines a month.\n"
                "- The accounting system stays; nobody wants to replace it this year."
            ),
            when_it_hurts=(
                "The board moves its meeting to the second week and the numbers are not ready. Or the company buys "
                "a second entity, and the close goes from six days to ten. Or the first audit arrives: “We spent "
                "three weeks looking for who changed what.”"
            ),
            category="month-end close tool",
            frame_of_reference=(
                "Buyers compare us with the close module of their accounting suite and with the spreadsheet they "
                "have. They expect bank matching, a checklist and an audit trail, and they expect that the "
                "accounting system stays where it is."
            ),
            value_proposition="Ledger helps finance teams to close faster and with more confidence.",
            alternatives=[
                {
                    "key": "spreadsheet",
                    "name": "A shared spreadsheet and three long evenings",
                    "kind": "spreadsheet",
                    "why_customers_choose_it": (
                        "It costs nothing, bends to every exception, and the controller built it, so it is trusted."
                    ),
                    "where_it_falls_short": (
                        "With the second entity, or in the week in which the person who built it is away."
                    ),
                },
                {
                    "key": "abacus",
                    "name": "Abacus, the close module of the accounting suite",
                    "kind": "rival",
                    "why_customers_choose_it": "One vendor, one invoice, and payroll is already there.",
                    "where_it_falls_short": (
                        "It starts to reconcile when the month is over, so the work still arrives on day 1."
                    ),
                },
                {
                    "key": "hire",
                    "name": "Hire one more accountant",
                    "kind": "hire",
                    "why_customers_choose_it": "A person understands exceptions, and the budget line exists.",
                    "where_it_falls_short": (
                        "Four months to find, and the close gets wider rather than shorter: more hands, more handovers."
                    ),
                },
                {
                    "key": "tallyworks",
                    "name": "Tallyworks, a checklist for the close",
                    "kind": "rival",
                    "why_customers_choose_it": "It is live in two days and everybody sees who is late.",
                    "where_it_falls_short": "It shows that matching is late. It does not match.",
                },
            ],
            differentiators=[
                {
                    "key": "during",
                    "attribute": "Matches bank, card and intercompany lines every hour, all month long",
                    "value": "On day 1 about 6% of the lines are left to look at, so the close is a review, not a hunt.",
                    "against": "Abacus, which matches after the month has ended",
                },
                {
                    "key": "trail",
                    "attribute": "Every number keeps who changed it, when, why and what it was before",
                    "value": "The auditor answers most questions alone, and nobody reconstructs March in November.",
                    "against": "A shared spreadsheet",
                },
            ],
            reasons_to_believe=[
                {
                    "key": "study",
                    "differentiator": "during",
                    "type": "data",
                    "statement": (
                        "41 customers went from a median of 9.5 working days to 3.0 within their second close in Ledger."
                    ),
                    "source": "https://halden.example.com/evidence/close-study",
                    "date": ago(92),
                    "expires_on": ahead(273),
                },
                {
                    "key": "lines",
                    "differentiator": "during",
                    "type": "data",
                    "statement": "94% of 2.1 million lines were matched without a hand on them in the last 12 months.",
                    "source": "https://halden.example.com/evidence/matching",
                    "date": ago(90),
                    "expires_on": ahead(92),
                },
                {
                    "key": "log",
                    "differentiator": "trail",
                    "type": "mechanics",
                    "statement": (
                        "Entries are appended, never overwritten; an administrator can neither edit nor delete one."
                    ),
                    "source": "https://halden.example.com/docs/change-log",
                    "date": ago(200),
                    "expires_on": ahead(165),
                },
            ],
            trends=(
                "Lenders ask for monthly numbers within ten days; five years ago the quarter was enough. "
                "And experienced accountants are harder to find each year, so nobody adds hands to a close."
            ),
            words_to_use="close the books\nwho changed what\nday 3\nthe numbers are final\nwithout replacing your accounting system",
            words_to_avoid=(
                "AI-powered: every rival says it, no customer asks for it\n"
                "real-time: we match every hour\n"
                "seamless: says nothing"
            ),
        ),
        edits(
            "tomas",
            ago(81),
            {
                "value_proposition": (
                    "Ledger matches your lines while the month is still running, so your team closes the books "
                    "in 3 days, not 10."
                ),
                "target_customer": "finance teams with two or more entities",
                "need": "must have final numbers before the board meets",
                "key_benefit": "closes the books in 3 working days",
                "primary_alternative": "the close module of an accounting suite",
                "primary_differentiation": "does the matching during the month, not after it",
            },
        ),
        submits("tomas", ago(80), "First version, after the 14 interviews of this quarter."),
        comments(
            "priya",
            ago(79),
            "differentiators/trail/attribute",
            "A third of our deals is won because nothing has to be migrated. Is that not the third difference?",
        ),
        returns(
            "priya",
            ago(79),
            "Please add the missing difference, “your accounting system stays”, with a proof we can show.",
        ),
        edits(
            "maya",
            ago(75),
            {
                "differentiators/stays": {
                    "attribute": "Reads from and writes to 11 accounting systems; none has to be replaced",
                    "value": "The first close in Ledger is 9 working days away, not two quarters.",
                    "against": "A new accounting suite",
                },
                "reasons_to_believe/onboarding": {
                    "differentiator": "stays",
                    "type": "data",
                    "statement": "63 customers took a median of 9 working days from kick-off to the first close in Ledger.",
                    "source": "https://halden.example.com/evidence/onboarding",
                    "date": ago(76),
                    "expires_on": ahead(289),
                },
                "reasons_to_believe/fernhill": {
                    "differentiator": "stays",
                    "type": "case",
                    "statement": (
                        "Fernhill Clinics kept its accounting system and closed four entities on day 3 of its second month."
                    ),
                    "source": "https://halden.example.com/stories/fernhill-clinics",
                    "date": ago(130),
                    "expires_on": ahead(235),
                },
                "not_for": (
                    "Companies with one entity and fewer than 1,000 lines a month: a spreadsheet is enough\n"
                    "Teams that replace their accounting system this year: come back when it stands\n"
                    "Groups that need statutory consolidation in more than five currencies"
                ),
            },
        ),
        submits("maya", ago(74), "The third difference is in, with the onboarding data and Fernhill."),
        resolves("priya", ago(73), "differentiators/trail/attribute"),
        approves("priya", ago(73), "This is what I hear on calls. Approved."),
    ),
)

PAYABLES = Story(
    "positioning.PositioningDoc",
    "Payables for people who approve invoices",
    product="Payables",
    steps=(
        writes(
            "tomas",
            ago(19),
            parent=[named("Halden: one story above both products")],
            icp=(
                "Companies of 50 to 500 people that receive 200 to 2,000 supplier invoices a month and have more than "
                "ten approvers, most of whom do not work in finance."
            ),
            when_it_hurts=(
                "A supplier stops delivering because an invoice lay in somebody's mailbox for three weeks. Or the same "
                "invoice is paid twice and nobody can say how."
            ),
            category="invoice approval tool",
            frame_of_reference=(
                "Buyers compare us with scanning tools and with approval by e-mail. They expect reading of invoices, "
                "an approval chain and an export to accounting."
            ),
            value_proposition=(
                "Payables brings every invoice to the right approver and back in 2 days, without anybody in finance "
                "chasing colleagues."
            ),
            alternatives=[
                {
                    "key": "email",
                    "name": "Forward the invoice by e-mail and ask for an OK",
                    "kind": "status_quo",
                    "why_customers_choose_it": "Everybody has e-mail, and an approver has nothing to learn.",
                    "where_it_falls_short": "When somebody is on holiday, or the auditor asks who said OK to which version.",
                },
                {
                    "key": "paperlane",
                    "name": "Paperlane, which scans and routes invoices",
                    "kind": "rival",
                    "why_customers_choose_it": "It reads crumpled paper better than anybody, us included.",
                    "where_it_falls_short": "Every approver needs a paid seat and one more password.",
                },
            ],
            differentiators=[
                {
                    "key": "nologin",
                    "attribute": "Approvers decide from e-mail or chat, without a seat or a password",
                    "value": "The warehouse manager approves at 7 in the morning, so suppliers are paid on time.",
                    "against": "Paperlane, which charges for every approver",
                },
                {
                    "key": "twins",
                    "attribute": "Compares each invoice with 24 months of paid ones before anybody sees it",
                    "value": "Nobody approves the same invoice twice, whatever its number says.",
                    "against": "Approval by e-mail",
                },
            ],
            reasons_to_believe=[
                {
                    "key": "days",
                    "differentiator": "nologin",
                    "type": "data",
                    "statement": "Approval took a median of 8.4 days before and 1.9 days after, at 28 customers.",
                    "source": "https://halden.example.com/evidence/approval-time",
                    "date": ago(60),
                    "expires_on": ahead(305),
                },
            ],
            target_customer="finance teams with more than ten approvers",
            need="are tired of chasing signatures",
            key_benefit="gets invoices approved in 2 days",
        ),
        submits("tomas", ago(12), "Ready for a first reading; the duplicate check still lacks its proof."),
        returns(
            "priya",
            ago(9),
            "Good start. Two alternatives are not the market yet: many of our trials come from people who hired a "
            "temp. And “nobody approves twice” needs a number before sales repeats it.",
        ),
    ),
)

HALDEN = Story(
    "positioning.PositioningDoc",
    "Halden: one story above both products",
    steps=(
        writes(
            "alva",
            ago(33),
            level="overarching",
            icp=(
                "Finance leaders of companies of 50 to 500 people who want to spend the month on decisions, "
                "not on collecting numbers and signatures."
            ),
            category="finance operations suite",
            value_proposition="Halden does finance's waiting work during the month, so that the month ends on time.",
        ),
        edits(
            "maya",
            ago(5),
            {
                "when_it_hurts": (
                    "The company outgrows its habits: a second entity, a first audit, a board that meets earlier."
                ),
                "not_for": "Banks, insurers and public bodies: their rules need what we do not build",
            },
        ),
    ),
)

STORIES = (HALDEN, LEDGER, PAYABLES)  # what stands under another is told after it
