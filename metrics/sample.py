"""Two years of an invented company's funnel as files, the same for the same seed, imported like anybody's."""

import csv
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

FIRST_DAY = date(2024, 11, 1)
LAST_DAY = date(2026, 11, 20)
PEOPLE = 6_000
SEED = 20261120
EARLIER = 75  # days: who signed up before the file begins may still pay within it
FIRST_MOMENT, LAST_MOMENT = datetime(2024, 11, 1, tzinfo=UTC), datetime(2026, 11, 21, tzinfo=UTC)


@dataclass(frozen=True)
class Channel:
    """How many it brings, how good they are, and what one sign-up costs on a plain day."""

    name: str
    weight: float
    activates: float
    pays: float
    cost: float


CHANNELS = (
    Channel("organic search", 0.31, 0.47, 0.21, 0),
    Channel("paid search", 0.24, 0.41, 0.18, 370),
    Channel("paid social", 0.17, 0.29, 0.10, 260),
    Channel("referral", 0.11, 0.58, 0.30, 55),
    Channel("partner", 0.09, 0.52, 0.27, 210),
    Channel("events", 0.06, 0.44, 0.24, 840),
    Channel("", 0.02, 0.35, 0.14, 0),
)
SEGMENTS = {"startup": 0.55, "mid-market": 0.33, "enterprise": 0.12}
BY_SEGMENT = {"startup": 0.9, "mid-market": 1.1, "enterprise": 1.3}
TRIES = 0.62  # of those who activate; of the others a quarter of it
USES = ("accounts_matched", "month_closed", "report_exported")
PLANS = {"startup": ("Team", 49, 3), "mid-market": ("Growth", 249, 3), "enterprise": ("Enterprise", 990, 4)}
BILLED = ("id", "Customer ID", "Customer Description", "Customer Name", "Customer Email", "Plan", "Quantity")
BILLED += ("Currency", "Interval", "Amount", "Status", "Created (UTC)", "Start (UTC)", "Current Period Start (UTC)")
BILLED += ("Current Period End (UTC)", "Trial Start (UTC)", "Trial End (UTC)", "Canceled At (UTC)", "Ended At (UTC)")
PAID = ("id", "Description", "Created (UTC)", "Amount", "Amount Refunded", "Currency", "Status", "Customer ID")
PAID += ("Customer Email", "Captured")
CONTACTS = ("Record ID", "Email", "Lifecycle Stage", "Original Source", "Create Date", "Became a customer date")
DEALS = ("Record ID", "Deal Name", "Deal Stage", "Pipeline", "Amount", "Close Date", "Create Date", "Original Source")
STAGES = {"subscribed": "Customer", "trial_started": "Opportunity", "activated": "Sales Qualified Lead"}
UNDECIDED = timedelta(days=45)  # a deal that has not been won by then is lost
DAMAGED = ((1_500, "31.13.2025"), (4_200, "soon"), (9_100, ""))


def days(before: int = 0) -> list[date]:
    first = FIRST_DAY - timedelta(days=before)
    return [first + timedelta(days=n) for n in range((LAST_DAY - first).days + 1)]


def busyness(day: date) -> float:
    """Growth by two and a half in two years, quiet weekends, quiet holidays, a launch in spring 2026."""
    grown = 1 + 1.5 * (day - FIRST_DAY).days / 730
    week = 0.35 if day.weekday() >= 5 else 1.0
    holidays = 0.4 if (day.month, day.day) >= (12, 22) or (day.month, day.day) <= (1, 4) else 1.0
    launch = 1.6 if date(2026, 4, 14) <= day <= date(2026, 5, 9) else 1.0
    return grown * week * holidays * launch * (1 + 0.06 * math.sin(day.toordinal()))


def better_over_time(day: date) -> float:
    """Onboarding was rebuilt in February 2026."""
    return 1.18 if day >= date(2026, 2, 16) else 1.0


def product(person: str, segment: str) -> str:
    """What somebody signs up for: of the larger companies every third begins with the one for groups."""
    return "Ledger Group" if segment != "startup" and int(person.removeprefix("u-")) % 3 == 0 else "Ledger"


def campaign(channel: str, day: date) -> str:
    """What is advertised in a channel on that day: another campaign each quarter, and none without advertising."""
    named = {"paid search": "Close in three days", "paid social": "Numbers you can trace"}
    return f"{named[channel]} {day.year} Q{(day.month + 2) // 3}" if channel in named else ""


def write_events(path, seed: int = SEED) -> None:
    """user,event,time,channel,segment,campaign,product: about 6,000 people, in the order in which things happened."""
    rows = sorted(_events(seed), key=lambda row: row[2])
    for at, time in DAMAGED:
        rows.insert(at, (f"u-damaged-{at}", "signed_up", time, "referral", "startup", "", ""))
    _write(path, ("user", "event", "time", "channel", "segment", "campaign", "product"), rows)


def write_spend(path, seed: int = SEED) -> None:
    """day,channel,amount,campaign: what the paid channels cost, day by day."""
    _write(path, ("day", "channel", "amount", "campaign"), _spend(random.Random(seed + 1)))  # noqa: S311


def _write(path, header, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])


def write_subscriptions(path, seed: int = SEED) -> None:
    """What the paying customers pay, with the columns in which the billing tool exports it."""
    _write_named(path, BILLED, [_billed(*each) for each in _sold(seed)])


def write_payments(path, seed: int = SEED) -> None:
    """Each month of each subscription, once it was paid, as the billing tool exports it."""
    luck = random.Random(seed + 4)  # noqa: S311
    rows = [row for each in _sold(seed) for row in _charges(luck, each)]
    _write_named(path, PAID, sorted(rows, key=lambda row: row["Created (UTC)"]))


def write_contacts(path, seed: int = SEED) -> None:
    """The people of larger customers as the CRM lists them: how far each has come."""
    _write_named(path, CONTACTS, [_contact(*each) for each in _in_crm(seed)])


def write_deals(path, seed: int = SEED) -> None:
    """What was offered to those who tried it, for a year."""
    _write_named(path, DEALS, [_deal(*each) for each in _in_crm(seed) if "trial_started" in each[-1]])


def _write_named(path, header, rows):
    _write(path, header, ([row.get(name, "") for name in header] for row in rows))


def _sold(seed) -> list["Subscription"]:
    customers = [
        (person, segment, steps["subscribed"])
        for person, _channel, segment, steps in _people(random.Random(seed))  # noqa: S311
        if "subscribed" in steps
    ]
    luck = random.Random(seed + 2)  # noqa: S311
    found = [each for customer in customers for each in _subscriptions(luck, *customer)]
    return [each for each in found if each.since < LAST_MOMENT]


def _in_crm(seed) -> Iterator[tuple]:
    """The people whom somebody sells to, with only the steps that have been taken by now."""
    for person, channel, segment, steps in _people(random.Random(seed)):  # noqa: S311
        taken = {step: when for step, when in steps.items() if when < LAST_MOMENT}
        if segment != "startup" and FIRST_MOMENT <= steps["signed_up"] < LAST_MOMENT:
            yield person, channel, segment, taken


def _events(seed) -> Iterator[tuple]:
    uses = random.Random(seed + 3)  # noqa: S311
    for person, channel, segment, steps in _people(random.Random(seed)):  # noqa: S311
        for event, when in [*steps.items(), *_uses(uses, steps)]:
            if FIRST_MOMENT <= when < LAST_MOMENT:
                named = campaign(channel, when.date()) if event == "signed_up" else ""
                whose = channel, segment, named, product(person, segment)
                yield person, event, when.strftime("%Y-%m-%dT%H:%M:%SZ"), *whose


def _people(luck) -> Iterator[tuple]:
    """(id, channel, segment, {step: moment}) of everybody who signed up."""
    calendar = days(EARLIER)
    arrivals = sorted(luck.choices(calendar, [busyness(day) for day in calendar], k=PEOPLE))
    for number, day in enumerate(arrivals, start=1):
        channel = luck.choices(CHANNELS, [channel.weight for channel in CHANNELS])[0]
        segment = luck.choices(list(SEGMENTS), list(SEGMENTS.values()))[0]
        noon = datetime(day.year, day.month, day.day, tzinfo=UTC)
        start = noon + timedelta(seconds=luck.gauss(13.5, 3) * 3600 % 86_400)
        yield f"u-{number:05}", channel.name, segment, dict(_steps(luck, channel, segment, start))


def _uses(luck, steps) -> Iterator[tuple]:
    """Those who activated come back for a while, those who pay for long: accounts to match, a month to close."""
    if "activated" not in steps:
        return
    weeks = 1 + int(luck.expovariate(1 / (45 if "subscribed" in steps else 5)))
    for week in range(weeks):
        for _visit in range(luck.choice((0, 1, 1, 2))):
            when = steps["activated"] + timedelta(days=7 * week + luck.uniform(0, 6.9))
            yield luck.choices(USES, (6, 2, 1))[0], when


class Subscription(NamedTuple):
    person: str
    number: int
    plan: str
    amount: int
    since: datetime
    until: datetime


def _subscriptions(luck, person, segment, since) -> Iterator[Subscription]:
    """One plan, sometimes more seats later, sometimes an end, and now and then a return."""
    plan, amount, seats = PLANS[segment]
    until = since + timedelta(days=30 * (2 + int(luck.expovariate(1 / 16))))
    yield Subscription(person, 1, plan, amount * (1 + luck.randrange(seats)), since, until)
    more = since + timedelta(days=luck.randrange(40, 400))
    if luck.random() < 0.3 and more < until:
        yield Subscription(person, 2, plan, amount, more, more + (until - more) * luck.choice((1, 1, 0.5)))
    if luck.random() < 0.15:
        again = until + timedelta(days=luck.randrange(35, 200))
        yield Subscription(person, 3, plan, amount, again, LAST_MOMENT + timedelta(days=1))


def _billed(person, number, plan, amount, since, until):
    ended = f"{until:%Y-%m-%d %H:%M}" if until < LAST_MOMENT else ""
    begun = f"{since:%Y-%m-%d %H:%M}"
    return {
        "id": f"sub_{person.removeprefix('u-')}_{number}",
        "Customer ID": person,
        "Plan": plan,
        "Quantity": 1,
        "Currency": "eur",
        "Interval": "month",
        "Amount": f"{amount}.00",
        "Status": "canceled" if ended else "active",
        "Created (UTC)": begun,
        "Start (UTC)": begun,
        "Canceled At (UTC)": ended,
        "Ended At (UTC)": ended,
    }


def _charges(luck, sold: Subscription) -> Iterator[dict]:
    """On the day of the start, every month: now and then a card fails first, and rarely money goes back."""
    months, until = 0, min(sold.until, LAST_MOMENT)
    while (when := _months_later(sold.since, months)) < until:
        name = f"ch_{sold.person.removeprefix('u-')}_{sold.number}_{months}"
        if luck.random() < 0.03:
            yield _charge(f"{name}f", sold, when, "Failed")
            when = min(when + timedelta(days=2), until - timedelta(minutes=1))
        returned = luck.choices((0, sold.amount // 2, sold.amount), (970, 15, 15))[0]
        yield _charge(name, sold, when, "Refunded" if returned == sold.amount else "Paid", returned)
        months += 1


def _months_later(since, count):
    if not count:
        return since
    years, month = divmod(since.month - 1 + count, 12)
    return since.replace(year=since.year + years, month=month + 1, day=min(since.day, 28))


def _charge(name, sold, when, status, returned=0):
    return {
        "id": name,
        "Description": "Subscription",
        "Created (UTC)": f"{when:%Y-%m-%d %H:%M}",
        "Amount": f"{sold.amount}.00",
        "Amount Refunded": f"{returned}.00",
        "Currency": "eur",
        "Status": status,
        "Customer ID": sold.person,
        "Captured": str(status != "Failed").lower(),
    }


def _contact(person, channel, _segment, steps):
    furthest = next((stage for step, stage in STAGES.items() if step in steps), "")
    by_number = "Marketing Qualified Lead" if int(person.removeprefix("u-")) % 3 else "Lead"
    return {
        "Record ID": person.removeprefix("u-"),
        "Email": f"{person}@customer.example",
        "Lifecycle Stage": furthest or by_number,
        "Original Source": channel,
        "Create Date": f"{steps['signed_up']:%Y-%m-%d %H:%M}",
        "Became a customer date": f"{steps['subscribed']:%Y-%m-%d %H:%M}" if "subscribed" in steps else "",
    }


def _deal(person, channel, segment, steps):
    plan, amount, _seats = PLANS[segment]
    opened, won = steps["trial_started"], steps.get("subscribed")
    is_lost = not won and opened + UNDECIDED < LAST_MOMENT
    closed = won or opened + UNDECIDED
    return {
        "Record ID": person.removeprefix("u-"),
        "Deal Name": f"{plan}, {person}",
        "Deal Stage": "Closed Won" if won else "Closed Lost" if is_lost else "Contract Sent",
        "Pipeline": "Sales Pipeline",
        "Amount": f"{amount * 12}.00",
        "Close Date": f"{closed:%Y-%m-%d %H:%M}",
        "Create Date": f"{opened:%Y-%m-%d %H:%M}",
        "Original Source": channel,
    }


def _steps(luck, channel, segment, start):
    """Sign-up, perhaps activation, perhaps a trial, perhaps a payment; each some time after the one before."""
    yield "signed_up", start
    activates = luck.random() < channel.activates * better_over_time(start.date())
    activated = start + timedelta(days=min(luck.expovariate(1 / 3.2), 60))
    if activates:
        yield "activated", activated
    if luck.random() < TRIES * (1 if activates else 0.25):
        trial = (activated if activates else start) + timedelta(hours=luck.expovariate(1 / 30))
        yield "trial_started", trial
        if luck.random() < 1.15 * channel.pays * BY_SEGMENT[segment] * (1.2 if activates else 0.5):
            yield "subscribed", trial + timedelta(days=min(luck.gammavariate(4, 4.2), 80))


def _spend(luck) -> Iterator[tuple]:
    for day in days():
        for channel in CHANNELS:
            if channel.cost:
                people = PEOPLE / 1_050 * busyness(day) * channel.weight
                amount = f"{channel.cost * people * luck.uniform(0.85, 1.2):.2f}"
                yield day, channel.name, amount, campaign(channel.name, day)
