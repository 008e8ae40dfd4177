"""Who buys from Halden, what else they could do, and what was learned from asking them."""

from pmm_workspace.sample.story import Story, ago, ahead, approves, named, submits, writes

GROWING = Story(
    "positioning.Segment",
    "Growing groups with two to six entities",
    steps=(
        writes(
            "maya",
            ago(72),
            in_one_sentence="Companies of 50 to 500 people with two to six entities and a controller who still closes by hand.",
            firmographics="50 to 500 people, two to six legal entities in at most three countries. Trade, logistics, "
            "manufacturing, business services. A board or a bank that asks for monthly numbers.",
            technographics="An accounting system that stays, at least 3,000 bank and card lines a month, and a shared "
            "drive full of reconciliation sheets.",
            jobs_to_be_done="When the month ends, we want to know what is still open, so that the board gets one set of numbers.\n"
            "When the auditor asks, we want to show who changed what, so that nobody reconstructs March in November.",
            willingness_to_pay="They pay €52,000 a year for the accountant they cannot find. 31 of 44 accepted €18,000 "
            "without a discount; nobody below 20 entities accepted €40,000.",
            contract_value="€14,000 to €26,000 a year, 58 contracts",
            how_many="About 8,400 companies in five countries, trade registers, June",
            best_customers="Nordlys Fisk, Brenner Logistik and Aldergate: two audits each, all three extended early.",
            trigger_events=[
                {
                    "key": "entity",
                    "event": "A second or third entity is bought or founded",
                    "how_to_notice": "Trade register; a controller is looked for within 60 days",
                    "they_say": "“Since we bought them, the close takes ten days.”",
                },
                {
                    "key": "board",
                    "event": "The board moves its meeting to the second week",
                    "how_to_notice": "A new investor, a new chair",
                    "they_say": "“The numbers are always a day late.”",
                },
                {
                    "key": "audit",
                    "event": "The first full audit",
                    "how_to_notice": "The balance sheet passes the threshold of their country",
                    "they_say": "“Three weeks looking for who changed what.”",
                },
            ],
            must_haves=[
                {
                    "key": "lines",
                    "condition": "At least 3,000 lines a month",
                    "question": "How many bank and card lines did you reconcile last month?",
                },
                {
                    "key": "owner",
                    "condition": "One person owns the close",
                    "question": "Who says that the month is closed?",
                },
            ],
            disqualifiers=[
                {
                    "key": "consolidation",
                    "condition": "More than 20 entities with statutory consolidation",
                    "question": "Who prepares the group's statutory accounts, and in what?",
                    "reason": "We do not consolidate. Two groups left within six months over this.",
                    "instead": "The close module of their accounting suite",
                },
                {
                    "key": "bank",
                    "condition": "Banks, insurers, public bodies",
                    "question": "Which supervisor reads your monthly report?",
                    "reason": "Their rules ask for reports that we do not build.",
                },
            ],
            buying_committee=[
                {
                    "key": "controller",
                    "role": "user",
                    "who": "Financial controller",
                    "cares_about": "Closing on day 3 without weekends, and that nobody asks twice.",
                },
                {
                    "key": "cfo",
                    "role": "finance",
                    "who": "Finance director",
                    "cares_about": "One set of numbers for the board, and a price below one hire.",
                    "can_veto": True,
                },
                {
                    "key": "it",
                    "role": "it",
                    "who": "Head of IT, often part-time",
                    "cares_about": "Read access only, and where the data lies.",
                    "can_veto": True,
                },
            ],
        ),
        submits("maya", ago(70), "Taken from 58 contracts and 12 interviews."),
        approves("priya", ago(68), "Matches what we see in the product."),
    ),
)

CONTROLLER = Story(
    "positioning.Persona",
    "The controller who closes by hand",
    steps=(
        writes(
            "maya",
            ago(66),
            role="user",
            job_title="Financial controller, head of accounting",
            segments=[named("Growing groups with two to six entities")],
            in_one_sentence="Measured by the day on which the books are closed, and by how few corrections follow.",
            goals="Final numbers on day 3\nAn audit without a single evening\nA deputy who could close alone",
            fears="A number that the board corrects\nA tool that has to be fed before it helps\nBeing away in closing week",
            must_prove="To the finance director: days saved per close, and corrections after it.",
            decision_criteria="Leaves the accounting system alone\nShows who changed what\nPrice below one hire",
            day_in_life="Day 1, 7:40: bank files. 10:00: who has the intercompany sheet? 16:00: a supplier calls. "
            "18:30: the matching begins.",
            information_sources="Two controllers of the last job, a regional round of finance leaders, the auditor",
            words_they_use="close\nopen lines\nintercompany\nday 3\nwho changed what",
            jobs=[
                {
                    "key": "close",
                    "situation": "the month ends and lines are open in three entities",
                    "motivation": "see at once which lines need me",
                    "outcome": "report final numbers before the board asks",
                    "solution_today": "A shared spreadsheet and three long evenings",
                }
            ],
            forces=[
                {
                    "key": "push",
                    "job": "close",
                    "type": "push",
                    "statement": "Since the second entity it takes ten days, and I am the bottleneck.",
                    "source": "8 of 12 interviews, spring",
                },
                {
                    "key": "pull",
                    "job": "close",
                    "type": "pull",
                    "statement": "If 6% were left on day 1, I would look at them over coffee.",
                    "source": "5 of 12 interviews",
                },
                {
                    "key": "anxiety",
                    "job": "close",
                    "type": "anxiety",
                    "statement": "If it matches wrongly, I find out in front of the auditor.",
                    "source": "7 of 12 interviews",
                },
                {
                    "key": "habit",
                    "job": "close",
                    "type": "habit",
                    "statement": "I wrote that sheet. I know where it lies.",
                    "source": "6 of 12 interviews",
                },
            ],
            quotes=[
                {
                    "key": "evenings",
                    "words": "I do not mind the work. I mind that it all arrives on the first of the month.",
                    "said_by": "Controller, logistics group, four entities",
                    "said_on": ago(95),
                },
                {
                    "key": "away",
                    "words": "I have not been away in a first week for six years.",
                    "said_by": "Head of accounting, manufacturer",
                    "said_on": ago(88),
                },
            ],
        ),
        submits("maya", ago(65)),
        approves("priya", ago(64)),
    ),
)

ABACUS = Story(
    "positioning.Competitor",
    "Abacus",
    steps=(
        writes(
            "maya",
            ago(58),
            alternative="rival",
            website="https://abacus.example.com",
            one_liner="They are the close module of a large accounting suite, known for having everything from one vendor.",
            where_we_meet="In 24 of 61 deals with two or more entities, usually named in the first call.",
            strengths="One vendor, one invoice, payroll included. They consolidate groups of any size.",
            weaknesses="They match when the month is over, because the suite posts in batches. To change that they would "
            "have to rebuild the ledger that 11,000 customers run on.",
            pricing_notes="From €40,000 a year with set-up of €15,000, seen in May; discounts of up to 30% in the last "
            "month of a quarter.",
            they_say_about_us="“Halden is a nice add-on. Add-ons end when the budget does.”",
            facts=[
                {
                    "key": "price",
                    "fact": "Set-up is offered from €15,000 and takes eight to twelve weeks.",
                    "source": "Offer to a customer of ours",
                    "source_type": "call",
                    "seen_on": ago(120),
                    "confidence": "high",
                },
                {
                    "key": "batches",
                    "fact": "Bank lines are matched in a batch after the period is closed.",
                    "source": "Their manual, chapter “Period end”",
                    "source_type": "site",
                    "link": "https://abacus.example.com/manual/period-end",
                    "seen_on": ago(12),
                    "confidence": "high",
                },
                {
                    "key": "hiring",
                    "fact": "They look for a product manager for continuous close.",
                    "source": "Job post",
                    "source_type": "job_post",
                    "link": "https://abacus.example.com/jobs/412",
                    "seen_on": ago(21),
                    "confidence": "medium",
                },
            ],
        ),
        submits("maya", ago(57)),
        approves("priya", ago(56)),
    ),
)

SHEET = Story(
    "positioning.Competitor",
    "A shared spreadsheet",
    steps=(
        writes(
            "tomas",
            ago(40),
            alternative="spreadsheet",
            one_liner="It is the sheet that the controller wrote, known for bending to every exception.",
            strengths="It costs nothing, everybody can open it, and whoever wrote it trusts it.",
            they_say_about_us="“We tried a tool once. We went back to the sheet in March.”",
        ),
    ),
)

LOST_TO_ABACUS = Story(
    "positioning.Interview",
    "Lost: forwarding group, five entities",
    steps=(
        writes(
            "maya",
            ago(30),
            hypothesis="We lost on price, says the deal. Wrong if they paid more for something we have too.",
            competitors=[named("Abacus")],
            segments=[named("Growing groups with two to six entities")],
            deal="Forwarding group, five entities, 14 weeks, €24,000 a year",
            decided_on=ago(44),
            seller_says="price",
            interviewee="buyer",
            interviewer="Maya",
            held_on=ago(30),
            consent="anonymous",
            outcome="lost",
            reason="risk",
            trigger="The third acquisition, and a bank that asked for monthly numbers.",
            vendors_considered="Abacus, Ledger, one more accountant.",
            decision_criteria="One vendor to call. Live before the audit. Price.",
            strengths_and_weaknesses="The matching was the best they saw. Nobody of us had set up five entities before.",
            price_and_packaging="Abacus cost twice as much; it came out of the suite's budget.",
            sales_experience="Fast answers, until the question about the fifth entity.",
            moment_of_decision="The auditor asked who had done this before.",
            what_almost_changed_it="One reference with five entities.",
            wrong_fit="By now they are 23 companies: [More than 20 entities with statutory consolidation]"
            "(@Growing groups with two to six entities#at-disqualifiers-consolidation).",
            goes_to="enablement",
            quotes=[
                {
                    "key": "reference",
                    "words": "You were cheaper and better, and I would have been the first. I am too old to be the first.",
                    "about": "risk",
                    "audience": "shareable",
                }
            ],
        ),
        submits("maya", ago(29)),
        approves("priya", ago(28)),
    ),
)

WON_FROM_SHEET = Story(
    "positioning.Interview",
    "Won: wholesale, two entities",
    steps=(
        writes(
            "tomas",
            ago(9),
            hypothesis="We won because of the audit trail.",
            deal="Wholesale, two entities, five weeks, €16,000 a year",
            decided_on=ago(15),
            seller_says="product",
            interviewer="Tomas",
            held_on=ago(9),
            consent="internal",
            outcome="won",
            reason="product",
            quotes=[{"key": "may", "words": "In May I went home at five on day one.", "about": "product"}],
        ),
    ),
)

LEDGER_PRICE = Story(
    "positioning.PricingNarrative",
    "What Ledger costs, and why",
    product="Ledger",
    steps=(
        writes(
            "maya",
            ago(51),
            value_metric="Legal entities that close in Ledger",
            why_this_metric="Work grows with entities, not with people; every finance director knows the number.",
            in_one_sentence="Nine thousand euros a year for each entity that closes in Ledger, everybody included.",
            why_this_price="One more accountant costs €52,000 a year and takes four months to find. Two entities save "
            "about eleven days a month between them; we ask for a third of what that is worth.",
            compared_with="Two entities, one year: Abacus €55,000 with set-up, one hire €52,000, Ledger €18,000. May.",
            packages=[
                {
                    "key": "team",
                    "name": "Team",
                    "for_whom": "Two to six entities in one country",
                    "price": "€9,000 a year for each entity",
                    "includes": "Matching all month, checklist, audit trail, every colleague.",
                    "leaves_out": "Intercompany across currencies: then Group.",
                },
                {
                    "key": "group",
                    "name": "Group",
                    "for_whom": "Up to 20 entities in several countries",
                    "price": "€9,000 a year for each entity and €6,000 for the group",
                    "includes": "Intercompany in all currencies, a close calendar across entities, a yearly review.",
                    "leaves_out": "Statutory consolidation. We do not do it.",
                },
            ],
            objections=[
                {
                    "key": "suite",
                    "they_say": "Our suite has a close module already.",
                    "we_say": "Keep it. It begins when the month is over; ask it how many lines are open today.",
                    "proof": "6% open lines on day 1, 44 customers",
                }
            ],
            never_discounted=[
                {
                    "key": "entity",
                    "what": "The price of an entity",
                    "why": "Groups talk to each other, and each would be right to ask why.",
                    "offer_instead": "The first close free, with one of us in the room",
                }
            ],
        ),
        submits("maya", ago(50)),
        approves("priya", ago(49)),
    ),
)

CONTROLLERS_VALUE = Story(
    "positioning.ValueCanvas",
    "What Ledger is worth to a controller",
    product="Ledger",
    steps=(
        writes(
            "tomas",
            ago(18),
            segments=[named("Growing groups with two to six entities")],
            customer="Controllers of groups with two to six entities",
            situation="The first week of the month, with three entities and one person who knows the sheet.",
            in_one_sentence="See on day 1 the few lines that need you, because the rest was matched during the month.",
            jobs=[
                {
                    "key": "close",
                    "job": "Report final numbers before the board meets",
                    "type": "functional",
                    "weight": 3,
                },
                {"key": "calm", "job": "Be the one who has no surprises", "type": "social", "weight": 2},
            ],
            pains=[
                {"key": "all", "pain": "All the work arrives on day 1", "weight": 3},
                {"key": "trail", "pain": "Nobody knows who changed a number in March", "weight": 3},
                {"key": "away", "pain": "Only one person can close", "weight": 2},
            ],
            pain_relievers=[
                {
                    "key": "hourly",
                    "pain": "all",
                    "how": "Lines are matched every hour, all month",
                    "feature": "matching",
                },
                {"key": "who", "pain": "trail", "how": "Each number keeps who, when and why", "feature": "trail"},
            ],
            gains=[{"key": "leave", "gain": "A free first week once a year", "weight": 2}],
            gain_creators=[],
            features=[
                {"key": "matching", "name": "Matching"},
                {"key": "trail", "name": "Audit trail"},
                {"key": "themes", "name": "Colour themes for reports"},
            ],
        ),
    ),
)

FIRST_CLOSE = Story(
    "positioning.JourneyMap",
    "From the ten-day close to the third close in Ledger",
    product="Ledger",
    steps=(
        writes(
            "maya",
            ago(26),
            personas=[named("The controller who closes by hand")],
            goal="A close that is over before the board meets",
            begins_when="The first close with one more entity",
            ends_when="Three closes in a row end by day 4",
            taken_from="12 interviews in spring, 31 recorded first closes, support reasons from January to June.",
            stages=[
                {
                    "key": "doubt",
                    "name": "It cannot go on",
                    "doing": "Works three evenings and writes down which hours went where.",
                    "thinking": "Is it me, or is it the sheet?",
                    "feeling": "annoyed",
                    "touchpoint": "A controller of another company",
                },
                {
                    "key": "compare",
                    "name": "Comparing",
                    "doing": "Asks the suite's vendor, then us, and counts entities.",
                    "thinking": "Who has done this with five entities?",
                    "feeling": "doubtful",
                    "touchpoint": "First call, reference call",
                    "gap": "No reference with five entities that may be named.",
                },
                {
                    "key": "first",
                    "name": "The first close",
                    "doing": "Runs Ledger beside the sheet and compares every line.",
                    "thinking": "Why did it match these two?",
                    "feeling": "hopeful",
                    "touchpoint": "The list of open lines",
                    "gap": "The reason for a match, part of [Matching](@What Ledger is worth to a controller#at-features-matching), "
                    "is two clicks away.",
                    "told_on": ago(24),
                    "told_by": "Maya, feedback board 118",
                },
                {
                    "key": "third",
                    "name": "Without the sheet",
                    "doing": "Closes on day 4 and sends the auditor a link.",
                    "thinking": "What do I do with Thursday?",
                    "feeling": "pleased",
                    "touchpoint": "The audit trail",
                },
            ],
        ),
    ),
)

LEDGER_FITS = Story(
    "positioning.FourFits",
    "Does Ledger fit before we hire sellers?",
    product="Ledger",
    steps=(
        writes(
            "maya",
            ago(14),
            thesis="Groups pay €18,000 a year for two entities. They find us by search and by the word of another "
            "controller. Sellers on site are planned for spring.",
            pays_a_year=18000,
            model_needs=15000,
            numbers_from="58 contracts, funnel of October",
            fits=[
                {
                    "key": "mp",
                    "fit": "market_product",
                    "hypothesis": "Groups with two to six entities keep it after the first audit.",
                    "evidence": "51 of 58 extended.",
                    "score": 8,
                    "owner": "Priya",
                    "breaking_sign": "Fewer than eight of ten extend after an audit",
                    "review_on": ahead(60),
                },
                {
                    "key": "pc",
                    "fit": "product_channel",
                    "hypothesis": "A controller sees open lines of their own within a trial day.",
                    "evidence": "194 of 333 trials in October.",
                    "score": 6,
                    "owner": "Priya and Maya",
                    "breaking_sign": "Activation below half for two months",
                    "review_on": ahead(30),
                },
                {
                    "key": "cm",
                    "fit": "channel_model",
                    "hypothesis": "Sellers on site pay for themselves within a year.",
                    "evidence": "A calculation; nobody has been hired yet.",
                    "score": 4,
                    "owner": "Maya",
                    "breaking_sign": "More than €18,000 for a customer",
                    "review_on": ahead(45),
                },
                {
                    "key": "mm",
                    "fit": "model_market",
                    "hypothesis": "8,400 groups are enough for five years.",
                    "evidence": "Trade registers, June.",
                    "score": 7,
                    "owner": "Priya and Maya",
                    "breaking_sign": "Every third deal has one entity",
                    "review_on": ahead(90),
                },
            ],
            channels=[
                {"key": "search", "channel": "Paid search", "type": "paid"},
                {"key": "site", "channel": "sellers on site", "type": "field", "cac": 21000},
            ],
            plans=[
                {"key": "one", "feature": "A plan for a single entity", "end": "low"},
                {"key": "currencies", "feature": "Intercompany in all currencies", "end": "high"},
            ],
        ),
    ),
)

CLOSE_MAP = Story(
    "positioning.PerceptualMap",
    "How controllers see the ways to close",
    product="Ledger",
    steps=(
        writes(
            "maya",
            ago(11),
            conclusion="Whoever matches early asks for a large setting-up. Early and live in a week is an empty place.",
            x_axis="Weeks until the first close",
            x_low="A quarter",
            x_high="A week",
            y_axis="When the matching happens",
            y_low="After the month",
            y_high="All month long",
            why_these_axes="9 of 12 controllers named both unasked, spring.",
            points=[
                {
                    "key": "us",
                    "name": "Ledger",
                    "is_us": True,
                    "x": 82,
                    "y": 86,
                    "evidence": "31 first closes",
                    "seen_on": ago(30),
                },
                {
                    "key": "abacus",
                    "name": "Abacus",
                    "x": 12,
                    "y": 24,
                    "evidence": "7 of 12 controllers",
                    "seen_on": ago(58),
                },
                {
                    "key": "tally",
                    "name": "Tallyworks",
                    "x": 90,
                    "y": 12,
                    "evidence": "5 of 12 controllers",
                    "seen_on": ago(58),
                },
                {
                    "key": "sheet",
                    "name": "The sheet",
                    "x": 66,
                    "y": 20,
                    "evidence": "10 of 12 controllers",
                    "seen_on": ago(58),
                },
            ],
        ),
    ),
)

# Who noted what, when, where it was seen.
INTEL = (
    {
        "by": "sam",
        "text": "“Abacus told us that matching during the month comes next spring.”",
        "source": "First call, logistics group with four entities",
        "source_type": "call",
        "seen_on": ago(3),
    },
    {
        "by": "lena",
        "text": "Tallyworks shows a new plan: €290 a month for one entity.",
        "source": "Price page",
        "source_type": "site",
        "link": "https://tallyworks.example.com/pricing",
        "seen_on": ago(1),
    },
)

STORIES = (
    GROWING,
    CONTROLLER,
    ABACUS,
    SHEET,
    LOST_TO_ABACUS,
    WON_FROM_SHEET,
    LEDGER_PRICE,
    CONTROLLERS_VALUE,
    FIRST_CLOSE,
    LEDGER_FITS,
    CLOSE_MAP,
)
