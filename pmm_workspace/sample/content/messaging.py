"""The houses: what we say about Ledger and Payables."""

from pmm_workspace.sample.story import Story, ago, ahead, approves, comments, edits, named, resolves, submits, writes

LEDGER = Story(
    "messaging.MessagingHouse",
    "Ledger messaging house",
    product="Ledger",
    steps=(
        writes(
            "maya",
            ago(70),
            core_message="Close the books in 3 days, not 10.",
            positioning_line="Ledger matches while you work, so month-end is a review and not a hunt.",
            category="month-end close tool",
            tone="Plain, exact, calm; never clever at the cost of a number",
            not_us=(
                "We do not replace your accounting system.\n"
                "We do not promise a close without people: somebody still decides.\n"
                "We do not say “real-time”; we match every hour."
            ),
            why="A controller loses the first ten days of each month to a hunt through sheets, and the board waits.",
            how="Ledger matches every hour while the month runs, beside the accounting system that stays.",
            what="On day 3 the books are closed, nobody worked an evening, and the auditor finds each answer alone.",
            one_liner=(
                "Ledger matches your bank, card and intercompany lines while the month is running, so a team "
                "with several entities closes its books in three days."
            ),
            short_description=(
                "Finance teams with several entities lose the first ten days of every month to matching. Ledger reads "
                "their accounting system every hour, matches lines as they come, and leaves the few that need a "
                "decision. The books close in three days, and every number says who changed it, when and why."
            ),
            channel_lines=[
                {"key": "site", "channel": "site", "line": "Close the books in 3 days. Keep your accounting system."},
                {
                    "key": "product",
                    "channel": "in_product",
                    "line": "94% of October is matched. Two lines wait for you: look at them today, not on day 1.",
                },
                {
                    "key": "sales",
                    "channel": "sales",
                    "line": "On which day were your last three closes final? Ours close [in three days from the second "
                    "month](@Three-day close), with the system they have.",
                },
            ],
            role_views=[
                {
                    "key": "finance",
                    "role": "finance",
                    "fear": "A number that changes after the board has seen it.",
                    "must_prove": "That the close costs less than the hire they could not find.",
                    "message": "You get one set of numbers on day 3. Whatever changes later says so, with a name.",
                    "proofs": [named("Close study, 41 customers")],
                    "objection": "The suite we pay for has a close module.",
                },
                {
                    "key": "it",
                    "role": "it",
                    "fear": "One more system with a copy of the ledger, and nobody to call.",
                    "must_prove": "That nothing can be written without a trail.",
                    "message": "Ledger reads by the suite's own interface and writes back entries, each with its author.",
                    "proofs": [named("Onboarding times, 63 customers")],
                    "objection": "Who is called when the connection stops?",
                },
            ],
            pillars=[
                {
                    "key": "during",
                    "title": "The work is done before the month ends",
                    "message": (
                        "Lines are matched every hour, all month. On day 1 your team looks at the 6% that need "
                        "a decision, not at everything."
                    ),
                    "promises": [named("Three-day close")],
                    "proofs": [named("Close study, 41 customers")],
                },
                {
                    "key": "trail",
                    "title": "Every number has a trail",
                    "message": (
                        "Click a figure and see who changed it, when, why and what it was before. "
                        "Auditors serve themselves."
                    ),
                    "promises": [named("A trail for every number")],
                    "proofs": [named("Auditor's report on the change log")],
                },
                {
                    "key": "stays",
                    "title": "Your accounting system stays",
                    "message": (
                        "Ledger reads from and writes to the system you have. Nothing is migrated; your first close "
                        "in Ledger is [9 working days away](@Live in nine working days)."
                    ),
                    "promises": [named("Live in nine working days")],
                    "proofs": [named("Fernhill Clinics"), named("Onboarding times, 63 customers")],
                },
                {
                    "key": "calm",
                    "title": "Nobody has to ask who is late",
                    "message": (
                        "Every task has an owner and a day, and tells the next person by itself. The controller leads "
                        "the close without chasing it."
                    ),
                },
            ],
            proof_points=[
                {
                    "key": "study",
                    "pillar": "during",
                    "summary": "41 customers went from a median of 9.5 working days to 3.0 within their second close.",
                    "source_tag": "data",
                    "reuse": "evergreen",
                    "link": "https://halden.example.com/evidence/close-study",
                    "date": ago(92),
                    "expires_on": ahead(273),
                },
                {
                    "key": "lines",
                    "pillar": "during",
                    "summary": "94% of 2.1 million lines were matched without a hand on them in the last 12 months.",
                    "source_tag": "data",
                    "reuse": "evergreen",
                    "link": "https://halden.example.com/evidence/matching",
                    "date": ago(90),
                    "expires_on": ahead(92),
                },
                {
                    "key": "brightwater",
                    "pillar": "trail",
                    "summary": "At Brightwater Foods the auditors' questions fell from 212 to 38 in the first audit with Ledger.",
                    "source_tag": "customer",
                    "reuse": "evergreen",
                    "customer_permission": True,
                    "link": "https://halden.example.com/stories/brightwater-foods",
                    "date": ago(356),
                    "expires_on": ahead(9),
                },
                {
                    "key": "report",
                    "pillar": "trail",
                    "summary": "An independent auditor tested our change log for 12 months and noted no exception.",
                    "source_tag": "technical",
                    "reuse": "evergreen",
                    "link": "https://halden.example.com/trust/report",
                    "date": ago(389),
                    "expires_on": ago(24),
                },
                {
                    "key": "fernhill",
                    "pillar": "stays",
                    "summary": "Fernhill Clinics kept its accounting system and closed four entities on day 3 of its second month.",
                    "source_tag": "customer",
                    "reuse": "evergreen",
                    "customer_permission": True,
                    "link": "https://halden.example.com/stories/fernhill-clinics",
                    "date": ago(130),
                    "expires_on": ahead(235),
                },
                {
                    "key": "onboarding",
                    "pillar": "stays",
                    "summary": "63 customers took a median of 9 working days from kick-off to the first close in Ledger.",
                    "source_tag": "data",
                    "reuse": "evergreen",
                    "link": "https://halden.example.com/evidence/onboarding",
                    "date": ago(76),
                    "expires_on": ahead(289),
                },
                {
                    "key": "castor",
                    "pillar": "calm",
                    "summary": "The controller of Castor & Pine counted 46 reminders a month before Ledger and 3 after.",
                    "source_tag": "customer",
                    "reuse": "one_time",
                    "customer_permission": False,
                    "link": "https://halden.example.com/notes/castor-and-pine",
                    "date": ago(95),
                    "expires_on": ahead(270),
                },
            ],
            segment_rows=[
                {
                    "key": "board",
                    "segment": "Controllers with a board in week two",
                    "pain": "“The board meets on the 10th, and I present last month's guess.”",
                    "promise": "Final numbers on working day 3, from your second close on.",
                    "proof": "41 customers: from 9.5 to 3.0 working days.",
                    "call_to_action": "See a close in 12 minutes",
                },
                {
                    "key": "audit",
                    "segment": "Finance leads before their first audit",
                    "pain": "“We spent three weeks looking for who changed what.”",
                    "promise": "Your auditor answers most questions alone, from the number itself.",
                    "proof": "Brightwater Foods: 38 questions instead of 212.",
                    "call_to_action": "Open the auditor view",
                },
                {
                    "key": "entities",
                    "segment": "Companies that have just bought a second entity",
                    "pain": "“One entity took six days. Two take ten, and nobody knows why.”",
                    "promise": "The second entity adds one day to the close, not four.",
                    "proof": "Fernhill Clinics: four entities on day 3.",
                    "call_to_action": "Bring two entities to a trial",
                },
            ],
            personas=[
                {
                    "key": "controller",
                    "name": "Financial controller",
                    "cares_about": "Going home on day 3 with numbers that will not change",
                },
                {
                    "key": "cfo",
                    "name": "CFO",
                    "cares_about": "Answering the board's second question, not only the first",
                },
                {
                    "key": "accountant",
                    "name": "Accountant",
                    "cares_about": "Judging exceptions instead of ticking lines",
                },
            ],
        ),
        submits("maya", ago(66), "Built on the approved positioning."),
        comments(
            "priya",
            ago(65),
            "segment_rows/audit/promise",
            "The second row is my favourite. Could the auditor see it before the contract is signed?",
        ),
        resolves("priya", ago(64), "segment_rows/audit/promise"),
        approves("priya", ago(64), "Clear. Please watch the date of the audit report."),
        edits(
            "tomas",
            ago(3),
            {
                "pillars/trail/message": (
                    "Click a figure and see who changed it, when, why and what it was before. Auditors serve "
                    "themselves, so your team works through the audit instead of for it."
                ),
                "segment_rows/sceptics": {
                    "segment": "Teams that tried a tool and went back to the spreadsheet",
                    "pain": "“We paid for a checklist, and the matching was still ours.”",
                    "promise": "In the first week you watch your own lines being matched, before you decide.",
                    "proof": "94% of 2.1 million lines.",
                    "call_to_action": "Match last month's lines",
                },
            },
        ),
    ),
)

PAYABLES = Story(
    "messaging.MessagingHouse",
    "Payables messaging house",
    product="Payables",
    steps=(
        writes(
            "tomas",
            ago(16),
            core_message="Every invoice approved in 2 days, and nobody chased.",
            positioning_line="The invoice finds its approver, wherever that person works.",
            category="invoice approval tool",
            tone="Friendly, brief, concrete; never blaming the approver",
            pillars=[
                {
                    "key": "anywhere",
                    "title": "People approve where they already are",
                    "message": "From e-mail, chat or phone, without a seat and without a password.",
                },
                {
                    "key": "once",
                    "title": "No invoice is paid twice",
                    "message": (
                        "Each invoice is compared with 24 months of paid ones before anybody sees it, "
                        "whatever its number says."
                    ),
                },
                {
                    "key": "suppliers",
                    "title": "Suppliers stop asking when the money comes",
                    "message": "They see the state of their invoice on a page of their own.",
                },
            ],
            proof_points=[
                {
                    "key": "days",
                    "pillar": "anywhere",
                    "summary": "At 28 customers approval took a median of 8.4 days before and 1.9 days after.",
                    "source_tag": "data",
                    "link": "https://halden.example.com/evidence/approval-time",
                    "date": ago(60),
                    "expires_on": ahead(305),
                },
                {
                    "key": "mosswick",
                    "pillar": "once",
                    "summary": "Mosswick Logistics stopped 14 duplicates worth €61,200 in its first quarter.",
                    "source_tag": "customer",
                    "reuse": "evergreen",
                    "customer_permission": True,
                    "link": "https://halden.example.com/stories/mosswick-logistics",
                    "date": ago(112),
                    "expires_on": ahead(253),
                },
            ],
            segment_rows=[
                {
                    "key": "many",
                    "segment": "Finance teams with more than ten approvers",
                    "pain": "“I am a reminder service with a degree in accounting.”",
                    "promise": "Approved in 2 days, without a single reminder written by you.",
                    "proof": "28 customers: from 8.4 to 1.9 days.",
                    "call_to_action": "Send us ten invoices",
                },
            ],
            personas=[
                {
                    "key": "lead",
                    "name": "Accounts payable lead",
                    "cares_about": "Paying on time without asking twice",
                },
                {
                    "key": "approver",
                    "name": "Approver outside finance",
                    "cares_about": "Ten seconds, on the phone, between two other things",
                },
            ],
        ),
        comments(
            "maya",
            ago(6),
            "pillars/suppliers/title",
            "The third pillar has nothing under it. Eight customers use the supplier page; can we count their calls?",
        ),
    ),
)

LEDGER_RU = Story(
    "messaging.MessagingHouse",
    "Ledger: дом сообщений для русскоязычных команд",
    product="Ledger",
    language="ru",
    steps=(
        writes(
            "tomas",
            ago(52),
            core_message="Закрывайте месяц за 3 дня, а не за 10.",
            positioning_line="Ledger сверяет операции, пока месяц ещё идёт, поэтому закрытие — это проверка, а не поиски.",
            category="программа для закрытия месяца",
            tone="Просто, точно, спокойно; без громких слов там, где есть цифра",
            not_us=(
                "Мы не заменяем вашу учётную систему.\n"
                "Мы не обещаем закрытие без людей: решения остаются за вами.\n"
                "Мы не говорим «в реальном времени»: сверка идёт раз в час."
            ),
            pillars=[
                {
                    "key": "during",
                    "title": "Работа сделана до конца месяца",
                    "message": (
                        "Операции сверяются каждый час весь месяц. В первый день команда разбирает 6 % строк, "
                        "где нужно решение, а не всё подряд."
                    ),
                },
                {
                    "key": "trail",
                    "title": "У каждой цифры есть история",
                    "message": (
                        "Нажмите на сумму и увидите, кто её изменил, когда, почему и какой она была. "
                        "Аудитор находит ответ сам."
                    ),
                },
                {
                    "key": "stays",
                    "title": "Учётная система остаётся на месте",
                    "message": (
                        "Ledger читает данные из вашей системы и возвращает их туда же. Переносить ничего не нужно: "
                        "первое закрытие — через 9 рабочих дней."
                    ),
                },
            ],
            proof_points=[
                {
                    "key": "study",
                    "pillar": "during",
                    "summary": "У 41 клиента срок закрытия сократился с 9,5 до 3,0 рабочего дня (медиана) ко второму месяцу.",
                    "source_tag": "data",
                    "link": "https://halden.example.com/evidence/close-study",
                    "date": ago(92),
                    "expires_on": ahead(273),
                },
                {
                    "key": "brightwater",
                    "pillar": "trail",
                    "summary": "В Brightwater Foods аудиторы задали 38 вопросов вместо 212 уже на первой проверке с Ledger.",
                    "source_tag": "customer",
                    "customer_permission": True,
                    "link": "https://halden.example.com/stories/brightwater-foods",
                    "date": ago(356),
                    "expires_on": ahead(9),
                },
                {
                    "key": "fernhill",
                    "pillar": "stays",
                    "summary": "Fernhill Clinics сохранила учётную систему и закрыла четыре юрлица на третий день второго месяца.",
                    "source_tag": "customer",
                    "customer_permission": True,
                    "link": "https://halden.example.com/stories/fernhill-clinics",
                    "date": ago(130),
                    "expires_on": ahead(235),
                },
            ],
            segment_rows=[
                {
                    "key": "board",
                    "segment": "Главные бухгалтеры, у которых совет директоров на второй неделе",
                    "pain": "«Совет десятого числа, а я показываю прошлый месяц на глаз».",
                    "promise": "Окончательные цифры на третий рабочий день, начиная со второго закрытия.",
                    "proof": "41 клиент: 3,0 рабочего дня вместо 9,5.",
                    "call_to_action": "Посмотрите закрытие за 12 минут",
                },
                {
                    "key": "audit",
                    "segment": "Финансовые директора перед первым аудитом",
                    "pain": "«Три недели искали, кто и что исправил».",
                    "promise": "На большинство вопросов аудитор отвечает себе сам, прямо из отчёта.",
                    "proof": "Brightwater Foods: 38 вопросов вместо 212.",
                    "call_to_action": "Откройте кабинет аудитора",
                },
            ],
            personas=[
                {
                    "key": "controller",
                    "name": "Главный бухгалтер",
                    "cares_about": "Уйти домой на третий день с цифрами, которые уже не изменятся",
                },
                {
                    "key": "cfo",
                    "name": "Финансовый директор",
                    "cares_about": "Ответить и на второй вопрос совета, а не только на первый",
                },
            ],
        ),
        edits(
            "maya",
            ago(49),
            {
                "pillars/during/message": (
                    "Операции сверяются каждый час, весь месяц. В первый день команда смотрит только на те 6 % строк, "
                    "где нужно решение."
                ),
            },
        ),
        submits("maya", ago(49), "Перевод прочитал носитель языка, цифры сверены с английским домом."),
        approves("priya", ago(47), "Цифры совпадают."),
    ),
)

STORIES = (LEDGER, PAYABLES, LEDGER_RU)
