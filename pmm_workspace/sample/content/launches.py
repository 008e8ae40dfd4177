"""Launches on their way and behind us, and the plans of two product marketers."""

from pmm_workspace.sample.story import Story, ago, ahead, approves, comments, edits, returns, submits, writes

ONE_TAP = Story(
    "launches.LaunchBrief",
    "Payables: approve with one tap",
    product="Payables",
    steps=(
        writes(
            "maya",
            ago(33),
            what_ships=(
                "An approver gets the invoice in e-mail or chat, sees amount, supplier and budget on one small page, "
                "and approves or returns it with one tap. No app, no password."
            ),
            for_whom=(
                "Payables customers with more than ten approvers: 212 of 340 accounts. In our data: accounts in which "
                "at least four approvers signed in fewer than three times last month."
            ),
            customer_problem=(
                "“I am a reminder service with a degree in accounting.” Invoices wait 4.6 days, four of them for "
                "people who do not want to sign in. One late payment in nine costs a discount or a fee."
            ),
            business_reason=(
                "Accounts whose approvers answer within two days stay: 96% renewed, against 81% of the others. "
                "The renewals of the first quarter are decided now."
            ),
            tier="t2",
            launch_date=ahead(17),
            key_message="Your approvers answer with one tap, so invoices are approved in 2 days and nobody is chased.",
            metrics=[
                {
                    "key": "time",
                    "name": "Median time from receipt to approval",
                    "baseline": "4.6 days",
                    "target": "2.0 days",
                    "due": ahead(47),
                    "owner": "Maya",
                },
                {
                    "key": "share",
                    "name": "Share of approvals given by one tap",
                    "baseline": "0%",
                    "target": "60%",
                    "due": ahead(47),
                    "owner": "Priya",
                },
                {
                    "key": "activation",
                    "name": "New accounts whose first invoice is approved within 7 days",
                    "baseline": "38%",
                    "target": "50%",
                    "due": ahead(47),
                    "owner": "Maya",
                },
            ],
            assets=[
                {
                    "key": "page",
                    "asset": "Page “Approve with one tap”: try it with an invoice of ours",
                    "kind": "landing_page",
                    "owner": "Maya",
                    "due": ahead(7),
                    "link": "https://halden.example.com/drafts/one-tap",
                    "is_ready": False,
                },
                {
                    "key": "mail",
                    "asset": "E-mail to 212 administrators: switch it on in two minutes",
                    "kind": "email",
                    "owner": "Maya",
                    "due": ahead(3),
                    "is_ready": False,
                },
                {
                    "key": "film",
                    "asset": "Forty seconds of film: an approval between two lifts",
                    "kind": "content",
                    "owner": "Tomas",
                    "due": ahead(5),
                    "link": "https://halden.example.com/drafts/forty-seconds",
                    "is_ready": True,
                },
                {
                    "key": "demo",
                    "asset": "Demo: send the buyer a real approval during the call",
                    "kind": "sales",
                    "owner": "Tomas",
                    "due": ahead(9),
                    "is_ready": False,
                },
            ],
            internal_communications=(
                "- Sales: 20 minutes with a live demo nine days before launch, led by Tomas\n"
                "- Support: questions and answers one week before, led by Priya\n"
                "- Everybody: a note on the morning of the day, before the first customer e-mail"
            ),
            risks=(
                "- Links in e-mail look like phishing: signed sender, and the page shows the invoice, never asks for "
                "a password. Noticed by the share of opened but unanswered mails; Priya acts.\n"
                "- A forwarded link approves for somebody else: links work once and only for the named person."
            ),
            first_30_days=[
                {
                    "key": "d1",
                    "days": "1-7",
                    "message": "Switch it on for one team; you see the first approval within the hour.",
                    "channel": "E-mail to administrators",
                    "trigger": "Launch day",
                    "owner": "Maya",
                },
                {
                    "key": "d8",
                    "days": "8-14",
                    "message": "Your team saved 31 reminders last week. Add the next team?",
                    "channel": "In the product",
                    "trigger": "Ten approvals by one tap",
                    "owner": "Maya",
                },
                {
                    "key": "d15",
                    "days": "15-21",
                    "message": "Three questions security teams ask, with the answers.",
                    "channel": "E-mail",
                    "trigger": "Opened the settings, did not switch it on",
                    "owner": "Tomas",
                },
            ],
            go_no_go=[
                {
                    "key": "loss",
                    "criterion": "No approval was lost in 10,000 test mails",
                    "owner": "Priya",
                    "is_met": True,
                },
                {
                    "key": "support",
                    "criterion": "Support has answered the ten test questions without help",
                    "owner": "Priya",
                    "is_met": False,
                },
            ],
        ),
        submits("maya", ago(30)),
        approves("priya", ago(29), "Scope and numbers agreed."),
        edits(
            "tomas",
            ago(2),
            {
                "what_ships": (
                    "An approver gets the invoice in e-mail or chat, sees amount, supplier, budget and the last three "
                    "invoices of that supplier on one small page, and approves or returns it with one tap. No app, "
                    "no password."
                ),
                "launch_date": ahead(24),
                "metrics/share/target": "45%",
                "metrics/returned": {
                    "name": "Approvals taken back within a day",
                    "baseline": "1.1%",
                    "target": "at most 1.5%",
                    "due": ahead(54),
                    "owner": "Priya",
                },
                "first_30_days/d22": {
                    "days": "22-30",
                    "message": "Your month in one picture: days saved, reminders not written.",
                    "channel": "E-mail to the finance lead",
                    "trigger": "Fifty approvals by one tap",
                    "owner": "Maya",
                },
                "rollback": (
                    "One switch turns links off; mails already sent open the usual sign-in. Priya decides, Maya writes "
                    "to administrators within two hours."
                ),
            },
        ),
        submits(
            "tomas", ago(1), "One week later, the share lowered after the pilot, and a guard against hasty approvals."
        ),
        comments(
            "maya",
            ago(0.6),
            "metrics/share/target",
            "The pilot reached 41% in its second week. Is 45% a stretch or a safe bet?",
        ),
    ),
)

AUDITOR = Story(
    "launches.LaunchBrief",
    "Ledger: the auditor view",
    product="Ledger",
    steps=(
        writes(
            "tomas",
            ago(150),
            what_ships=(
                "Auditors get read-only access to a closed year: they click a figure and see its lines, its rule and "
                "everybody who changed it. They ask in the margin, and the answer stays there."
            ),
            for_whom=(
                "Ledger customers with an audit in the next two quarters: 118 accounts by the end of their fiscal year. "
                "Second: the auditors themselves, who see it before they recommend it."
            ),
            customer_problem=(
                "“We spent three weeks looking for who changed what.” A first audit raises about 200 questions; each "
                "takes a quarter of an hour to find and two minutes to answer."
            ),
            business_reason=(
                "One deal in five names the audit as its trigger. Auditors recommend tools, and until now we had nothing "
                "to show them."
            ),
            tier="t1",
            launch_date=ago(96),
            key_message="Your auditor finds the answer before asking you.",
            metrics=[
                {
                    "key": "opened",
                    "name": "Accounts with an audit that invited an auditor",
                    "baseline": "0%",
                    "target": "40%",
                    "due": ago(66),
                    "owner": "Tomas",
                },
                {
                    "key": "questions",
                    "name": "Questions per audit, median",
                    "baseline": "204",
                    "target": "80",
                    "due": ago(36),
                    "owner": "Priya",
                },
                {
                    "key": "trials",
                    "name": "Share of trials that name the audit and become customers",
                    "baseline": "17%",
                    "target": "24%",
                    "due": ago(36),
                    "owner": "Maya",
                },
            ],
            assets=[
                {
                    "key": "page",
                    "asset": "Page for auditors: click through a closed year",
                    "kind": "landing_page",
                    "owner": "Maya",
                    "due": ago(106),
                    "link": "https://halden.example.com/auditors",
                    "is_ready": True,
                },
                {
                    "key": "story",
                    "asset": "Brightwater Foods: 38 questions instead of 212",
                    "kind": "content",
                    "owner": "Tomas",
                    "due": ago(110),
                    "link": "https://halden.example.com/stories/brightwater-foods",
                    "is_ready": True,
                },
                {
                    "key": "press",
                    "asset": "Interview with an auditor for a trade paper",
                    "kind": "press",
                    "owner": "Alva",
                    "due": ago(138),
                    "is_ready": True,
                },
                {
                    "key": "social",
                    "asset": "Five questions an auditor will ask you, one a day",
                    "kind": "social",
                    "owner": "Maya",
                    "due": ago(101),
                    "is_ready": True,
                },
                {
                    "key": "card",
                    "asset": "New answers in every Ledger battlecard",
                    "kind": "sales",
                    "owner": "Tomas",
                    "due": ago(103),
                    "is_ready": True,
                },
            ],
            internal_communications=(
                "- Sales: one hour with an auditor as guest, two weeks before\n"
                "- Support: read-only rights explained, one week before\n"
                "- Everybody: Brightwater's controller in the Friday meeting"
            ),
            risks=(
                "- An auditor sees what is still open: only closed periods are shown.\n"
                "- Customers fear being seen: they choose the year and can end the access at any time."
            ),
            rollback="Access by auditors can be switched off for each account; nothing is deleted. Priya decides.",
            first_30_days=[
                {
                    "key": "d1",
                    "days": "1-7",
                    "message": "Invite your auditor before the audit, not during it.",
                    "channel": "In the product",
                    "trigger": "Fiscal year ends within 120 days",
                    "owner": "Tomas",
                },
                {
                    "key": "d8",
                    "days": "8-14",
                    "message": "What your auditor will see, in four pictures.",
                    "channel": "E-mail",
                    "trigger": "Opened the invitation, did not send it",
                    "owner": "Maya",
                },
                {
                    "key": "d15",
                    "days": "15-21",
                    "message": "Your auditor has looked at 14 figures and asked 2 questions.",
                    "channel": "E-mail to the controller",
                    "trigger": "First visit of an auditor",
                    "owner": "Tomas",
                },
                {
                    "key": "d22",
                    "days": "22-30",
                    "message": "May we call your auditor for ten minutes?",
                    "channel": "Personal e-mail",
                    "trigger": "Ten figures opened by an auditor",
                    "owner": "Maya",
                },
            ],
            go_no_go=[
                {
                    "key": "open",
                    "criterion": "No open period can be reached by an auditor's account",
                    "owner": "Priya",
                    "is_met": True,
                },
                {
                    "key": "three",
                    "criterion": "Three auditors found an answer without help",
                    "owner": "Tomas",
                    "is_met": True,
                },
            ],
        ),
        submits("tomas", ago(144)),
        approves("priya", ago(142), "The one launch of the year that deserves a T1."),
    ),
)

SUPPLIER_PAGE = Story(
    "launches.LaunchBrief",
    "Payables: a page for suppliers",
    product="Payables",
    steps=(
        writes(
            "tomas",
            ago(22),
            what_ships="Suppliers see on a page of their own whether an invoice arrived, is approved and when it is paid.",
            for_whom="Accounts with more than 100 suppliers; first the 8 that asked for it.",
            customer_problem="“Two hours a day on the phone to say: it is being approved.”",
            business_reason="Suppliers who see our page are companies too, and one in thirty fits our customer.",
            tier="t2",
            launch_date=ahead(52),
            key_message="Your suppliers see when they will be paid, so they stop calling.",
            metrics=[
                {
                    "key": "visits",
                    "name": "Visits of the supplier page",
                    "baseline": "0",
                    "target": "50,000",
                    "due": ahead(82),
                    "owner": "Tomas",
                },
            ],
            assets=[
                {
                    "key": "mail",
                    "asset": "E-mail to suppliers, in the customer's name",
                    "kind": "email",
                    "owner": "Tomas",
                    "due": ahead(30),
                    "is_ready": False,
                },
            ],
            internal_communications="Support first: they get the calls when a date is wrong.",
            first_30_days=[
                {
                    "key": "d1",
                    "days": "1-7",
                    "message": "Add the link to your next ten payments.",
                    "channel": "In the product",
                    "trigger": "First supplier page opened",
                    "owner": "Tomas",
                },
            ],
        ),
        submits("tomas", ago(8)),
        returns(
            "priya",
            ago(7),
            "Visits can only grow; if they halve, we would not know what to do. Let us count the calls per 100 invoices "
            "instead: support has the baseline.",
        ),
    ),
)

PAYROLL = Story(
    "launches.LaunchBrief",
    "Ledger: payroll journals from eleven systems",
    product="Ledger",
    steps=(
        writes(
            "maya",
            ago(4),
            what_ships="Payroll journals arrive by themselves, split by cost centre, from eleven payroll systems.",
            customer_problem="“Payroll is one file, forty lines and half a day.”",
            tier="t3",
        ),
    ),
)

TOMAS = Story(
    "launches.Plan",
    "Tomas: first 90 days",
    steps=(
        writes(
            "tomas",
            ago(62),
            person="Tomas",
            role="Product marketer, owns the share of new Payables accounts that are active within 7 days",
            starts_on=ago(66),
            goals=[
                {
                    "key": "g30",
                    "phase": "30",
                    "goal": "I can say what we promise, to whom, and where the product gives something else",
                    "why": "Until this list exists, every new message is a guess.",
                },
                {
                    "key": "g60",
                    "phase": "60",
                    "goal": "Positioning, house and cards of Payables say one thing, and sales uses them",
                    "why": "Three decks tell three stories today, and buyers notice in the second call.",
                },
                {
                    "key": "g90",
                    "phase": "90",
                    "goal": "Two launches went through one repeatable cycle, measured until day 30",
                    "why": "The third launch should take half the meetings.",
                },
            ],
            tasks=[
                {
                    "key": "calls",
                    "phase": "30",
                    "task": "Listen to 20 calls: 10 won, 10 lost",
                    "output": "A list of sentences customers use, with counts",
                    "evidence_of_done": "The list quotes 20 calls by date",
                    "due": ago(50),
                    "is_done": False,
                },
                {
                    "key": "funnel",
                    "phase": "30",
                    "task": "Read the real funnel by channel and month",
                    "output": "Two years of events in the dashboard",
                    "evidence_of_done": "Priya and I get the same activation rate for last month",
                    "due": ago(42),
                    "is_done": False,
                },
                {
                    "key": "gaps",
                    "phase": "30",
                    "task": "Write down where we promise one thing and the product gives another",
                    "output": "The list below",
                    "evidence_of_done": "Every line has a page or a call as its source",
                    "due": ago(37),
                    "is_done": False,
                },
                {
                    "key": "position",
                    "phase": "60",
                    "task": "Bring the positioning of Payables through review",
                    "output": "An approved positioning doc",
                    "evidence_of_done": "Approved by Priya, used in the new deck",
                    "due": ago(8),
                    "is_done": False,
                },
                {
                    "key": "card",
                    "phase": "60",
                    "task": "Write the battlecard against Paperlane",
                    "output": "A card that both reps open on calls",
                    "evidence_of_done": "Approved, and quoted in five recorded calls",
                    "due": ago(15),
                    "is_done": False,
                },
                {
                    "key": "onetap",
                    "phase": "90",
                    "task": "Launch one-tap approval with Maya and follow it for 30 days",
                    "output": "A brief, four steps of adoption, a verdict",
                    "evidence_of_done": "The three numbers are read on day 30",
                    "due": ahead(24),
                    "is_done": False,
                },
                {
                    "key": "templates",
                    "phase": "90",
                    "task": "Turn what worked into templates",
                    "output": "A brief and a checklist that others fill in without me",
                    "evidence_of_done": "Maya plans the next launch with them",
                    "due": ahead(24),
                    "is_done": False,
                },
            ],
        ),
        edits(
            "tomas",
            ago(36),
            {
                "tasks/calls/is_done": True,
                "tasks/funnel/is_done": True,
                "tasks/gaps/is_done": True,
                "promise_vs_reality": [
                    {
                        "key": "twodays",
                        "promise": "Every invoice approved in 2 days",
                        "reality": "1.9 days in the 28 accounts of our study, 4.6 in all accounts: most approvers never sign in.",
                        "source": "Home page; product data of last month",
                    },
                    {
                        "key": "noreminder",
                        "promise": "Nobody is chased",
                        "reality": "We send reminders ourselves, and finance still writes 12 a week in large accounts.",
                        "source": "Deck, page 4; calls with five accounts",
                    },
                    {
                        "key": "twice",
                        "promise": "No invoice is paid twice",
                        "reality": "True for files. Photographed receipts are compared by number only.",
                        "source": "Battlecard; a lost account in spring",
                    },
                ],
            },
        ),
        comments(
            "priya",
            ago(35),
            "promise_vs_reality/twodays/reality",
            "This line started one-tap approval. Thank you for writing it down.",
        ),
        edits(
            "tomas",
            ago(12),
            {
                "tasks/card/is_done": True,
                "inputs": [
                    {
                        "key": "first7",
                        "input": "New accounts whose first invoice is approved within 7 days",
                        "why": "Of these 71% pay after the trial, of the others 22%.",
                        "lever": "One-tap approval, and a first week that begins with one team",
                    },
                ],
                "rituals": [
                    {
                        "key": "weekly",
                        "name": "Metrics review: inputs first, then results, then causes",
                        "rhythm": "Mondays, 30 minutes",
                        "people": "Priya (product), Alva (growth), Sam (sales), Tomas leads",
                    },
                    {
                        "key": "objections",
                        "name": "Objections of the week go into the cards",
                        "rhythm": "Fridays, 15 minutes",
                        "people": "Sam, Lena, Tomas",
                    },
                    {
                        "key": "duties",
                        "name": "Who decides what in a launch, on one page",
                        "rhythm": "At the start of every launch",
                        "people": "PM, PMM, growth, sales; Alva keeps it",
                    },
                ],
            },
        ),
        submits("tomas", ago(11), "One input chosen, the rituals are running."),
        approves("priya", ago(10), "One input, not five. Approved."),
    ),
)

MAYA = Story(
    "launches.Plan",
    "Maya: taking over Ledger's audit segment",
    product="Ledger",
    steps=(
        writes(
            "maya",
            ago(6),
            person="Maya",
            role="Product marketer, owns the share of audit trials that become customers",
            starts_on=ahead(10),
            goals=[
                {
                    "key": "g30",
                    "phase": "30",
                    "goal": "I know why 3 of 4 audit trials end without a contract",
                    "why": "The launch brought trials, and the share that pays did not move.",
                },
            ],
            tasks=[
                {
                    "key": "interviews",
                    "phase": "30",
                    "task": "Interview eight teams that left a trial",
                    "output": "Reasons in buyers' words, with counts",
                    "evidence_of_done": "",
                    "due": ahead(40),
                },
            ],
        ),
    ),
)

STORIES = (ONE_TAP, AUDITOR, SUPPLIER_PAGE, PAYROLL, TOMAS, MAYA)
