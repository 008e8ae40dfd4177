"""Whom the numbers leave out, what other money is worth, how long events are kept: what changes is told, then saved."""

from dataclasses import dataclass, field

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from metrics import recalculation, store
from metrics.importing import currency, wording
from metrics.models import ExchangeRate, FunnelSettings
from metrics.parsing import rates
from metrics.readout import numbers, rhythm
from metrics.recalculation import questions
from metrics.store import retention
from metrics.store.terms import LONGEST_KEY, MOST_LEFT_OUT, Changes, NoDomain, RateMissing, as_domain
from metrics.web import foreseen
from pmm_workspace.accounts import access
from pmm_workspace.accounts.models import Workspace
from pmm_workspace.accounts.policy import policy
from pmm_workspace.common import tenancy

MOST_BYTES = 1024 * 1024
RATES_ON_A_PAGE = 50


@dataclass
class Said:
    """What is to change, in sentences; `moves_numbers` where they have to be counted again."""

    sentences: list[str] = field(default_factory=list)
    moves_numbers: bool = True


class Lines(forms.CharField):
    """One entry in each line, each once."""

    widget = forms.Textarea(attrs={"rows": 4, "spellcheck": "false"})

    def clean(self, value):
        found = list(dict.fromkeys(filter(None, map(str.strip, super().clean(value).splitlines()))))
        if len(found) > MOST_LEFT_OUT or any(len(line) > LONGEST_KEY for line in found):
            said = _("At most %(most)d lines, each of at most %(longest)d characters.")
            raise forms.ValidationError(said % {"most": MOST_LEFT_OUT, "longest": LONGEST_KEY})
        return found


def _domain(text):
    try:
        return as_domain(text)
    except NoDomain:
        said = _("“%(domain)s” is not a domain. Expected one like example.com.")
        raise forms.ValidationError(said % {"domain": text[:60]}) from None


class LeftOutForm(forms.Form):
    excluded_people = Lines(
        label=gettext_lazy("Test people"),
        required=False,
        help_text=gettext_lazy("An id or e-mail address in each line."),
    )
    internal_domains = Lines(
        label=gettext_lazy("Internal e-mail domains"),
        required=False,
        help_text=gettext_lazy("A domain in each line, like example.com. Nobody with an address there counts."),
    )

    def clean_internal_domains(self):
        return list(dict.fromkeys(_domain(text) for text in self.cleaned_data["internal_domains"]))

    def changes(self):
        return Changes(**{name: tuple(entries) for name, entries in self.cleaned_data.items()})

    def said(self, _today):
        settings = store.settings()
        added, kept = [], []
        for name, entries in self.cleaned_data.items():
            before = getattr(settings, name)
            added += [entry for entry in entries if entry not in before]
            kept += [entry for entry in before if entry not in entries]
        out = [_("Left out from now on: %(names)s.") % {"names": ", ".join(added)}] if added else []
        back = [_("Counted again: %(names)s.") % {"names": ", ".join(kept)}] if kept else []
        return Said(out + back)


class RatesForm(forms.Form):
    rates = forms.CharField(
        label=gettext_lazy("Paste rates"),
        required=False,
        max_length=MOST_BYTES,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        help_text=gettext_lazy("In each line: from which day, which currency, what one of it is worth in yours."),
    )
    file = forms.FileField(label=gettext_lazy("Or a CSV"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rates"].widget.attrs["placeholder"] = self.example

    @property
    def example(self):
        return rates.example(Workspace.objects.values_list("currency", flat=True).get(pk=tenancy.current()))

    def clean(self):
        text = "\n".join(filter(None, [self.cleaned_data.get("rates", ""), self._in_file()]))
        try:
            found = rates.read(text)
        except rates.NoRate as bad:
            said = _("Line %(line)d is no rate. Expected a day, a currency and a rate: %(example)s.")
            raise forms.ValidationError(said % {"line": bad.line, "example": self.example}) from None
        except rates.TooMany:
            raise forms.ValidationError(_("At most %(most)d rates at once.") % {"most": rates.MOST}) from None
        if not found:
            raise forms.ValidationError(_("Paste at least one rate."))
        return {"rates": found}

    def _in_file(self):
        file = self.cleaned_data.get("file")
        if not file:
            return ""
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than a list of rates can be."))
        return file.read().decode("utf-8-sig", "replace")

    def changes(self):
        return Changes(rates=tuple(self.cleaned_data["rates"]))

    def said(self, _today):
        found = self.cleaned_data["rates"]
        shown = [_rate_in_words(each.currency, each.day, each.rate) for each in found[:5]]
        more = len(found) - len(shown)
        return Said(
            shown + ([ngettext("And %(count)d more.", "And %(count)d more.", more) % {"count": more}] if more else [])
        )

    def kept(self):
        """What the next step sends again: the file's rates too."""
        lines = [f"{each.day:%Y-%m-%d},{each.currency},{each.rate:f}" for each in self.cleaned_data["rates"]]
        return {"rates": "\n".join(lines)}


class RemovalForm(forms.Form):
    rate = forms.ModelChoiceField(queryset=ExchangeRate.objects.none())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rate"].queryset = ExchangeRate.objects.all()

    def changes(self):
        rate = self.cleaned_data["rate"]
        return Changes(removed=((rate.currency, rate.day),))

    def said(self, _today):
        rate = self.cleaned_data["rate"]
        return Said([_("Removed: %(rate)s") % {"rate": _rate_in_words(rate.currency, rate.day, rate.rate)}])


class KeptForm(forms.Form):
    kept_months = forms.IntegerField(
        label=gettext_lazy("Months that events are kept"),
        required=False,
        min_value=1,
        max_value=retention.MOST_MONTHS,
        help_text=gettext_lazy("Empty keeps everything. The numbers of older months stay as they are."),
    )

    def said(self, today):
        months = self.cleaned_data["kept_months"]
        if not months:
            return Said([_("Nothing is dropped any more. What was dropped does not come back.")], moves_numbers=False)
        first_day, rows = retention.reach(months, today)
        told = _("Every night events from before %(day)s are dropped, but everybody's first of each kind.")
        much = ngettext("Now that is at most %(rows)s row.", "Now that is at most %(rows)s rows.", rows)
        sentences = [told % {"day": numbers.day(first_day)}, much % {"rows": numbers.count(rows)}]
        return Said([*sentences, _("No number changes. After thirty days this cannot be undone.")], moves_numbers=False)


class ReviewsForm(forms.Form):
    review_every = forms.ChoiceField(
        label=gettext_lazy("Keep a review"),
        required=False,
        choices=[("", gettext_lazy("Never")), *FunnelSettings.Rhythm.choices],
        help_text=gettext_lazy("By the clock, three days after the end, once what is imported reaches it."),
    )

    def said(self, _today):
        said = _("Reviews are kept by the clock: %(every)s.")
        every = dict(self.fields["review_every"].choices)[self.cleaned_data["review_every"]]
        return Said([said % {"every": every.lower()}, _("No number changes.")], moves_numbers=False)


SECTIONS = {
    "left_out": LeftOutForm, "rates": RatesForm, "removal": RemovalForm, "kept": KeptForm, "reviews": ReviewsForm,
}  # fmt: skip


def _rate_in_words(currency, day, rate):
    said = {"day": numbers.day(day), "currency": currency, "rate": numbers.rate(rate)}
    return _("1 %(currency)s = %(rate)s from %(day)s.") % said


@policy(read="import", write="import")
def settings(request):
    """What is in force; and, once something else was typed, what that would change."""
    if request.method != "POST":
        return _page(request)
    section, form = _asked(request)
    if form is None or not form.is_valid():
        return _page(request, **({section: form} if form else {}), status=422)
    said = form.said(store.today(request.member.workspace))
    if not said.sentences:
        messages.info(request, _("Nothing is different from before."))
        return redirect("import_settings")
    context = {"said": said, "section": section, "fields": _kept(request, form)}
    context |= _foreseen(request, form) if said.moves_numbers else {}
    return render(request, "metrics/import_settings_confirm.html", context)


def _asked(request):
    section = request.POST.get("section", "")
    make = SECTIONS.get(section)
    return section, make and make(request.POST, request.FILES)


def _kept(request, form):
    """What was typed, for the forms that lead on from here."""
    kept = getattr(form, "kept", None)
    return kept() if kept else {name: request.POST.get(name, "") for name in form.fields}


def _page(request, status=200, **forms_with_errors):
    now = store.settings()
    page = Paginator(ExchangeRate.objects.all(), RATES_ON_A_PAGE).get_page(request.GET.get("page"))
    lists = {name: "\n".join(getattr(now, name)) for name in ("excluded_people", "internal_domains")}
    context = {
        "left_out": LeftOutForm(initial=lists),
        "rates": RatesForm(),
        "kept": KeptForm(initial={"kept_months": now.kept_months}),
        "reviews": ReviewsForm(initial={"review_every": now.review_every}),
        "page": page,
        "kept_from": now.kept_from and numbers.day(now.kept_from),
        "currency": request.member.workspace.currency,
        "waiting": currency.waiting(now, request.member.workspace),
        "may_erase": access.may(request.user, "manage"),
    }
    return render(request, "metrics/import_settings.html", context | forms_with_errors, status=status)


@require_POST
@policy(read="import", write="import")
def settings_numbers(request):
    """Polled while they are counted."""
    _section, form = _asked(request)
    is_asked = form is not None and form.is_valid() and hasattr(form, "changes")
    return render(request, "metrics/_foreseen.html", _foreseen(request, form) if is_asked else {})


def _foreseen(request, form):
    answer = questions.ask("terms", by=request.user, **form.changes().as_plain())
    return foreseen.shown(answer) | {"ask": reverse("import_settings_numbers")}


@require_POST
@policy(read="import", write="import")
def settings_save(request):
    section, form = _asked(request)
    if form is None or not form.is_valid():
        return _page(request, **({section: form} if form else {}), status=422)
    try:
        _save(form, by=request.user)
        messages.success(request, _("Saved."))
    except RateMissing as rate:
        messages.error(request, wording.of_missing_rates(rate.missing))
    return redirect(reverse("import_settings") + f"#{section}")


def _save(form, *, by):
    if isinstance(form, KeptForm):
        recalculation.keep_for(form.cleaned_data["kept_months"], by=by)
    elif isinstance(form, ReviewsForm):
        rhythm.choose(form.cleaned_data["review_every"], by=by)
    else:
        recalculation.change_terms(form.changes(), by=by)
