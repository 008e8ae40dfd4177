"""All tallies once more, in plain Python over lists: slow, obvious, and written apart from the definitions."""

from collections import Counter, defaultdict
from datetime import date, timedelta

from metrics.definitions.facts import DIMENSIONS

DAY_OF_24_HOURS = 86_400_000_000
FUNNELS = {
    "trial": ("signup", "trial"),
    "customer": ("signup", "paid"),
    "free_to_paid": ("trial", "paid"),
}
N_DAYS = (1, 7, 14, 30, 60, 90)
BRACKETS = ((0, 0), (1, 3), (4, 7), (8, 14), (15, 30))
AGES = (7, 30, 60, 90, 180, 365)
LEAD_STAGES = ("lead", "mql", "sql", "opportunity", "customer")


class Oracle:
    def __init__(self, facts, meaning):
        self.facts, self.meaning, self.found = facts, meaning, Counter()
        self.roles = defaultdict(set)
        for event, role in meaning.roles():
            self.roles[event].add(role)
        self.homes = {row["person"]: tuple(row[name] for name in DIMENSIONS) for row in facts["belongs"]}
        self.events = sorted(facts["events"], key=lambda row: (row["at"], row["tie"]))
        self.unit_of, self.home_of = self.units()
        self.by_unit = defaultdict(list)
        for row in self.events:
            self.by_unit[self.unit_of[row["person"]]].append(row)

    def units(self):
        unit_of = {person: person for person in self.homes}
        if self.meaning.unit == "account":
            unit_of = {person: -person for person in self.homes}
            for row in reversed(self.events):
                if row["account"]:
                    unit_of[row["person"]] = row["account"]
        home_of = {}
        for person in [row["person"] for row in self.events] + sorted(self.homes):
            home_of.setdefault(unit_of[person], self.homes[person])
        return unit_of, home_of

    def add(self, measure, period, home, value=1, n=0):
        self.found[measure, period, n, *home] += value

    def tallies(self):
        for unit, rows in self.by_unit.items():
            home = self.home_of[unit]
            self.funnels(unit, rows, home)
            self.campaigns(unit, rows, home)
            self.engagement(rows, home)
            self.retention(unit, rows, home)
        self.customers()
        self.money()
        self.spend_and_sales()
        return {key: value for key, value in self.found.items() if value}

    def of(self, rows, role):
        return [row for row in rows if role in self.roles[row["event"]]]

    def money_days(self, unit):
        rows = self.facts["payments"] + self.facts["levels"]
        return [row["day"] for row in rows if self.unit_of[row["person"]] == unit and row["cents"] > 0]

    def funnels(self, unit, rows, home):
        for role in ("signup", "trial"):
            if entered := self.of(rows, role)[:1]:
                self.add(f"funnel.entered:{role}", entered[0]["day"], home)
        for entered in self.of(rows, "signup")[:1]:
            self.activation(entered, rows, home)
        for name, (entry, target) in FUNNELS.items():
            for entered in self.of(rows, entry)[:1]:
                self.reach(
                    name, entered, self.of(rows, target), self.money_days(unit) if target == "paid" else [], home
                )

    def activation(self, entered, rows, home):
        after = self.met([row for row in rows if row["at"] >= entered["at"]])
        ever = self.met(rows)
        if after is not None:
            took = (after - entered["at"]) // DAY_OF_24_HOURS
            self.add("funnel.reached:activation", entered["day"], home, n=min(took, 366))
            self.add("funnel.ever:activation", entered["day"], home)
        elif ever is not None and ever < entered["at"]:
            self.add("quality.before_entry:activation", entered["day"], home)

    def met(self, rows):
        """The moment at which the criteria were met by these rows; None if never."""
        criteria, moments = self.meaning.activation, []
        for event, times in criteria.events:
            moments += [row["at"] for row in rows if row["event"] == event][times - 1 : times]
        wanted = 1 if criteria.is_any else len(criteria.events)
        return sorted(moments)[wanted - 1] if len(moments) >= wanted else None

    def reach(self, name, entered, targets, days, home):
        took = [(row["at"] - entered["at"]) // DAY_OF_24_HOURS for row in targets if row["at"] >= entered["at"]]
        took += [(day - entered["day"]).days for day in days if day >= entered["day"]]
        if took:
            self.add(f"funnel.reached:{name}", entered["day"], home, n=min(*took, 366))
            self.add(f"funnel.ever:{name}", entered["day"], home)
        elif targets or days:
            self.add(f"quality.before_entry:{name}", entered["day"], home)

    def campaigns(self, unit, rows, home):
        for entered in self.of(rows, "signup")[:1]:
            if name := entered["campaign"]:
                day = entered["day"]
                self.add(f"campaign.signups:{name}", day, home)
                has_paid = any(row["at"] >= entered["at"] for row in self.of(rows, "paid"))
                has_paid = has_paid or any(each >= day for each in self.money_days(unit))
                self.add(f"campaign.customers:{name}", day, home, has_paid)
                self.add(f"campaign.cents:{name}", day, home, sum(row["cents"] for row in self.paid(unit, day)))

    def paid(self, unit, since):
        return [row for row in self.facts["payments"] if self.unit_of[row["person"]] == unit and row["day"] >= since]

    def week(self, day):
        while day.weekday() != self.meaning.week_start:
            day -= timedelta(days=1)
        return day

    def start(self, day, every):
        return self.week(day) if every == "week" else day.replace(day=1)

    def following(self, start, every):
        return start + timedelta(days=7) if every == "week" else month_after(start, 1)

    def engagement(self, rows, home):
        uses = self.of(rows, "value")
        days = sorted({row["day"] for row in uses})
        for day in days:
            self.add("engagement.dau", day, home)
            self.add("engagement.events", day, home, sum(row["day"] == day for row in uses))
        for name, length in (("wau", 7), ("mau", 28)):
            self.rolling(f"engagement.{name}", days, length, home)
        for every in ("week", "month"):
            periods = sorted({self.start(day, every) for day in days})
            for period in periods:
                here = sum(self.start(day, every) == period for day in days)
                self.add(f"engagement.days_of_{every}", period, home, n=here)
                self.add(f"lifecycle.{every}:{self.state(rows, period, periods, every)}", period, home)
                if self.following(period, every) not in periods:
                    self.add(f"lifecycle.{every}:dormant", self.following(period, every), home)
                self.recurring(period, periods, every, home)
        self.features(rows, home)

    def rolling(self, measure, days, length, home):
        """The change of "was active in the window that ends today" against yesterday."""
        if not days:
            return
        day, was = days[0], False
        while day <= days[-1] + timedelta(days=length):
            now = any(day - timedelta(days=length) < each <= day for each in days)
            self.add(measure, day, home, now - was)
            day, was = day + timedelta(days=1), now

    def state(self, rows, period, periods, every):
        if self.start(min(row["day"] for row in rows), every) == period:
            return "new"
        before = [each for each in periods if self.following(each, every) == period]
        return "returning" if before else "resurrecting"

    def recurring(self, period, periods, every, home):
        later, n = period, 0
        while n < (8 if every == "week" else 24):
            later, n = self.following(later, every), n + 1
            if later in periods:
                self.add(f"retention.recurring:{every}", period, home, n=n)

    def features(self, rows, home):
        active = {row["day"].replace(day=1) for row in self.of(rows, "value")}
        uses = Counter((row["event"], row["day"].replace(day=1)) for row in self.of(rows, "feature"))
        for event, month in [key for key in uses if key[1] in active]:
            count = uses[event, month]
            self.add(f"features.users:{event}", month, home, n=min(count, 10))
            self.add(f"features.uses:{event}", month, home, count)

    def retention(self, unit, rows, home):
        for entered in self.of(rows, "signup")[:1]:
            uses = self.of(rows, "value")
            calendar = {(row["day"] - entered["day"]).days for row in uses if row["day"] >= entered["day"]}
            rolling = {(row["at"] - entered["at"]) // DAY_OF_24_HOURS for row in uses if row["at"] >= entered["at"]}
            week = self.week(entered["day"])
            for clock, ages in (("calendar", calendar), ("rolling", rolling)):
                if until := [n for n in N_DAYS if any(age >= n for age in ages)]:
                    self.add(f"retention.until:{clock}", week, home, n=until[-1])
                for n in N_DAYS:
                    self.add(f"retention.on:{clock}", week, home, n in ages, n)
            for first, last in BRACKETS:
                self.add("retention.bracket:rolling", week, home, any(first <= n <= last for n in rolling), first)
            for every, longest in (("week", 12), ("month", 24)):
                self.grid(entered, uses, every, longest, home)
            self.lifetime(unit, entered["day"], home)

    def grid(self, entered, uses, every, longest, home):
        born = period = self.start(entered["day"], every)
        for n in range(longest + 1):
            present = any(self.start(row["day"], every) == period for row in uses)
            self.add(f"retention.grid:{every}", born, home, present, n)
            period = self.following(period, every)

    def lifetime(self, unit, born, home):
        paid = self.paid(unit, born)
        for age in (0, *AGES):
            cents = sum(row["cents"] for row in paid if not age or (row["day"] - born).days < age)
            self.add("lifetime.cents", self.week(born), home, cents, age)
            self.add("lifetime.payers", self.week(born), home, cents > 0, age)

    def customers(self):
        for unit in set(self.unit_of.values()):
            days = self.money_days(unit) + [row["day"] for row in self.of(self.by_unit[unit], "paid")]
            if days:
                self.add("acquisition.customers", min(days), self.home_of[unit])

    def money(self):
        for person in self.homes:
            levels = sorted(
                (row for row in self.facts["levels"] if row["person"] == person), key=lambda row: row["day"]
            )
            home = self.home_of[self.unit_of[person]]
            self.movements(levels, home)
            for length in (1, 12):
                self.kept(levels, length, home)
            payments = [row for row in self.facts["payments"] if row["person"] == person]
            for row in payments:
                self.add("revenue.cents", row["day"], home, row["cents"])
            for month in {row["day"].replace(day=1) for row in payments if row["cents"] > 0}:
                self.add("revenue.payers", month, home)

    def movements(self, levels, home):
        before, booked, has_paid = 0, 0, False
        for row in levels:
            now, day = row["constant_cents"], row["day"]
            kind = movement(before, now, row["constant_change_cents"], has_paid)
            change, constant = row["change_cents"], row["constant_change_cents"]
            if kind:
                sign = -1 if kind in ("contraction", "churn") else 1
                self.add(f"mrr.{kind}", day, home, sign * change)
                self.add(f"rates.{kind}", day, home, sign * (constant - change))
            self.add("mrr.exchange", day, home, row["cents"] - booked - (change if kind else 0))
            if kind in ("new", "reactivation", "churn"):
                counted = {"new": "new", "reactivation": "reactivated", "churn": "churned"}[kind]
                self.add(f"customers.{counted}", day, home)
            before, booked, has_paid = now, row["cents"], has_paid or now > 0

    def kept(self, levels, length, home):
        ends = {month_after(row["day"].replace(day=1), n) for row in levels for n in range(length)}
        for end in ends:
            start, after = month_after(end, 1 - length), month_after(end, 1)
            cents, constant = (
                (level(levels, start, column), level(levels, after, column)) for column in ("cents", "constant_cents")
            )
            if constant[0] <= 0:
                continue
            self.add(f"customers.lost:{length}", end, home, constant[1] == 0)
            for name, sign in (("gain", 1), ("loss", -1)):
                moved = max(sign * (cents[1] - cents[0]), 0)
                self.add(f"kept.{name}:{length}", end, home, moved)
                self.add(f"rates.{name}:{length}", end, home, max(sign * (constant[1] - constant[0]), 0) - moved)

    def spend_and_sales(self):
        for row in self.facts["spend"]:
            home = _placed(row)
            category = row["category"] if row["category"] in ("tools", "agencies", "salaries", "overhead") else "media"
            self.add(f"acquisition.spend:{category}", row["day"], home, row["cents"])
            if row["campaign"]:
                self.add(f"campaign.spend:{row['campaign']}", row["day"], home, row["cents"])
            self.add("acquisition.impressions", row["day"], home, row["impressions"])
            self.add("acquisition.clicks", row["day"], home, row["clicks"])
        for row in self.facts["leads"]:
            home, place = (
                _placed(row),
                LEAD_STAGES.index(row["stage"]) if row["stage"] in LEAD_STAGES else 0,
            )
            self.add("leads.entered", row["day"], home)
            for stage in LEAD_STAGES[1 : place + 1]:
                self.add(f"leads.reached:{stage}", row["day"], home)
            self.add(
                "leads.converted", row["day"], home, row["converted_day"] is not None or row["stage"] == "customer"
            )
        for row in self.facts["deals"]:
            self.deal(row, _placed(row))

    def deal(self, row, home):
        if row["day"]:
            self.add("deals.opened", row["day"], home)
            self.add("deals.won", row["day"], home, row["is_closed"] and row["is_won"])
            self.add("deals.lost", row["day"], home, row["is_closed"] and not row["is_won"])
            self.add("deals.won_cents", row["day"], home, row["cents"] * (row["is_closed"] and row["is_won"]))
            self.add(f"deals.stage:{row['stage']}", row["day"], home)
        if row["is_closed"] and row["closed_day"]:
            self.add("deals.closed", row["closed_day"], home)
            self.add("deals.closed_won", row["closed_day"], home, row["is_won"])


def movement(before, now, change, has_paid):
    if before == 0 and now > 0:
        return "reactivation" if has_paid else "new"
    if before > 0 and now == 0:
        return "churn"
    return "expansion" if change > 0 else "contraction" if change < 0 else ""


def level(levels, before: date, column):
    """What was paid on the eve of that day."""
    return next((row[column] for row in reversed(levels) if row["day"] < before), 0)


def _placed(row):
    """In the channel that a row names, and nowhere else."""
    return (row["channel"], *("",) * (len(DIMENSIONS) - 1))


def month_after(month: date, count: int) -> date:
    number = month.year * 12 + month.month - 1 + count
    return date(number // 12, number % 12 + 1, 1)


def tallies(facts, meaning) -> dict[tuple, int]:
    return Oracle(facts, meaning).tallies()
