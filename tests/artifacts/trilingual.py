"""A house and a battlecard of real length in three languages, for everything that must fit on one page."""

# ruff: noqa: E501

# fmt: off
CARDS = {
    "en": {
        "title": "Ledger against Abacus",
        "competitor": "Abacus",
        "one_liner": "They are a close tool for large groups, known for consolidation templates.",
        "quick_dismiss": "Ask how long their setup took: ours runs the next close, theirs the one after next year’s.",
        "how_they_pitch": "One platform for close, consolidation and reporting, with 400 templates.",
        "they_say_about_us": "“Ledger is a tool for small companies; it has no consolidation.”",
        "our_answer": "True of 2024. Today forty groups close with us, and their auditors read along.",
        "why_we_win": "Live in **nine working days**, because nothing is migrated.\n\n- reads the ledger you have\n- no services",
        "why_we_lose": "A group with more than thirty entities and statutory consolidation.",
        "strengths_to_acknowledge": "Their consolidation is the best there is; say so.",
        "their_price": "From € 40,000 a year, plus services of € 60,000, seen in May 2026.",
        "our_price": "€ 18,000 a year, with setup.",
        "how_to_compare": "Compare the first two years with services: € 140,000 against € 36,000.",
        "objections": ("You are too expensive", "What does a late close cost you?", "Compare a year with services.", "Nordlys saved 41 days."),
        "landmines": ("How many weeks until the first close?", "Their projects take 26 weeks.", "Offer ours in writing."),
        "disqualifiers": ("They need tax filing", "We do not file taxes.", "“Who files your return?”", "Come back when the return is elsewhere."),
        "talk_track": "How long was your last close, and who waited for whom?",
        "traps_to_avoid": ("A feature list side by side", "Ask which three they would use in the first month."),
    },
    "ru": {
        "title": "Ledger против «Абакуса»",
        "competitor": "Абакус",
        "one_liner": "Это инструмент закрытия для крупных холдингов, известный шаблонами консолидации.",
        "quick_dismiss": "Спросите, сколько длилось внедрение: у нас первым закрывается ближайший месяц, у них — следующий год.",
        "how_they_pitch": "Единая платформа закрытия, консолидации и отчётности с четырьмястами шаблонами.",
        "they_say_about_us": "«Ledger — для небольших компаний, консолидации у него нет».",
        "our_answer": "Так было в 2024 году. Сегодня с нами закрывают период сорок холдингов, и аудиторы видят каждую проводку.",
        "why_we_win": "Запуск за **девять рабочих дней**, потому что ничего не переносится.\n\n- читает вашу учётную систему\n- без услуг внедрения",
        "why_we_lose": "Холдинг более чем из тридцати юридических лиц с обязательной консолидированной отчётностью.",
        "strengths_to_acknowledge": "Их консолидация — лучшая на рынке; так и скажите.",
        "their_price": "От 40 000 € в год и 60 000 € за внедрение, по данным за май 2026 года.",
        "our_price": "18 000 € в год вместе с запуском.",
        "how_to_compare": "Сравните первые два года с внедрением: 140 000 € против 36 000 €.",
        "objections": ("Вы слишком дорогие", "Во что обходится позднее закрытие?", "Сравните год вместе с услугами внедрения.", "«Нордлис» сберёг сорок один день."),
        "landmines": ("Сколько недель до первого закрытия?", "Их проекты длятся двадцать шесть недель.", "Предложите наш срок письменно."),
        "disqualifiers": ("Нужна сдача налоговой отчётности", "Мы её не сдаём.", "«Кто сдаёт вашу декларацию?»", "Возвращайтесь, когда декларация будет в другой системе."),
        "talk_track": "Сколько длилось последнее закрытие и кто кого ждал?",
        "traps_to_avoid": ("Таблица функций бок о бок", "Спросите, какие три понадобятся в первый месяц."),
    },
    "zh-hans": {
        "title": "Ledger 对比算盘",
        "competitor": "算盘",
        "one_liner": "他们是面向大型集团的结账工具，以合并报表模板著称。",
        "quick_dismiss": "请问他们的实施用了多久：我们下个月就能结账，他们要等到明年以后。",
        "how_they_pitch": "结账、合并与报表的统一平台，附带四百个模板。",
        "they_say_about_us": "“Ledger 只适合小公司，没有合并功能。”",
        "our_answer": "2024 年确实如此。如今已有四十家集团用我们结账，审计师可以随时查看每一笔分录。",
        "why_we_win": "**九个工作日**即可上线，因为无需迁移任何数据。\n\n- 直接读取现有总账\n- 无需实施服务",
        "why_we_lose": "超过三十个法人实体且必须出具法定合并报表的集团。",
        "strengths_to_acknowledge": "他们的合并功能是业内最好的，请直接承认。",
        "their_price": "每年 40,000 欧元起，另加 60,000 欧元实施费，2026 年 5 月所见。",
        "our_price": "每年 18,000 欧元，含上线。",
        "how_to_compare": "把头两年连同实施费一起比较：140,000 欧元对 36,000 欧元。",
        "objections": ("你们太贵了", "晚结账的代价是多少？", "请把一年的费用连同服务一起比较。", "北光公司节省了四十一天。"),
        "landmines": ("第一次结账要等几周？", "他们的项目需要二十六周。", "请书面承诺我们的时间。"),
        "disqualifiers": ("需要报税", "我们不报税。", "“谁为贵公司报税？”", "等报税另有系统时再来找我们。"),
        "talk_track": "上一次结账用了多久，谁在等谁？",
        "traps_to_avoid": ("逐项对比功能清单", "请问第一个月真正会用到哪三项。"),
    },
}

HOUSES = {
    "en": {
        "title": "Ledger messaging house",
        "core_message": "Close the books in 3 days, not 10.",
        "positioning_line": "Ledger matches while you work, so month-end is a review and not a hunt.",
        "category": "month-end close tool",
        "tone": "Plain, exact, calm; never clever at the cost of a number",
        "not_us": "We do not replace your accounting system.\nWe do not say “real-time”; we match every hour.",
        "pillar": ("The work is done before the month ends", "Lines are matched every hour, all month. On day 1 your team looks at the 6 % that need a decision, not at everything."),
        "proof": "41 customers went from a median of 9.5 working days to 3.0 within their second close.",
        "persona": ("Financial controller", "Signs the numbers, and is asked first when one is wrong"),
        "segment": ("Mid-market", "Nine days of hunting for differences.", "The first close in nine working days.", "Nordlys: nine days to three.", "See your own month"),
    },
    "ru": {
        "title": "Дом сообщений Ledger",
        "core_message": "Закрывайте период за 3 дня, а не за 10.",
        "positioning_line": "Ledger сверяет, пока вы работаете, поэтому конец месяца — это проверка, а не поиски.",
        "category": "инструмент закрытия периода",
        "tone": "Просто, точно, спокойно; никогда — остроумие ценой цифры",
        "not_us": "Мы не заменяем вашу учётную систему.\nМы не говорим «в реальном времени»: сверка идёт раз в час.",
        "pillar": ("Работа сделана до конца месяца", "Строки сверяются каждый час весь месяц. В первый день команда смотрит на шесть процентов, которые требуют решения, а не на всё подряд."),
        "proof": "Сорок один клиент перешёл с медианы 9,5 рабочего дня на 3,0 ко второму закрытию.",
        "persona": ("Финансовый контролёр", "Подписывает цифры, и первым отвечает, когда одна из них неверна"),
        "segment": ("Средний бизнес", "Девять дней поиска расхождений.", "Первое закрытие за девять рабочих дней.", "«Нордлис»: с девяти дней до трёх.", "Посмотрите свой месяц"),
    },
    "zh-hans": {
        "title": "Ledger 信息屋",
        "core_message": "三天结账，而不是十天。",
        "positioning_line": "Ledger 在您工作时完成对账，月末只需复核，不必四处查找。",
        "category": "月末结账工具",
        "tone": "朴素、准确、沉稳；绝不为俏皮牺牲数字",
        "not_us": "我们不替换您的会计系统。\n我们不说“实时”：每小时对账一次。",
        "pillar": ("月末之前工作已完成", "全月每小时自动对账。第一天，您的团队只需查看需要决定的百分之六，而不是全部。"),
        "proof": "四十一家客户的结账中位数在第二次结账时从 9.5 个工作日降到 3.0 个工作日。",
        "persona": ("财务总监", "对数字签字，出错时第一个被问到"),
        "segment": ("中型企业", "九天都在查找差异。", "九个工作日内完成首次结账。", "北光公司：九天变三天。", "看看您自己的月份"),
    },
}  # fmt: skip


def card(language, times=3) -> dict:
    """Changes that write a battlecard with `times` items in each list."""
    told = CARDS[language]
    fields = {name: text for name, text in told.items() if isinstance(text, str) and name != "talk_track"}
    keys = {
        "objections": ("they_say", "reframe", "we_say", "proof"),
        "landmines": ("question", "exposes", "follow_up"),
        "disqualifiers": ("condition", "why", "how_to_detect", "say_instead"),
        "traps_to_avoid": ("trap", "guard"),
    }
    lists = {name: [_item(names, told[name], at) for at in range(times)] for name, names in keys.items()}
    lists["objections"][0]["audience"] = "shareable"
    lists["talk_track"] = [{"key": f"k{at}", "part": "opener", "text": told["talk_track"]} for at in range(times)]
    return fields | lists | {"language": language}


def house(language, pillars=4, proofs=2) -> dict:
    told = HOUSES[language]
    fields = {name: text for name, text in told.items() if isinstance(text, str) and name != "proof"}
    bricks = [(pillar, proof) for pillar in range(pillars) for proof in range(proofs)]
    return fields | {
        "language": language,
        "pillars": [_item(("title", "message"), told["pillar"], at) for at in range(pillars)],
        "proof_points": [
            {"key": f"b{pillar}x{proof}", "pillar": f"k{pillar}", "summary": told["proof"], "link": f"https://halden.example.com/evidence/{pillar}-{proof}"}
            for pillar, proof in bricks
        ],
        "personas": [_item(("name", "cares_about"), told["persona"], at) for at in range(2)],
        "segment_rows": [_item(("segment", "pain", "promise", "proof", "call_to_action"), told["segment"], at) for at in range(2)],
    }  # fmt: skip


def _item(names, texts, at):
    return {"key": f"k{at}"} | dict(zip(names, texts, strict=True))
