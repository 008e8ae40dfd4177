"""Billing: subscriptions, payments and the movements of recurring revenue."""

from metrics.parsing.readers import Money, Text
from metrics.parsing.sources.preset import Computed, Leave, Part, Source

STRIPE_SUBSCRIPTIONS = Source(
    "stripe_subscriptions",
    ("id", "Customer ID", "Plan", "Interval", "Status", ("Start (UTC)", "Start Date (UTC)", "Created (UTC)")),
    (
        Part(
            "subscriptions",
            {
                "id": "id",
                "customer": "Customer ID",
                "email": "Customer Email",
                "plan": ("Plan", "Product"),
                "status": "Status",
                "amount": "Amount",
                "quantity": "Quantity",
                "currency": "Currency",
                "interval": "Interval",
                "created": "Created (UTC)",
                "started": ("Start (UTC)", "Start Date (UTC)", "Created (UTC)"),
                "trial_started": "Trial Start (UTC)",
                "trial_ended": "Trial End (UTC)",
                "canceled": "Canceled At (UTC)",
                "ended": "Ended At (UTC)",
            },
            constants={"interval_count": "1", "is_live": "true"},
        ),
    ),
    zone="UTC",
)
# the bank takes the money back when it opens a dispute, and returns it when that is won; an inquiry leaves it
_STATE = """
    CASE WHEN lower({1}) IN ('needs_response', 'under_review', 'lost') THEN 'disputed'
        WHEN lower({0}) = 'disputed' AND (lower({1}) = 'won' OR starts_with(lower({1}), 'warning')) THEN 'paid'
        ELSE {0} END
"""
STRIPE_PAYMENTS = Source(
    "stripe_payments",
    (
        "id",
        "Amount",
        "Amount Refunded",
        "Currency",
        "Status",
        ("Created (UTC)", "Created date (UTC)", "Created"),
        ("Customer ID", "Seller Message", "Card ID"),
    ),
    (
        Part(
            "payments",
            {
                "id": "id",
                "customer": "Customer ID",
                "email": "Customer Email",
                "at": ("Created (UTC)", "Created date (UTC)", "Created"),
                "amount": "Amount",
                "refunded": "Amount Refunded",
                "disputed": "Disputed Amount",
                "currency": "Currency",
                "status": Computed(_STATE, ("Status", "Dispute Status")),
                "invoice": "Invoice ID",
                "intent": ("PaymentIntent ID", "Payment Intent ID"),
            },
            constants={"is_live": "true"},
        ),
    ),
    leave=(
        Leave("failed_payment", "Status", ("failed", "canceled", "requires_payment_method", "incomplete")),
        Leave("test_data", "Mode", ("test",)),
    ),
    zone="UTC",
)

NOT_LIVE = Leave("test_data", "livemode", ("false",))
_ITEMS = (
    '[{{"quantity": "BIGINT", "price": {{"unit_amount": "DOUBLE", "unit_amount_decimal": "DOUBLE", '
    '"currency": "VARCHAR", "nickname": "VARCHAR", "product": "VARCHAR", "id": "VARCHAR", '
    '"recurring": {{"interval": "VARCHAR", "interval_count": "VARCHAR", "usage_type": "VARCHAR"}}}}, '
    '"plan": {{"amount": "DOUBLE", "interval": "VARCHAR", "interval_count": "VARCHAR", "usage_type": "VARCHAR"}}}}]'
)
_DISCOUNTS = '[{{"coupon": {{"percent_off": "DOUBLE", "amount_off": "DOUBLE", "duration": "VARCHAR"}}}}]'
_FIRST = f"TRY(from_json({{0}}, '{_ITEMS}'))[1]"
_EACH = "coalesce(i.price.unit_amount_decimal, i.price.unit_amount, i.plan.amount) * coalesce(i.quantity, 1)"
# what is metered has a price, but nobody has used it yet
_IS_FIXED = "coalesce(i.price.recurring.usage_type, i.plan.usage_type, 'licensed') <> 'metered'"
_FIXED = f"list_filter(TRY(from_json({{0}}, '{_ITEMS}')), lambda i: {_IS_FIXED})"
_ALL = f"coalesce(list_sum(list_transform({_FIXED}, lambda i: {_EACH})), 0)"
_KEPT = (
    f"list_filter(TRY(from_json(coalesce({{1}}, '[' || {{2}} || ']'), '{_DISCOUNTS}')), "
    "lambda d: d.coupon.duration IN ('forever', 'repeating'))"
)
_LESS = (
    f"{_ALL} * coalesce(list_product(list_transform({_KEPT}, lambda d: 1 - coalesce(d.coupon.percent_off, 0) / 100)), "
    f"1) - coalesce(list_sum(list_transform({_KEPT}, lambda d: coalesce(d.coupon.amount_off, 0))), 0)"
)


def _of_first(path, *others):
    return Computed(f"coalesce({_FIRST}.{path}{''.join(f', {{{n + 1}}}' for n in range(len(others)))})",
                    ("items.data", *others))  # fmt: skip


STRIPE_API_SUBSCRIPTIONS = Source(
    "stripe_api_subscriptions",
    ("id", "customer", "status", "items", "livemode", ("start_date", "created")),
    (
        Part(
            "subscriptions",
            {
                "id": "id",
                "customer": ("customer.id", "customer"),
                "email": "customer.email",
                "plan": Computed(
                    f"coalesce({_FIRST}.price.nickname, {_FIRST}.price.product, {_FIRST}.price.id)", ("items.data",)
                ),
                "status": Computed(
                    "CASE WHEN {1} IS NOT NULL AND {0} IN ('active', 'past_due') THEN 'paused' ELSE {0} END",
                    ("status", "pause_collection.behavior"),
                ),
                "amount": Computed(
                    f"CAST(CAST(round(greatest({_LESS}, 0), 4) AS DECIMAL(18, 4)) AS VARCHAR)",
                    ("items.data", "discounts", "discount"),
                ),
                "currency": _of_first("price.currency", "currency"),
                "interval": _of_first("price.recurring.interval", "plan.interval"),
                "interval_count": _of_first("price.recurring.interval_count", "plan.interval_count"),
                "created": "created",
                "started": ("start_date", "created"),
                "trial_started": "trial_start",
                "trial_ended": "trial_end",
                "canceled": "canceled_at",
                "ended": "ended_at",
                "is_live": "livemode",
            },
            readers={"amount": Money(unit="minor")},
        ),
    ),
    leave=(NOT_LIVE,),
    zone="UTC",
)
STRIPE_API_CHARGES = Source(
    "stripe_api_charges",
    ("id", "amount", "amount_refunded", "currency", "created", "paid", "livemode"),
    (
        Part(
            "payments",
            {
                "id": "id",
                "customer": ("customer.id", "customer"),
                "email": ("billing_details.email", "receipt_email"),
                "at": "created",
                "amount": ("amount_captured", "amount"),
                "refunded": "amount_refunded",
                "currency": "currency",
                "status": Computed("CASE WHEN {1} = 'true' THEN 'refunded' ELSE {0} END", ("status", "refunded")),
                "is_live": "livemode",
                "invoice": ("invoice.id", "invoice"),
                "charge": "id",
                "intent": ("payment_intent.id", "payment_intent"),
            },
            readers={"amount": Money(unit="minor"), "refunded": Money(unit="minor")},
        ),
    ),
    leave=(NOT_LIVE, Leave("failed_payment", "paid", ("false",)), Leave("failed_payment", "status", ("failed",))),
    zone="UTC",
)


def _paid_by(what):
    """As invoices of any age say it; those of today may name several."""
    paid = f"nullif(array_to_string(TRY(json_extract_string({{2}}, '$[*].payment.{what}')), ' '), '')"
    return Computed(f"coalesce({{0}}, {{1}}, {paid})", (f"{what}.id", what, "payments.data"))


STRIPE_API_INVOICES = Source(
    "stripe_api_invoices",
    ("id", "amount_due", "amount_paid", "currency", "created", "billing_reason", "livemode"),
    (
        Part(
            "payments",
            {
                "id": "id",
                "customer": ("customer.id", "customer"),
                "email": "customer_email",
                "at": ("status_transitions.paid_at", "created"),
                "amount": "amount_paid",
                "refunded": "post_payment_credit_notes_amount",
                "currency": "currency",
                "status": "status",
                "is_live": "livemode",
                "invoice": "id",
                "charge": _paid_by("charge"),
                "intent": _paid_by("payment_intent"),
            },
            readers={
                "amount": Money(unit="minor"),
                "refunded": Money(unit="minor"),
                "charge": Text(2000),
                "intent": Text(2000),
            },
        ),
    ),
    leave=(NOT_LIVE, Leave("failed_payment", "status", ("draft", "open", "void", "uncollectible"))),
    zone="UTC",
)

MOVEMENTS = Source(
    "chartmogul",
    (
        ("Customer", "Customer ID", "Customer external ID", "Customer UUID"),
        ("Date", "Activity date"),
        ("Type", "Activity type"),
        ("Activity MRR", "Activity MRR movement", "MRR movement", "MRR change"),
    ),
    (
        Part(
            "movements",
            {
                "id": ("UUID", "Activity ID", "ID"),
                "customer": ("Customer external ID", "Customer ID", "Customer UUID", "Customer"),
                "at": ("Date", "Activity date"),
                "type": ("Activity type", "Type"),
                "amount": ("Activity MRR movement", "MRR movement", "MRR change", "Activity MRR"),
                "currency": "Currency",
            },
        ),
    ),
)

SOURCES = (
    STRIPE_SUBSCRIPTIONS,
    STRIPE_PAYMENTS,
    STRIPE_API_SUBSCRIPTIONS,
    STRIPE_API_CHARGES,
    STRIPE_API_INVOICES,
    MOVEMENTS,
)
