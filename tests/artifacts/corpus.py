"""Twenty documents in each of three languages, and three questions that people would ask for each.

The questions are inflected, half typed and mistyped as people type them; Chinese ones are mostly of two characters.
"""

# ruff: noqa: E501

from enablement.models import Battlecard
from launches.models import LaunchBrief, Plan
from messaging.models import MessagingHouse
from positioning.models import PositioningDoc

# fmt: off
CORPUS = [
    (Battlecard, {
        "en": ("Ledger against Abacus", "Abacus is half the price at list. Customers pay three extra closing days a month, which is 36 days a year.", ["abacus", "cheaper price abacus", "abacsu"]),
        "ru": ("Ledger против Абакуса", "Абакус вдвое дешевле по прайсу. Клиенты теряют три дня на каждом закрытии месяца, это 36 дней в году.", ["абакусом", "дешевле", "закрытия месяца"]),
        "zh-hans": ("Ledger 对比算盘软件", "算盘软件的标价只有一半。客户每个月结账多花三天,一年就是三十六天。", ["算盘", "标价", "结账"]),
    }),
    (Battlecard, {
        "en": ("Ledger against Tallyworks", "Tallyworks wins retailers with its cash register integration. We lose when the shop has more than forty tills.", ["cash registers", "tallywroks", "tills retailer"]),
        "ru": ("Ledger против Таллиуоркс", "Таллиуоркс выигрывает у розничных сетей интеграцией с кассами. Мы проигрываем, когда касс больше сорока.", ["кассовая интеграция", "розничная сеть", "кассам"]),
        "zh-hans": ("Ledger 对比泰力", "泰力凭借收银机集成赢得零售商。门店超过四十台收银机时我们会输。", ["泰力", "收银", "零售商"]),
    }),
    (Battlecard, {
        "en": ("Swift scooter against Volta", "Our battery lasts twice as long: 90 kilometres on one charge. Volta charges faster and its dealers know it.", ["batteries", "battery charge", "volta scoter"]),
        "ru": ("Самокат Swift против Вольты", "Наша батарея держит вдвое дольше: 90 километров на одном заряде. Вольта заряжается быстрее, и продавцы это знают.", ["батарей", "продавец", "самокатов заряд"]),
        "zh-hans": ("Swift 滑板车对比伏特", "我们的电池续航是竞争对手的两倍:一次充电九十公里。伏特充电更快。", ["电池", "续航", "滑板车"]),
    }),
    (Battlecard, {
        "en": ("Answers on security audits", "Auditors accept our trail as evidence. The penetration test of May found nothing critical; the certificate is on the trust page.", ["penetration tests", "auditor evidence", "certficate"]),
        "ru": ("Ответы об аудите безопасности", "Аудиторы принимают наш журнал как доказательство. Тест на проникновение в мае не нашёл ничего критичного, сертификат на сайте.", ["аудиторов", "сертификаты", "тест проникновения"]),
        "zh-hans": ("安全审计问答", "审计师认可我们的日志作为证据。五月的渗透测试没有发现严重问题,证书在信任页面。", ["渗透", "证书", "审计师"]),
    }),
    (Battlecard, {
        "en": ("When they say onboarding takes months", "Setup takes nine working days because nothing is migrated. Nordlys was live before its next close.", ["onboarding", "set up days", "onbaording months"]),
        "ru": ("Когда говорят, что внедрение длится месяцы", "Запуск занимает девять рабочих дней, потому что ничего не переносится. Нордлис начал работать до следующего закрытия.", ["внедрения", "девять дней", "запуску"]),
        "zh-hans": ("客户说上线要几个月时", "上线只需九个工作日,因为不需要迁移。北光公司在下一次结账之前就启用了。", ["上线", "迁移", "工作日"]),
    }),
    (LaunchBrief, {
        "en": ("Launch of the mobile app", "Approvers can approve invoices from their phone. Push notifications replace the evening e-mail.", ["mobile", "push notification", "phone invoices"]),
        "ru": ("Запуск мобильного приложения", "Согласующие могут утверждать счета с телефона. Уведомления заменяют вечернее письмо.", ["мобильное приложение", "уведомление", "счёт с телефона"]),
        "zh-hans": ("移动应用发布", "审批人可以用手机批准发票。推送通知取代晚间邮件。", ["移动应用", "推送", "手机发票"]),
    }),
    (LaunchBrief, {
        "en": ("Launch of connected warehouses", "Stock levels of all warehouses in one view. Pickers stop counting shelves by hand on Fridays.", ["warehouse", "stock level", "shelvs counting"]),
        "ru": ("Запуск связанных складов", "Остатки всех складов на одном экране. Кладовщики перестают считать полки вручную по пятницам.", ["складами", "остаток", "кладовщик"]),
        "zh-hans": ("联网仓库发布", "所有仓库的库存在一个页面。拣货员周五不用再手工清点货架。", ["仓库", "库存", "货架"]),
    }),
    (LaunchBrief, {
        "en": ("Launch of the new pricing page", "Three plans instead of seven. Visitors compare editions without a call; annual billing saves two months.", ["pricing", "annual billing", "compare editions"]),
        "ru": ("Запуск новой страницы тарифов", "Три тарифа вместо семи. Посетители сравнивают издания без звонка, годовая оплата экономит два месяца.", ["тариф", "годовой оплатой", "посетитель"]),
        "zh-hans": ("新定价页面发布", "套餐从七个减到三个。访客无需致电即可比较版本,按年付费省两个月。", ["定价", "套餐", "按年付费"]),
    }),
    (LaunchBrief, {
        "en": ("Launch of data residency in the Gulf", "Customer data stays in the region. Banks and ministries could not buy before; now procurement has no objection.", ["residency", "ministry banks", "procurment"]),
        "ru": ("Запуск хранения данных в регионе Залива", "Данные клиентов остаются в регионе. Банки и министерства раньше не могли покупать, теперь закупщики не возражают.", ["хранение данных", "министерство", "закупщиков"]),
        "zh-hans": ("海湾地区数据驻留发布", "客户数据留在本地区。银行和部委以前无法购买,现在采购部门没有异议。", ["驻留", "部委", "银行采购"]),
    }),
    (PositioningDoc, {
        "en": ("Positioning of Ledger for groups", "For controllers of groups with five entities who dread consolidation. Unlike a spreadsheet, every number has a trail.", ["controllers", "consolidation spreadsheet", "postioning groups"]),
        "ru": ("Позиционирование Ledger для холдингов", "Для контролёров холдингов из пяти компаний, которых пугает консолидация. В отличие от таблицы, у каждой цифры есть след.", ["холдинг", "контролёр", "консолидации"]),
        "zh-hans": ("集团版 Ledger 定位", "面向拥有五家公司、害怕合并报表的集团财务主管。与电子表格不同,每个数字都有出处。", ["集团", "合并报表", "出处"]),
    }),
    (PositioningDoc, {
        "en": ("Ideal customer in logistics", "Forwarders with customs brokers of their own, who lose containers in paperwork at the harbour.", ["freight forwarder", "customs", "harbor containers"]),
        "ru": ("Идеальный клиент в логистике", "Экспедиторы с собственными таможенными брокерами, которые теряют контейнеры в бумагах порта.", ["экспедитор", "таможня", "контейнер порт"]),
        "zh-hans": ("物流行业理想客户", "自有报关行的货运代理,常在港口文书中弄丢集装箱。", ["报关", "货运", "集装箱"]),
    }),
    (MessagingHouse, {
        "en": ("Messaging of the writing assistant", "It drafts, people decide. No sentence leaves without a human name under it. Hallucination is named and measured.", ["assistant", "hallucinations", "drafts humans"]),
        "ru": ("Сообщения о помощнике письма", "Он набрасывает, люди решают. Ни одно предложение не уходит без имени человека. Выдумки названы и измерены.", ["помощника", "выдумка", "набросок решают"]),
        "zh-hans": ("写作助手话术", "它起草,人来决定。没有人署名的句子不会发出。幻觉会被指出并衡量。", ["助手", "幻觉", "署名"]),
    }),
    (MessagingHouse, {
        "en": ("Messaging for sustainability reports", "Emissions from the same ledger as the invoices. No consultant counts your suppliers again.", ["emission", "sustainability", "supliers consultant"]),
        "ru": ("Сообщения об отчётности по устойчивому развитию", "Выбросы из той же книги, что и счета. Ни один консультант не пересчитывает ваших поставщиков.", ["выброс", "поставщик", "устойчивое развитие"]),
        "zh-hans": ("可持续发展报告话术", "排放数据与发票来自同一本账。顾问不必再清点您的供应商。", ["排放", "供应商", "可持续"]),
    }),
    (Plan, {
        "en": ("First 90 days of a product marketer", "Listen to twelve calls, write the messaging house, train every seller. A ritual on Tuesdays.", ["90 days", "train sellers", "ritual tuesday"]),
        "ru": ("Первые 90 дней продуктового маркетолога", "Послушать двенадцать звонков, написать дом сообщений, обучить каждого менеджера. Ритуал по вторникам.", ["маркетологом", "звонок", "вторник ритуалы"]),
        "zh-hans": ("产品营销经理的前九十天", "听十二通电话,写好话术屋,培训每位销售。每周二固定例会。", ["产品营销", "培训", "例会"]),
    }),
    (Plan, {
        "en": ("Plan against churn of small teams", "Teams below five seats leave in month four. Call them in week six; give the champion a dashboard.", ["churn", "small teams leaving", "chmapion dashboard"]),
        "ru": ("План против оттока малых команд", "Команды меньше пяти мест уходят на четвёртый месяц. Позвонить на шестой неделе, дать лидеру дашборд.", ["отток", "малая команда", "дашборда"]),
        "zh-hans": ("减少小团队流失计划", "少于五个席位的团队在第四个月离开。第六周致电,给带头人一个仪表盘。", ["流失", "席位", "仪表盘"]),
    }),
    (LaunchBrief, {
        "en": ("Webinar series for partners", "Four evenings, one demo each. Resellers get slides with their own logo and a registration link.", ["webinars", "reseller slides", "partner registraton"]),
        "ru": ("Серия вебинаров для партнёров", "Четыре вечера, по одной демонстрации. Реселлеры получают слайды со своим логотипом и ссылку на регистрацию.", ["вебинар", "партнёрами", "логотип слайда"]),
        "zh-hans": ("合作伙伴网络研讨会", "四个晚上,每晚一个演示。经销商拿到带自己标志的幻灯片和报名链接。", ["研讨会", "经销商", "报名"]),
    }),
    (Battlecard, {
        "en": ("Support around the clock", "Somebody answers in six minutes at night. Rivals send a ticket number; ask for their median at three in the morning.", ["support night", "ticket number", "round the clock"]),
        "ru": ("Круглосуточная поддержка", "Ночью отвечают за шесть минут. Конкуренты присылают номер заявки; спросите их медиану в три часа утра.", ["поддержки ночью", "конкурента заявка", "круглосуточную"]),
        "zh-hans": ("全天候客服支持", "夜里六分钟内有人答复。竞品只给工单号;请问他们凌晨三点的中位数。", ["客服", "工单", "凌晨"]),
    }),
    (Battlecard, {
        "en": ("Leaving spreadsheets behind", "A spreadsheet is free until two people edit it. Import keeps formulas as notes; nobody has to copy cells.", ["formulas", "spreadsheets import", "copy cell"]),
        "ru": ("Уход от электронных таблиц", "Таблица бесплатна, пока её не правят двое. Импорт сохраняет формулы как заметки, копировать ячейки не нужно.", ["формула", "электронную таблицу", "ячейка"]),
        "zh-hans": ("告别电子表格", "两个人同时编辑之前,表格是免费的。导入会把公式保留为备注,无需复制单元格。", ["公式", "单元格", "电子表格"]),
    }),
    (MessagingHouse, {
        "en": ("Messaging for developers", "Webhooks arrive once, signed, with a replay button. The sandbox resets at midnight; rate limits are printed in the header.", ["webhook", "sandbox", "rate limit header"]),
        "ru": ("Сообщения для разработчиков", "Вебхуки приходят один раз, с подписью и кнопкой повтора. Песочница сбрасывается в полночь, лимиты указаны в заголовке.", ["разработчик", "песочницу", "вебхука подпись"]),
        "zh-hans": ("面向开发者的话术", "网络钩子只送达一次,带签名和重放按钮。沙箱午夜重置,限流写在响应头里。", ["开发者", "沙箱", "限流"]),
    }),
    (PositioningDoc, {
        "en": ("Rules for discounts", "No discount without a trade: term, reference or volume. Fifteen percent is the ceiling; above it the director signs.", ["discount", "ceiling percent", "direcotr signs"]),
        "ru": ("Правила скидок", "Нет скидки без обмена: срок, отзыв или объём. Потолок пятнадцать процентов, выше подписывает директор.", ["скидка", "потолка процент", "директором"]),
        "zh-hans": ("折扣规则", "没有交换条件就没有折扣:期限、案例或数量。上限百分之十五,超过由总监签字。", ["折扣", "总监", "上限"]),
    }),
]
# fmt: on

FIELD = {
    Battlecard: "why_we_win",
    LaunchBrief: "what_ships",
    PositioningDoc: "icp",
    MessagingHouse: "core_message",
    Plan: "role",
}
QUESTIONS = [
    (language, question, title)
    for _kind, said in CORPUS
    for language, (title, _text, questions) in said.items()
    for question in questions
]


def write_all(create, *, by):
    """Every document of the corpus, written as people write them."""
    for kind, said in CORPUS:
        for language, (title, text, _questions) in said.items():
            create(kind, {"title": title, "language": language, FIELD[kind]: text}, by=by)
