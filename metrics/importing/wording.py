"""What is wrong with a file or a row, in words: what is there, what was expected."""

from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from metrics.parsing import encodings, limits
from metrics.parsing.sources import plain
from metrics.recalculation import questions
from metrics.recalculation.questions import Answer

EXPECTED_DAYS = {
    "": gettext_lazy("year-month-day"),
    "ymd": gettext_lazy("year-month-day"),
    "dmy": gettext_lazy("day.month.year"),
    "mdy": gettext_lazy("month/day/year"),
}

ROW_PROBLEMS = {
    "missing": gettext_lazy("There is no %(column)s. Every row needs one."),
    "not_a_time": gettext_lazy("%(value)s is not a date or time. Expected %(expected)s, with or without a time."),
    "not_a_date": gettext_lazy("%(value)s is not a date. Expected %(expected)s."),
    "several_days": gettext_lazy("%(value)s are several days in one row. Export the report by day."),
    "in_the_future": gettext_lazy("%(value)s is in the future."),
    "before_2000": gettext_lazy("%(value)s is before the year 2000."),
    "not_a_number": gettext_lazy("%(value)s is not an amount. Expected a number like 1234%(mark)s50."),
    "negative": gettext_lazy("%(value)s is less than nothing. An amount is written without a minus here."),
    "too_large": gettext_lazy("%(value)s is more than any amount we store."),
    "other_currency": gettext_lazy(
        "There is no rate for %(value)s. Enter one in the import settings, or convert the amount to %(currency)s."
    ),
    "second_amount": gettext_lazy(
        "Line %(line)s has another amount for this day, channel and campaign. Keep one, or add a campaign column."
    ),
    "too_long": gettext_lazy("The text is longer than %(longest)s characters."),
    "too_many_cells": gettext_lazy("The row has %(found)s cells, the header %(expected)s. Is a comma not in quotes?"),
    "broken_quotes": gettext_lazy("The quotation marks of this row do not match."),
    "zero_byte": gettext_lazy("The cell holds a zero byte, which is no text."),
    "bad_bytes": gettext_lazy("The cell holds bytes that are no text in this file's encoding."),
    "not_a_currency": gettext_lazy("%(value)s is not a currency. Expected a code of three letters like EUR."),
    "not_a_flag": gettext_lazy("%(value)s is neither yes nor no."),
    "unknown_word": gettext_lazy("%(value)s is none of the words that are known here: %(words)s."),
    "not_json": gettext_lazy("The line is not a JSON object. Was it cut off?"),
}

CAUSES = {
    "missing": gettext_lazy("no value"),
    "not_a_time": gettext_lazy("not a date or time"),
    "not_a_date": gettext_lazy("not a date"),
    "several_days": gettext_lazy("several days in one row"),
    "in_the_future": gettext_lazy("in the future"),
    "before_2000": gettext_lazy("before the year 2000"),
    "not_a_number": gettext_lazy("not an amount"),
    "negative": gettext_lazy("less than nothing"),
    "too_large": gettext_lazy("too large"),
    "other_currency": gettext_lazy("a currency without a rate"),
    "second_amount": gettext_lazy("a second amount for the same day and channel"),
    "too_long": gettext_lazy("too long"),
    "too_many_cells": gettext_lazy("more cells than the header"),
    "broken_quotes": gettext_lazy("quotation marks that do not match"),
    "zero_byte": gettext_lazy("a zero byte"),
    "bad_bytes": gettext_lazy("bytes that are no text"),
    "not_a_currency": gettext_lazy("not a currency"),
    "not_a_flag": gettext_lazy("neither yes nor no"),
    "unknown_word": gettext_lazy("an unknown word"),
    "not_json": gettext_lazy("not a JSON object"),
}

LEFT_OUT = {
    "footer": gettext_lazy("totals and notes of the report"),
    "test_data": gettext_lazy("test data"),
    "no_amount": gettext_lazy("rows without an amount"),
    "failed_payment": gettext_lazy("payments that failed"),
    "deleted": gettext_lazy("ids that no longer belong to anybody"),
    "other_kind": gettext_lazy("rows that are no events"),
}

SOURCES = {
    "plain": gettext_lazy("Another file"),
    "segment": gettext_lazy("Segment (JSON)"),
    "rudderstack": gettext_lazy("RudderStack (JSON)"),
    "segment_warehouse": gettext_lazy("Segment or RudderStack (warehouse table)"),
    "posthog": gettext_lazy("PostHog events"),
    "posthog_persons": gettext_lazy("PostHog persons"),
    "mixpanel": gettext_lazy("Mixpanel raw export"),
    "amplitude": gettext_lazy("Amplitude export"),
    "ga4": gettext_lazy("Google Analytics 4 (BigQuery export)"),
    "stripe_subscriptions": gettext_lazy("Stripe subscriptions (CSV)"),
    "stripe_payments": gettext_lazy("Stripe payments (CSV)"),
    "stripe_api_subscriptions": gettext_lazy("Stripe subscriptions (API)"),
    "stripe_api_charges": gettext_lazy("Stripe charges (API)"),
    "stripe_api_invoices": gettext_lazy("Stripe invoices (API)"),
    "chartmogul": gettext_lazy("MRR movements (ChartMogul)"),
    "hubspot_contacts": gettext_lazy("HubSpot contacts"),
    "hubspot_deals": gettext_lazy("HubSpot deals"),
    "salesforce_opportunities": gettext_lazy("Salesforce opportunities (report)"),
    "salesforce_objects": gettext_lazy("Salesforce opportunities (Data Loader)"),
    "salesforce_leads": gettext_lazy("Salesforce leads (report)"),
    "salesforce_lead_objects": gettext_lazy("Salesforce leads (Data Loader)"),
    "google_ads": gettext_lazy("Google Ads report"),
    "google_ads_api": gettext_lazy("Google Ads (API or Fivetran)"),
    "meta_ads": gettext_lazy("Meta Ads Manager"),
    "meta_ads_api": gettext_lazy("Meta Ads (API or Fivetran)"),
    "linkedin_ads": gettext_lazy("LinkedIn Campaign Manager"),
    "microsoft_ads": gettext_lazy("Microsoft Advertising"),
}

ONCE = gettext_lazy("A payment counts once, whether its charge, its invoice or both are imported.")
SINCE_IMPORT = gettext_lazy(
    "Only today's amounts are in it: one that a later import changes counts from the day of that import."
)
# what a file of this source leaves open, and how it is taken
TAKEN = {
    "stripe_subscriptions": [
        gettext_lazy("Discounts are not in the file."),
        SINCE_IMPORT,
    ],
    "stripe_api_subscriptions": [
        gettext_lazy("The amount is that of all items less lasting discounts; what is metered counts as a payment."),
        SINCE_IMPORT,
    ],
    "stripe_payments": [
        ONCE,
        gettext_lazy("A payment that a bank has taken back in a dispute counts as refunded until the dispute is won."),
    ],
    "stripe_api_charges": [ONCE],
    "stripe_api_invoices": [ONCE],
    "mixpanel": [
        gettext_lazy("Times are taken for UTC. Projects older than 2023 write them by their own clock: compare a day.")
    ],
    "ga4": [gettext_lazy("Tables change for three days: import the newest again, nothing counts twice.")],
}

AMOUNT_OF = {
    "one": gettext_lazy("Amount is taken for that of one and multiplied by Quantity."),
    "all": gettext_lazy("Amount is taken for that of all, whatever Quantity is."),
}

FORMATS = {
    "old_excel": gettext_lazy("an old Excel workbook"),
    "excel": gettext_lazy("an Excel workbook"),
    "pdf": gettext_lazy("a PDF"),
    "picture": gettext_lazy("a picture"),
    "web_page": gettext_lazy("a web page or XML"),
    "binary": gettext_lazy("a binary file"),
}
FILE_PROBLEMS = {
    "empty": gettext_lazy("The file is empty. Export it again and look into it before you upload it."),
    "header_only": gettext_lazy("The file has a header and no rows. Is the period of the export right?"),
    "other_format": gettext_lazy("This is %(format)s, not a CSV file. Save or export it as CSV and upload that."),
    "damaged": gettext_lazy("The file is damaged. Save or download it again, and upload the new one."),
    "damaged_archive": gettext_lazy("The archive cannot be unpacked. Download it again, or upload the file inside."),
    "encrypted": gettext_lazy("The archive is locked with a password. Unpack it and upload the file inside."),
    "several_files": gettext_lazy(
        "The archive holds files with different columns. Unpack it and upload them one by one."
    ),
    "too_many_members": gettext_lazy("The archive holds %(found)s files; %(limit)s are allowed."),
    "too_large_unpacked": gettext_lazy(
        "Unpacked, the file is larger than %(limit)s MB. Split it by month and import the parts."
    ),
    "not_json": gettext_lazy("This begins like JSON, but it is no list of JSON objects. Was it cut off?"),
    "miscounted": gettext_lazy(
        "The file's lines were counted twice with different results. Save it as UTF-8 and upload it again."
    ),
    "payments_twice": gettext_lazy(
        "%(source)s were imported before, and neither file says which charge pays which invoice: the same payments "
        "would count twice. Take that import back first, or export charges with the id of their invoice."
    ),
    "no_rate": gettext_lazy(
        "The file has amounts in %(currency)s from %(day)s on. Enter what one %(currency)s was worth then, "
        "and upload it again."
    ),
    "not_text": gettext_lazy("This is not text in the encoding %(encoding)s. Save it as UTF-8 and upload it again."),
    "too_large": gettext_lazy("The file is larger than %(limit)s MB. Split it by month and import the parts."),
    "too_many_columns": gettext_lazy(
        "The file has %(found)s columns; %(limit)s are allowed. Keep the ones you need and upload it again."
    ),
    "too_many_rows": gettext_lazy("The file has more than %(limit)s rows. Split it by month and import the parts."),
    "long_cell": gettext_lazy(
        "Line %(line)s is longer than %(limit)s characters. Often a quotation mark there is not closed."
    ),
    "open_quote": gettext_lazy(
        "A quotation mark opened on line %(line)s is never closed, so nothing after it can be read. "
        "Correct that line and upload the file again."
    ),
    "unexpected": gettext_lazy(
        "Something in this file is as we expect it of no file. Save it as CSV in UTF-8 and upload it again."
    ),
    "too_heavy": gettext_lazy("The file takes more memory or time than one import may have. Split it into parts."),
}

QUESTIONS = {
    "day_order": gettext_lazy("Is %(example)s written with the day or with the month first?"),
    "decimal_mark": gettext_lazy("Is the mark in %(example)s for decimals or for thousands?"),
    "amount_of": gettext_lazy(
        "In %(example)s, is the amount that of one, to be multiplied by the quantity, or of all?"
    ),
}

COLUMN_NAMES = {
    "person": gettext_lazy("user"),
    "event": gettext_lazy("event"),
    "at": gettext_lazy("time"),
    "channel": gettext_lazy("channel"),
    "segment": gettext_lazy("segment"),
    "key": gettext_lazy("event id"),
    "day": gettext_lazy("day"),
    "amount": gettext_lazy("amount"),
    "campaign": gettext_lazy("campaign"),
    "currency": gettext_lazy("currency"),
    "anonymous": gettext_lazy("anonymous id"),
    "alias": gettext_lazy("other id of the same user"),
    "account": gettext_lazy("company"),
    "email": gettext_lazy("e-mail"),
    "received": gettext_lazy("time of receipt"),
    "plan": gettext_lazy("plan"),
    "product": gettext_lazy("product"),
    "created": gettext_lazy("created"),
    "platform": gettext_lazy("platform"),
    "campaign_id": gettext_lazy("campaign id"),
    "category": gettext_lazy("category of cost"),
    "impressions": gettext_lazy("impressions"),
    "clicks": gettext_lazy("clicks"),
    "conversions": gettext_lazy("conversions"),
    "id": gettext_lazy("id"),
    "customer": gettext_lazy("customer"),
    "status": gettext_lazy("status"),
    "interval": gettext_lazy("interval"),
    "interval_count": gettext_lazy("intervals per payment"),
    "started": gettext_lazy("start"),
    "trial_started": gettext_lazy("start of the trial"),
    "trial_ended": gettext_lazy("end of the trial"),
    "canceled": gettext_lazy("canceled"),
    "ended": gettext_lazy("end"),
    "is_live": gettext_lazy("is live"),
    "type": gettext_lazy("type"),
    "refunded": gettext_lazy("refunded"),
    "invoice": gettext_lazy("invoice"),
    "charge": gettext_lazy("charge"),
    "intent": gettext_lazy("payment intent"),
    "name": gettext_lazy("name"),
    "pipeline": gettext_lazy("pipeline"),
    "stage": gettext_lazy("stage"),
    "source": gettext_lazy("source"),
    "closed": gettext_lazy("closed"),
    "is_won": gettext_lazy("is won"),
    "is_closed": gettext_lazy("is closed"),
    "converted": gettext_lazy("converted"),
}


def of_row(code: str, column: str, value: str, details: dict) -> str:
    """The sentence for one rejected row."""
    parts = {"column": COLUMN_NAMES.get(column, column), "value": value or _("Nothing"), **details}
    parts.setdefault("expected", EXPECTED_DAYS[details.get("order", "")])
    parts.setdefault("mark", ".")
    return ROW_PROBLEMS[code] % parts


def of_reject(reject) -> str:
    return of_row(reject.code, reject.column, reject.value, reject.details)


def column(name: str) -> str:
    """What people call one of our columns."""
    return str(COLUMN_NAMES.get(name, name))


def of_cause(cause: str) -> str:
    """ "time|not_a_date" as the heading of a group: "time: not a date"."""
    column, _bar, code = cause.partition("|")
    name = COLUMN_NAMES.get(column)
    return _("%(column)s: %(cause)s") % {"column": name, "cause": CAUSES[code]} if name else str(CAUSES[code])


def of_file(problem: dict, encoding: str = "") -> str:
    """The sentence for a file that cannot be taken as a whole."""
    known = {"encoding": encodings.ENCODINGS.get(encoding, "UTF-8"), "limit": limits.UPLOAD_BYTES // 1024**2}
    named = {"source": of_source(problem["source"])} if "source" in problem else {}
    named |= {"format": FORMATS.get(problem["format"], problem["format"])} if "format" in problem else {}
    dated = {"day": _day(problem["day"])} if "day" in problem else {}
    return FILE_PROBLEMS[problem["code"]] % (known | problem | named | dated)


def _day(told: date | str) -> str:
    """As the reader writes it; what a job has told is text."""
    return date_format(date.fromisoformat(str(told)), "DATE_FORMAT")


def of_question(unclear: dict) -> str:
    return QUESTIONS[unclear["question"]] % unclear


def of_missing(kind: str, missing: Iterable[str]) -> str:
    """Which columns have to be chosen before the rows can be checked."""
    names = [str(COLUMN_NAMES[column]) for column in plain.required(kind) if column in set(missing)]
    one_or_more = ngettext("Choose the column for %(names)s.", "Choose the columns for %(names)s.", len(names))
    return one_or_more % {"names": ", ".join(names)}


ERASED = {
    "ids": gettext_lazy("ids and addresses"),
    "events": gettext_lazy("events"),
    "people": gettext_lazy("rows about the person"),
    "subscriptions": gettext_lazy("subscriptions"),
    "movements": gettext_lazy("revenue movements"),
    "payments": gettext_lazy("payments"),
    "leads": gettext_lazy("leads"),
    "persons": gettext_lazy("entries of an id"),
    "merges": gettext_lazy("links between ids"),
    "rejects": gettext_lazy("rejected rows"),
    "samples": gettext_lazy("imports with sample values"),
    "uploads": gettext_lazy("uploads not yet imported"),
    "exclusions": gettext_lazy("entries in the list of test people"),
    "reasons": gettext_lazy("reasons of failed jobs"),
}


def of_erased(counts: dict[str, int]) -> list[tuple[str, int]]:
    """(what, how many) of a person's traces, in the order of ERASED."""
    return [(str(name), counts[key]) for key, name in ERASED.items() if counts.get(key)]


def of_missing_rates(missing) -> str:
    """What money cannot be told in the workspace's currency: (currency, first day) pairs."""
    named = ", ".join(_("%(currency)s from %(day)s") % {"currency": each, "day": _day(day)} for each, day in missing)
    return _("There is money in a currency without a rate: %(named)s. Enter what it was worth then.") % {"named": named}


def of_problem(answer: Answer) -> str:
    """Why there is no answer; "" where there is one, or will be."""
    if answer.missing:
        return of_missing_rates(answer.missing)
    if answer.problem == questions.TOO_LONG:
        return _("Counting took too long and was given up.")
    return _("It could not be counted.") if answer.problem else ""


def of_source(preset: str) -> str:
    """What people call it; a source that is known no more keeps its name."""
    return str(SOURCES.get(preset, preset))


def of_taking(run) -> str:
    """What somebody who imports such a file should know of how it is taken; mostly nothing."""
    answered = [AMOUNT_OF[run.amount_of]] if run.amount_of else []
    return " ".join(map(str, [*answered, *TAKEN.get(run.preset, ())]))


def of_left_out(reasons: dict[str, int]) -> list[tuple[int, str]]:
    """(rows, why) of what a rule leaves out, the most first."""
    return sorted(((count, str(LEFT_OUT[reason])) for reason, count in reasons.items()), reverse=True)
