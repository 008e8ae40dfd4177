"""What people fill in: the names of the stages, the columns of a file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from metrics.definitions.limits import MOST_CRITERIA, MOST_DAYS, MOST_TIMES
from metrics.definitions.meaning import Criteria, RepeatedEvent
from metrics.importing import choosing, wording
from metrics.models import FunnelSettings, ImportRun
from metrics.parsing import encodings, limits, sources
from metrics.parsing.sources import plain

EVENTS_HELP = {
    "signup": _("The event by which a person first appears."),
    "trial": _("The start of a free trial."),
    "paid": _("The first payment, which makes a customer."),
}
NOT_IN_FILE = ("", _("Not in this file"))
DELIMITER_NAMES = {",": _("Comma"), ";": _("Semicolon"), "\t": _("Tab"), "|": _("Vertical bar")}
ACCEPTED = ".csv,.tsv,.txt,.json,.jsonl,.ndjson,.gz,.zip,.parquet,text/csv,text/plain,application/json"


class StagesForm(forms.ModelForm):
    class Meta:
        model = FunnelSettings
        fields = ["signup", "trial", "paid"]
        help_texts = EVENTS_HELP


class CriteriaForm(forms.Form):
    """Up to MOST_CRITERIA events with how often each has to happen; rows without an event are left out."""

    match = forms.ChoiceField(
        label=_("Who has done"), choices=FunnelSettings.Match.choices, initial=FunnelSettings.Match.ALL,
        widget=forms.RadioSelect,
    )  # fmt: skip
    days = forms.IntegerField(
        label=_("Within how many days of the sign-up"), min_value=1, max_value=MOST_DAYS,
        help_text=_("Full days of 24 hours. Younger sign-ups are shown as in progress."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for n in range(MOST_CRITERIA):
            self.fields[f"event_{n}"] = forms.CharField(label=_("Event"), max_length=100, required=False)
            self.fields[f"times_{n}"] = forms.IntegerField(
                label=_("At least so many times"), min_value=1, max_value=MOST_TIMES, required=False
            )

    @classmethod
    def showing(cls, settings: FunnelSettings, events: list[tuple[str, int]]) -> "CriteriaForm":
        """With these events instead of those in force."""
        initial = {"match": settings.activation_match, "days": settings.activation_days}
        for n, (event, times) in enumerate(events):
            initial |= {f"event_{n}": event, f"times_{n}": times}
        return cls(initial=initial)

    @property
    def rows(self):
        """Those with an event, and one more to be filled."""
        filled = [n for n in range(MOST_CRITERIA) if self[f"event_{n}"].value()]
        count = min(max(filled, default=0) + 2, MOST_CRITERIA)
        return [(self[f"event_{n}"], self[f"times_{n}"]) for n in range(count)]

    def clean(self):
        said = [
            (self.cleaned_data.get(f"event_{n}"), self.cleaned_data.get(f"times_{n}")) for n in range(MOST_CRITERIA)
        ]
        events = tuple((event, times or 1) for event, times in said if event)
        try:
            is_any = self.cleaned_data.get("match") == FunnelSettings.Match.ANY
            self.cleaned_data["criteria"] = Criteria(events, is_any)
        except RepeatedEvent:
            raise forms.ValidationError(_("One event stands there twice. Name each once.")) from None
        if not events:
            raise forms.ValidationError(_("Name at least one event."))
        return self.cleaned_data


class NamedForm(forms.Form):
    """One event as an address names it."""

    event = forms.CharField(max_length=100)
    times = forms.IntegerField(min_value=1, max_value=MOST_TIMES)


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        max_length=255,
        error_messages={
            "required": _("Choose a file first."),
            "several": _("Choose one file. Several with the same columns may come together in a zip archive."),
        },
    )
    kind = forms.ChoiceField(
        label=_("What is in it"),
        required=False,
        choices=[("", _("Find out from its columns")), *ImportRun.Kind.choices],
    )

    replaces = forms.ModelChoiceField(
        queryset=ImportRun.objects.none(),
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("The import to be replaced is no longer in force.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["replaces"].queryset = ImportRun.objects.filter(state=ImportRun.State.DONE)
        told_at_once = {
            "data-several": self.fields["file"].error_messages["several"],
            "data-limit": limits.UPLOAD_BYTES,
            "data-too-large": wording.of_file({"code": "too_large"}),
        }
        self.fields["file"].widget.attrs |= {"accept": ACCEPTED, "data-drop-file": ""} | told_at_once

    def clean_file(self):
        if len(self.files.getlist("file")) > 1:
            raise forms.ValidationError(self.fields["file"].error_messages["several"], "several")
        return self.cleaned_data["file"]


class ReadingForm(forms.Form):
    """How the file is to be read, before its columns are looked at."""

    preset = forms.ChoiceField(label=_("Where it comes from"), required=False, choices=[*wording.SOURCES.items()])
    kind = forms.ChoiceField(label=_("Rows are"), choices=ImportRun.Kind.choices)
    encoding = forms.ChoiceField(
        label=_("Encoding"), required=False, choices=[("", _("Find out")), *encodings.ENCODINGS.items()]
    )
    delimiter = forms.ChoiceField(
        label=_("Separator"), required=False, choices=[("", _("Find out")), *DELIMITER_NAMES.items()]
    )


class ColumnsForm(forms.Form):
    """One choice for each of our columns, and the questions a file has left open."""

    def __init__(self, run: ImportRun, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.run = run
        self.columns = _what_is_needed_first(run.kind) if run.preset == sources.PLAIN else []
        for column in self.columns:
            self.fields[f"column_{column}"] = self._choice(column, _headings(run))
        if run.unclear:
            self.fields[run.unclear["question"]] = _question(run)

    def _choice(self, column, headings):
        chosen = self.run.mapping.get(column)
        return forms.ChoiceField(
            label=wording.COLUMN_NAMES[column],
            choices=[NOT_IN_FILE, *headings],
            required=column in plain.required(self.run.kind),
            initial="" if chosen is None else str(chosen),
            error_messages={"required": _("Choose a column: every row needs this.")},
        )

    @property
    def needed(self):
        """The choices that somebody has to look at: of what every row needs, and what was found."""
        return [field for field in self._choices if field.field.required or field.value() or field.errors]

    @property
    def rest(self):
        shown = self.needed
        return [field for field in self._choices if field not in shown]

    @property
    def _choices(self):
        return [self[f"column_{column}"] for column in self.columns]

    def mapping(self) -> dict[str, int]:
        chosen = {column: self.cleaned_data[f"column_{column}"] for column in self.columns}
        return {name: int(position) for name, position in chosen.items() if position}

    def answers(self) -> dict[str, str]:
        """The open questions, with what was settled for this file before."""
        return {
            name: self.cleaned_data.get(name) or (getattr(self.run, name) if self._is_kept(name) else "")
            for name in choosing.ANSWERS
        }

    def _is_kept(self, name):
        return bool(self.run.unclear) and self.run.unclear["question"] != name


def _what_is_needed_first(kind):
    return sorted(plain.columns(kind), key=lambda column: column not in plain.required(kind))


def _headings(run):
    return [(str(at), heading or _("Column %(at)d") % {"at": at + 1}) for at, heading in enumerate(run.headings)]


def _question(run):
    example = run.unclear["example"]
    if run.unclear["question"] == "day_order":
        label = _("How is %(example)s written?") % {"example": example}
        choices = [("dmy", _("Day first, then month")), ("mdy", _("Month first, then day"))]
    elif run.unclear["question"] == "amount_of":
        label = _("Whose amount is it in %(example)s?") % {"example": example}
        choices = [("one", _("Of one: multiply it by the quantity")), ("all", _("Of all: take it as it is"))]
    else:
        label = _("What does the mark in %(example)s mean?") % {"example": example}
        choices = [(_mark_of(example), _("Decimals")), (_other(_mark_of(example)), _("Thousands"))]
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)


def _mark_of(example):
    return "," if "," in example else "."


def _other(mark):
    return "." if mark == "," else ","
