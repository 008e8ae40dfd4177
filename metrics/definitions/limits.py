"""How far the tallies go, and the words that stand in their names. Needs no engine: pages read it too."""

CATEGORIES = ("media", "tools", "agencies", "salaries", "overhead")  # of spend
FUNNELS = {  # entry, target
    "activation": ("signup", "activation"),
    "trial": ("signup", "trial"),
    "customer": ("signup", "paid"),
    "free_to_paid": ("trial", "paid"),
}
MOST_CRITERIA, MOST_TIMES, MOST_DAYS = 5, 100, 365  # events that activate together, repeats, days to do so
BACK = 28  # days after those in which to activate: who comes back in them is kept
LATER = 366  # full days to a target, and more
ROLLING = {"wau": 7, "mau": 28}  # days; 28 has four of each weekday
MOST_USES = 10  # of a feature in a month, and more
HABIT = 3  # uses of a feature in a month that are more than a try
DAYS = (1, 7, 14, 30, 60, 90)  # of N-day retention
BRACKETS = ((0, 0), (1, 3), (4, 7), (8, 14), (15, 30))  # from full day to full day
WEEKS, MONTHS, WEEKS_AGAIN = 12, 24, 8  # of cohort grids; of recurring weeks
MOVEMENTS = {"new": 1, "expansion": 1, "reactivation": 1, "contraction": -1, "churn": -1}  # and their signs
KEPT_OVER = (1, 12)  # months
BY_MONTH = ("kept.", "rates.gain", "rates.loss", "customers.lost", "lifecycle.month", "engagement.days_of_month")
BY_MONTH += ("features.", "revenue.payers")  # one sum for a calendar month, and none for its days
AGES = (7, 30, 60, 90, 180, 365)  # days of observed lifetime value
LEAD_STAGES = ("lead", "mql", "sql", "opportunity", "customer")
