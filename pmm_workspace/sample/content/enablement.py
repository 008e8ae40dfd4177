"""Battlecards for the five names that come up on Halden's calls."""

from pmm_workspace.sample.story import Story, ago, approves, comments, edits, named, returns, submits, writes

SEGMENT = named("Growing groups with two to six entities")

ABACUS = Story(
    "enablement.Battlecard",
    "Ledger against Abacus",
    product="Ledger",
    steps=(
        writes(
            "maya",
            ago(61),
            segments=[SEGMENT],
            competitor="Abacus",
            one_liner="The accounting suite with everything in it, known for payroll that never fails.",
            threat="high",
            quick_dismiss="Abacus closes the books after the month. Ledger closes them during it.",
            how_they_pitch=(
                "One suite, one vendor, one invoice: accounting, payroll, expenses and now the close. "
                "“Why add a tool when your suite has a close module?”"
            ),
            they_say_about_us="“Ledger is one more tool to connect. When something breaks, who do you call?”",
            our_answer=(
                "One more tool, yes, and no change to the ones you have. We read Abacus every hour and write back "
                "what was decided. If a connection stops, we see it first and call you."
            ),
            why_we_win=(
                "They close in more than five days and have two or more entities. We show their own last month "
                "matched in the first call, say [closed in three days from the second month](@Three-day close), and "
                "[every figure has its trail](@A trail for every number); the module has neither."
            ),
            why_we_lose=(
                "They have one entity and pay Abacus already. The module is half our price, close enough, "
                "and nobody has to ask for a new vendor."
            ),
            strengths_to_acknowledge=(
                "Payroll is excellent: say so. Their support answers by phone in your language. "
                "Then ask how many of last month's close days payroll took."
            ),
            objections=[
                {
                    "key": "price",
                    "audience": "shareable",
                    "they_say": "Abacus is half the price.",
                    "reframe": "What does a closing day cost you?",
                    "we_say": (
                        "At list, yes. Teams on the module close on day 8, ours on day 3: that is 60 working days "
                        "a year of somebody's time. Who does your close, and what else would they do?"
                    ),
                    "proof": "Close study: 41 customers, 9.5 working days before, 3.0 after",
                },
                {
                    "key": "payroll",
                    "audience": "shareable",
                    "they_say": "We already have Abacus for payroll.",
                    "reframe": "Keep it. What takes the time after payroll is booked?",
                    "we_say": (
                        "Keep it, it is good. Ledger reads Abacus payroll every night. "
                        "Eleven of our customers run both."
                    ),
                    "proof": "Integration page; reference call with Castor & Pine",
                },
                {
                    "key": "onevendor",
                    "they_say": "We want one vendor, not two.",
                    "reframe": "One vendor, or one place where the numbers agree?",
                    "we_say": (
                        "Fair, vendors cost time. With Ledger there is one more contract and one fewer close meeting "
                        "a week. Shall we ask a controller who made that trade?"
                    ),
                    "proof": "Reference call: Fernhill Clinics, four entities",
                },
                {
                    "key": "migration",
                    "audience": "shareable",
                    "they_say": "We have no time for a migration.",
                    "reframe": "Nothing moves; what would you like to see connected first?",
                    "we_say": (
                        "There is none. Your books stay in Abacus and we connect to them. "
                        "From kick-off to the first close took our customers 9 working days."
                    ),
                    "proof": "63 customers, median of 9 working days",
                },
                {
                    "key": "security",
                    "audience": "shareable",
                    "they_say": "Our numbers must not leave the suite.",
                    "reframe": "Who needs to see them, and who must never?",
                    "we_say": (
                        "We store lines, never payroll details, in the region you choose. Access is by entity. "
                        "The security report is yours under the usual agreement."
                    ),
                    "proof": "Security report, section 4",
                },
            ],
            landmines=[
                {
                    "key": "day1",
                    "question": "On day 1 of the month, how much of last month is already matched?",
                    "exposes": "Abacus matches only after the period has ended",
                    "follow_up": "Show the matching curve of their own last month: 94% before midnight of the last day.",
                },
                {
                    "key": "second",
                    "question": "What happens to the close when you add an entity?",
                    "exposes": "Each entity is a separate file, and intercompany is done by hand",
                    "follow_up": "Fernhill added two entities and stayed on day 3.",
                },
                {
                    "key": "auditor",
                    "question": "Can the auditor see who changed a number without asking you?",
                    "exposes": "The history ends where the period was reopened",
                    "follow_up": "Open the auditor view and click any figure.",
                },
            ],
            traps_to_avoid=[
                {
                    "key": "checklist",
                    "trap": "“Compare the feature lists.” Theirs has 240 lines, payroll among them.",
                    "guard": "Ask which five lines took the time last month. Compare those.",
                },
                {
                    "key": "discount",
                    "trap": "They give the module away in the renewal.",
                    "guard": "Do not follow the price. Ask when they would have time to switch it on.",
                },
            ],
            their_price=(
                "Close module: €650 a month for the first entity, €390 for each other one, plus €4,800 set-up. "
                "List price, seen last quarter."
            ),
            our_price="€1,400 a month for up to three entities with unlimited users; €250 for each entity more.",
            how_to_compare=(
                "Three entities, first year: Abacus €21,960, Ledger €16,800. With one entity Abacus costs €12,600: "
                "say so before they find out."
            ),
            talk_track=[
                {
                    "key": "opener",
                    "part": "opener",
                    "text": "You said the board meets on the 10th. On which day do you have numbers you would sign?",
                },
                {
                    "key": "discovery",
                    "part": "discovery",
                    "text": "Walk me through day 1 to day 4. Who waits for whom?",
                },
                {
                    "key": "pain",
                    "part": "pain",
                    "text": "So four people wait until the bank lines are matched, every month, twelve times a year?",
                },
                {
                    "key": "promise",
                    "part": "promise",
                    "text": "From your second close with us you will have final numbers on working day 3.",
                },
                {
                    "key": "proof",
                    "part": "proof",
                    "text": "41 teams did it: 9.5 days before, 3 after. One of them runs Abacus and will talk to you.",
                },
                {
                    "key": "transition",
                    "part": "transition",
                    "text": "May I show it with your own lines rather than with my slides?",
                },
                {
                    "key": "cta",
                    "part": "call_to_action",
                    "text": "Send us last month's bank file. On Thursday you see it matched.",
                },
                {
                    "key": "dont",
                    "part": "do_not_say",
                    "text": "“Abacus is old.” Their buyers chose it, and it pays their people every month.",
                },
            ],
            disqualifiers=[
                {
                    "key": "one",
                    "condition": "One entity and fewer than 1,000 lines a month",
                    "why": "They close in four days already; we would save them one, and they would leave after a year.",
                    "how_to_detect": "How many entities, and how many bank lines last month?",
                    "say_instead": (
                        "The module you own is enough for now. Call me when you buy or found the second company."
                    ),
                },
                {
                    "key": "replacing",
                    "condition": "They replace their accounting system this year",
                    "why": "We would connect to something that is gone in six months.",
                    "how_to_detect": "Is the accounting system part of any project this year?",
                    "say_instead": "Finish that first. We connect in nine days once it stands.",
                },
            ],
        ),
        submits("maya", ago(58), "From 22 won and 9 lost deals since spring."),
        approves("priya", ago(57), "The price comparison with one entity is brave, keep it."),
        edits(
            "tomas",
            ago(31),
            {
                "why_we_win": (
                    "They close in more than five days and have two or more entities. In the first call we match "
                    "their own last month while they watch, and say that [they close in three days from the second "
                    "month](@Three-day close) and that [every figure has its trail](@A trail for every number)."
                ),
                "landmines/reopen": {
                    "question": "What happens to a closed month when a late invoice arrives?",
                    "exposes": "The whole period has to be reopened, and the history ends there",
                    "follow_up": "In Ledger it is one entry with a reason, in the open, and the month stays closed.",
                },
            },
        ),
        submits("tomas", ago(30), "One question more, heard on three calls."),
        approves("priya", ago(29), "Verified with support."),
        edits(
            "maya",
            ago(1),
            {
                "objections/price/we_say": (
                    "At list, for one entity, yes. From three entities on Ledger costs less in the first year, and you close "
                    "five days earlier. How many entities will you have next year?"
                ),
                "objections/price/proof": "Price sheet: three entities, first year",
            },
        ),
        comments(
            "tomas",
            ago(0.2),
            "objections/price/we_say",
            "Better than counting days. Shall we keep the day figure as the second sentence?",
        ),
    ),
)

SPREADSHEET = Story(
    "enablement.Battlecard",
    "Ledger against a spreadsheet",
    product="Ledger",
    steps=(
        writes(
            "tomas",
            ago(45),
            segments=[SEGMENT],
            competitor="Spreadsheet",
            one_liner="The file that everybody knows, for teams that trust what they built themselves.",
            threat="high",
            quick_dismiss="Keep the spreadsheet for thinking. Stop using it for remembering who changed what.",
            how_they_pitch=(
                "It costs nothing, it does everything, and it is ours. “We have closed with it for nine years.”"
            ),
            they_say_about_us="“Another tool to learn, for something that works.”",
            our_answer=(
                "It works because one person makes it work. Ledger takes over the matching and leaves you the file "
                "for analysis. Every table exports to it."
            ),
            why_we_win=(
                "Somebody left, fell ill or went on parental leave, and the close slipped by a week. "
                "We are bought in the month after."
            ),
            why_we_lose=(
                "The person who built the file feels judged. Nobody above that person feels the pain, "
                "because the numbers always came."
            ),
            strengths_to_acknowledge=(
                "Nothing is more flexible, and an exception takes a minute. Praise the file sincerely: "
                "its author is in the room."
            ),
            objections=[
                {
                    "key": "free",
                    "audience": "shareable",
                    "they_say": "The spreadsheet is free.",
                    "reframe": "Who would close if its author were away for a month?",
                    "we_say": (
                        "The file is free, the evenings are not. Teams of your size spend 19 person-days on each close. "
                        "Ledger costs less than two of them."
                    ),
                    "proof": "Close study: 41 customers, hours logged before the start",
                },
                {
                    "key": "works",
                    "audience": "shareable",
                    "they_say": "It has worked for nine years.",
                    "reframe": "What has changed since the file was built?",
                    "we_say": (
                        "It has, and that says a lot about its author. Since then you added an entity and 2,000 lines "
                        "a month. Which tab grew?"
                    ),
                    "proof": "Ask for the number of tabs: above 20 the first close takes twice as long",
                },
                {
                    "key": "learn",
                    "audience": "shareable",
                    "they_say": "My team will not learn another tool.",
                    "reframe": "What would they stop doing on the first day?",
                    "we_say": (
                        "They open a list of exceptions and decide. That is the tool. "
                        "Accountants at Fernhill closed with it after 50 minutes of training."
                    ),
                    "proof": "Fernhill Clinics, training record",
                },
                {
                    "key": "trust",
                    "they_say": "I do not trust automatic matching.",
                    "reframe": "What would you have to see to trust it?",
                    "we_say": (
                        "Nor should you, before you see it. Give us last month, which you have closed already. "
                        "We mark each line where we differ from you."
                    ),
                    "proof": "Trial report: 94% matched, differences listed one by one",
                },
            ],
            landmines=[
                {
                    "key": "away",
                    "question": "Who else can close if the person who built the file is away?",
                    "exposes": "The close depends on one memory",
                    "follow_up": "Say nothing for five seconds. Then: “What happened last time?”",
                },
                {
                    "key": "which",
                    "question": "When the auditor asks why a figure changed in March, where do you look?",
                    "exposes": "A file keeps the last value, not the reason",
                    "follow_up": "Click any figure in the demo: who, when, why, what it was before.",
                },
            ],
            traps_to_avoid=[
                {
                    "key": "clever",
                    "trap": "Making fun of the file.",
                    "guard": "Its author signs the order. Call it “the model”, ask how it was built, take notes.",
                },
            ],
            their_price="Nothing, and 19 person-days a month in teams of six (our study).",
            our_price="€1,400 a month for up to three entities with unlimited users.",
            how_to_compare="Two person-days cost more than Ledger. Ask for the daily cost and let them multiply.",
            talk_track=[
                {
                    "key": "opener",
                    "part": "opener",
                    "text": "I hear your close runs on a model somebody here built. How did it begin?",
                },
                {
                    "key": "discovery",
                    "part": "discovery",
                    "text": "Which part would you not let a new colleague touch?",
                },
                {
                    "key": "promise",
                    "part": "promise",
                    "text": "You keep the model. The matching under it happens by itself.",
                },
                {
                    "key": "proof",
                    "part": "proof",
                    "text": "Give us a month that is closed. We show every line where we would have differed.",
                },
                {
                    "key": "cta",
                    "part": "call_to_action",
                    "text": "Shall we take September, and look at it together on Tuesday?",
                },
                {
                    "key": "dont",
                    "part": "do_not_say",
                    "text": "“Spreadsheets are dead.” They will outlive all of us.",
                },
            ],
            disqualifiers=[
                {
                    "key": "happy",
                    "condition": "They close in four days or fewer, without evenings",
                    "why": "There is nothing to save, and they would tell others so.",
                    "how_to_detect": "On which day were the last three closes final?",
                    "say_instead": "You do not need us. Would you tell our readers how you do it?",
                },
                {
                    "key": "hobby",
                    "condition": "Only the author of the file wants to change",
                    "why": "Without a controller or CFO who feels the pain, trials end in silence.",
                    "how_to_detect": "Who else lost time in the last close?",
                    "say_instead": "Bring your controller for 20 minutes; until then take our checklist, it is free.",
                },
            ],
        ),
        submits("tomas", ago(42)),
        returns(
            "priya", ago(41), "Too proud in the first version. Please speak to the author of the file, not about it."
        ),
        edits(
            "tomas",
            ago(38),
            {
                "quick_dismiss": "Keep the model you built. Let the matching under it happen by itself.",
                "strengths_to_acknowledge": (
                    "Nothing is more flexible, and an exception takes a minute. Ask how it was built and mean it: "
                    "its author is in the room and often signs the order."
                ),
            },
        ),
        submits("tomas", ago(38), "Now it speaks to the author."),
        approves("priya", ago(37), "Much warmer. Approved."),
    ),
)

TALLYWORKS = Story(
    "enablement.Battlecard",
    "Ledger against Tallyworks",
    product="Ledger",
    steps=(
        writes(
            "maya",
            ago(34),
            segments=[SEGMENT],
            competitor="Tallyworks",
            one_liner="The close checklist that looks good and is live in two days, for teams that lose track of tasks.",
            threat="medium",
            quick_dismiss="Tallyworks shows you that matching is late. Ledger does the matching.",
            how_they_pitch=(
                "Every task, owner and due date on one board. Live in two days, loved by accountants, "
                "priced per person."
            ),
            they_say_about_us="“Ledger is heavy: you wait two weeks before anybody sees something.”",
            our_answer=(
                "Nine working days to the first close, that is true. You see your own lines matched on day two. "
                "A board is quicker because it leaves the work with you."
            ),
            why_we_win=(
                "The team has had a checklist for a year and still closes on day 8. They have learnt that tracking "
                "was not the problem."
            ),
            why_we_lose=(
                "Nobody knows yet who does what. A board helps them within a week, and it costs less than our "
                "smallest plan."
            ),
            strengths_to_acknowledge="Their board is the best one there is. We copied the idea of due days, not dates.",
            objections=[
                {
                    "key": "cheap",
                    "audience": "shareable",
                    "they_say": "Tallyworks costs €35 a person.",
                    "reframe": "How many people, and how many days do they still work?",
                    "we_say": (
                        "For six people that is €210 a month, and the matching stays with them. "
                        "Ledger costs more and takes it away. Which of the two is your bottleneck?"
                    ),
                    "proof": "Close study: 61% of closing hours go into matching, 9% into coordination",
                },
                {
                    "key": "pretty",
                    "audience": "shareable",
                    "they_say": "My team loves their board.",
                    "reframe": "What does the board say on day 5?",
                    "we_say": (
                        "They should, it is good. Ours is plainer, and it ticks itself off when the lines are matched. "
                        "May I show you a day 1 on which nobody ticks anything?"
                    ),
                    "proof": "Demo, scene 3",
                },
                {
                    "key": "both",
                    "audience": "shareable",
                    "they_say": "Can we keep Tallyworks and add Ledger?",
                    "reframe": "Which of the two would you open in the morning?",
                    "we_say": (
                        "Yes, five customers do. Ledger closes their tasks when the work is done. "
                        "Four of the five stopped paying for the board within a year, so decide later."
                    ),
                    "proof": "Customer list, October",
                },
            ],
            landmines=[
                {
                    "key": "tick",
                    "question": "Who ticks “bank matched”, and what has that person done before?",
                    "exposes": "The board records work, it does no work",
                    "follow_up": "Show the task that closes itself.",
                },
                {
                    "key": "evidence",
                    "question": "What does the auditor see behind a green tick?",
                    "exposes": "A tick has no figures behind it",
                    "follow_up": "Open a task in Ledger: the lines, the rule and the person are under it.",
                },
            ],
            traps_to_avoid=[
                {
                    "key": "speed",
                    "trap": "A race to the first login. They win it.",
                    "guard": "Agree on the finish: the first day 3, not the first login.",
                },
            ],
            their_price="€35 per person and month, no set-up fee. Public price page, seen this month.",
            our_price="€1,400 a month for up to three entities with unlimited users.",
            how_to_compare="Compare the cost of a close, not of a seat: their price plus the matching days that remain.",
            talk_track=[
                {
                    "key": "opener",
                    "part": "opener",
                    "text": "You know who is late. What would make them early?",
                },
                {
                    "key": "discovery",
                    "part": "discovery",
                    "text": "Of the hours in your last close, how many were matching and how many were coordination?",
                },
                {
                    "key": "proof",
                    "part": "proof",
                    "text": "In our study it was 61 to 9. A board can only help with the nine.",
                },
                {
                    "key": "cta",
                    "part": "call_to_action",
                    "text": "Let us look at one task of yours, bank matching, and follow it to the end.",
                },
            ],
            disqualifiers=[
                {
                    "key": "who",
                    "condition": "Nobody can say who owns which task of the close",
                    "why": "Ledger automates work that has an owner. Without owners the first close fails, and so do we.",
                    "how_to_detect": "May I see your list of closing tasks with names?",
                    "say_instead": "Start with a checklist, ours is free and Tallyworks is good. Talk to us in half a year.",
                },
            ],
        ),
        submits("maya", ago(28)),
        approves("priya", ago(26), "Good. Please check their price page every month."),
    ),
)

PAPERLANE = Story(
    "enablement.Battlecard",
    "Payables against Paperlane",
    product="Payables",
    steps=(
        writes(
            "tomas",
            ago(24),
            competitor="Paperlane",
            one_liner="The scanner that reads any invoice, for companies that still receive paper.",
            threat="medium",
            quick_dismiss="Paperlane reads the invoice. Payables gets it approved.",
            how_they_pitch=(
                "Photograph or forward any invoice and it is read in seconds, handwriting included. "
                "“99% of the fields right.”"
            ),
            they_say_about_us="“Payables reads clean files well, but try a crumpled receipt.”",
            our_answer=(
                "On crumpled paper they are better, and we say so. Nine in ten of your invoices arrive as files. "
                "For those, the days are lost after the reading."
            ),
            why_we_win=(
                "They have more than ten approvers outside finance. Invoices are read on day 1 and approved on day 8, "
                "and everybody knows whose desk that is."
            ),
            why_we_lose=(
                "More than a third of the invoices is paper, or three people approve everything. "
                "Then reading is the bottleneck."
            ),
            strengths_to_acknowledge="Their reading of paper is the best we have tested. Say it first; it costs nothing.",
            objections=[
                {
                    "key": "accuracy",
                    "audience": "shareable",
                    "they_say": "Paperlane reads 99% correctly.",
                    "reframe": "How long does an invoice wait once it has been read?",
                    "we_say": (
                        "On paper they lead. On files we are level at 98%. Your invoices wait eight days for a person, "
                        "not for a scanner."
                    ),
                    "proof": "Approval time at 28 customers: 8.4 days before, 1.9 after",
                },
                {
                    "key": "perdoc",
                    "audience": "shareable",
                    "they_say": "They only charge for each invoice.",
                    "reframe": "And for each approver?",
                    "we_say": (
                        "€0.90 an invoice, and €12 a month for every approver. With 25 approvers and 600 invoices that is "
                        "€840 a month. Payables costs €590, and approvers are free."
                    ),
                    "proof": "Price sheet, 600 invoices",
                },
                {
                    "key": "adoption",
                    "audience": "shareable",
                    "they_say": "Our managers will never use an approval tool.",
                    "reframe": "What do they use all day?",
                    "we_say": (
                        "They will not have to. The invoice comes by e-mail or chat, and the answer is one tap. "
                        "71% of our approvals are given on a phone."
                    ),
                    "proof": "Product data, last quarter",
                },
            ],
            landmines=[
                {
                    "key": "wait",
                    "question": "Of the days between receipt and payment, how many is the invoice waiting for a person?",
                    "exposes": "Reading was never the bottleneck",
                    "follow_up": "Put their figure beside ours: 8.4 days before, 1.9 after.",
                },
                {
                    "key": "seat",
                    "question": "Who approves twice a year, and does that person have a seat?",
                    "exposes": "Every approver pays, so approvals are handed to an assistant",
                    "follow_up": "Send the buyer a real approval to their own phone during the call.",
                },
                {
                    "key": "twice",
                    "question": "When did you last pay an invoice twice?",
                    "exposes": "They compare invoice numbers only",
                    "follow_up": "Mosswick stopped 14 duplicates worth €61,200 in a quarter; nine had different numbers.",
                },
            ],
            traps_to_avoid=[
                {
                    "key": "receipt",
                    "trap": "A reading contest with a crumpled receipt.",
                    "guard": "Concede it with a smile. Offer a contest from receipt to approval.",
                },
            ],
            their_price="€0.90 an invoice plus €12 a month for each approver. Offer seen by a customer last month.",
            our_price="€590 a month up to 1,000 invoices; approvers are free.",
            how_to_compare="Count the approvers first. With 600 invoices and fewer than five of them Paperlane is cheaper: say so.",
            talk_track=[
                {
                    "key": "opener",
                    "part": "opener",
                    "text": "When a supplier calls about money, whom do you call?",
                },
                {
                    "key": "pain",
                    "part": "pain",
                    "text": "So twice a day you ask somebody for an OK that takes ten seconds?",
                },
                {
                    "key": "promise",
                    "part": "promise",
                    "text": "Approved in two days, and you write no reminder.",
                },
                {
                    "key": "cta",
                    "part": "call_to_action",
                    "text": "Send us ten invoices that are waiting now. We call you when they are approved.",
                },
                {
                    "key": "dont",
                    "part": "do_not_say",
                    "text": "“Nobody gets paper any more.” Builders do, and they buy from us too.",
                },
            ],
            disqualifiers=[
                {
                    "key": "paper",
                    "condition": "More than a third of the invoices arrives on paper",
                    "why": "Our reading of paper is not good enough, and they would type again.",
                    "how_to_detect": "Of your last hundred invoices, how many were paper?",
                    "say_instead": "Take Paperlane for reading. When your approvers multiply, we connect to it.",
                },
                {
                    "key": "three",
                    "condition": "Three people or fewer approve everything",
                    "why": "There is no waiting time to take away.",
                    "how_to_detect": "Who has approved an invoice this month?",
                    "say_instead": "A shared mailbox and two rules will do. I will send you ours.",
                },
            ],
        ),
        submits("tomas", ago(20)),
        approves("alva", ago(18), "Prices checked with the customer who has the offer."),
    ),
)

EMAIL = Story(
    "enablement.Battlecard",
    "Payables against approval by e-mail",
    product="Payables",
    steps=(
        writes(
            "maya",
            ago(2),
            competitor="Approval by e-mail",
            one_liner="What everybody does already, for companies where one OK seems enough.",
            threat="high",
            quick_dismiss="An OK in a mailbox is an approval nobody can find.",
            why_we_win="An auditor asked who had approved which version, and finding out took two days.",
            objections=[
                {
                    "key": "works",
                    "they_say": "Everybody answers e-mail.",
                    "reframe": "Everybody, or everybody who is not on holiday?",
                    "we_say": "",
                    "proof": "",
                },
            ],
        ),
    ),
)

SPREADSHEET_ZH = Story(
    "enablement.Battlecard",
    "Ledger 对电子表格",
    product="Ledger",
    language="zh-hans",
    steps=(
        writes(
            "tomas",
            ago(36),
            competitor="电子表格",
            one_liner="人人都会用的表格，适合只信自己亲手做的东西的团队。",
            threat="high",
            quick_dismiss="表格留着做分析，对账交给系统。",
            how_they_pitch="不花钱，什么都能做，而且是我们自己的。“这张表我们用了九年。”",
            they_say_about_us="“本来就能用，何必再学一个工具？”",
            our_answer="能用，是因为有一个人在撑着。对账由 Ledger 完成，分析照旧在表格里做。每张表都可以导出。",
            why_we_win="有人离职、生病或休产假，结账晚了一周。下个月客户就来找我们。",
            why_we_lose="做表的人觉得被否定。上面没有人着急，因为数字每次都出来了。",
            strengths_to_acknowledge="没有比表格更灵活的，一个例外一分钟就能处理。请真诚地夸这张表：做它的人就在会议室里。",
            objections=[
                {
                    "key": "free",
                    "audience": "shareable",
                    "they_say": "表格是免费的。",
                    "reframe": "做表的人离开一个月，谁来结账？",
                    "we_say": "表格免费，加班不免费。像您这样的团队，每次结账要花 19 个人天。Ledger 的费用不到其中的两天。",
                    "proof": "结账研究：41 家客户，上线前记录的工时",
                },
                {
                    "key": "works",
                    "audience": "shareable",
                    "they_say": "我们用了九年，没出过问题。",
                    "reframe": "做这张表之后，公司有什么变化？",
                    "we_say": "能用九年，说明做表的人很厉害。后来您多了一家子公司，每月多了两千笔流水。哪一页变长了？",
                    "proof": "问一下有多少个工作表：超过 20 个，首次结账的时间会加倍",
                },
                {
                    "key": "trust",
                    "they_say": "自动对账我不放心。",
                    "reframe": "看到什么您才会放心？",
                    "we_say": "没看到结果之前，确实不该放心。请给我们一个已经结完的月份。凡是与您不同的地方，我们逐笔标出来。",
                    "proof": "试用报告：94% 自动匹配，差异逐条列出",
                },
            ],
            landmines=[
                {
                    "key": "away",
                    "question": "做表的人不在，还有谁能结账？",
                    "exposes": "结账全靠一个人的记忆",
                    "follow_up": "停五秒，不说话。然后问：“上一次是怎么过来的？”",
                },
                {
                    "key": "which",
                    "question": "审计问三月的数字为什么改过，您去哪里找？",
                    "exposes": "表格只留下最后的数，留不下原因",
                    "follow_up": "在演示里点任意一个数字：谁改的、什么时候、为什么、原来是多少。",
                },
            ],
            traps_to_avoid=[
                {
                    "key": "clever",
                    "trap": "拿表格开玩笑。",
                    "guard": "做表的人往往就是签字的人。请叫它“模型”，问它是怎么做出来的，并认真记下来。",
                },
            ],
            their_price="不花钱；但六人团队每月要花 19 个人天（我们的研究）。",
            our_price="每月 1,400 欧元，最多三家公司主体，用户数不限。",
            how_to_compare="两个人天就已经超过 Ledger 的月费。请客户自己用人天成本去乘。",
            talk_track=[
                {
                    "key": "opener",
                    "part": "opener",
                    "text": "听说贵公司结账用的是同事自己做的模型。当初是怎么开始的？",
                },
                {
                    "key": "discovery",
                    "part": "discovery",
                    "text": "哪一部分您绝不让新同事碰？",
                },
                {
                    "key": "promise",
                    "part": "promise",
                    "text": "模型您留着，底下的对账自动完成。",
                },
                {
                    "key": "cta",
                    "part": "call_to_action",
                    "text": "我们拿已经结完的九月来试，星期二一起看结果，好吗？",
                },
                {
                    "key": "dont",
                    "part": "do_not_say",
                    "text": "“表格过时了。”表格会比我们所有人都长寿。",
                },
            ],
            disqualifiers=[
                {
                    "key": "happy",
                    "condition": "四天以内结完账，而且不加班",
                    "why": "没有可以节省的时间，客户也会这样告诉别人。",
                    "how_to_detect": "最近三次结账，数字是在第几天定下来的？",
                    "say_instead": "您现在不需要我们。愿意把您的做法讲给我们的读者听吗？",
                },
            ],
        ),
        submits("tomas", ago(33), "术语已与两位财务同事核对。"),
        approves("priya", ago(32)),
    ),
)

STORIES = (ABACUS, SPREADSHEET, TALLYWORKS, PAPERLANE, EMAIL, SPREADSHEET_ZH)
