"""What people fill in: the names of the stages, the columns of a file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from metrics.importing.wording import COLUMN_NAMES, SOURCES
from metrics.models import FunnelSettings, ImportRun
from metrics.parsing import encodings, sources
from metrics.parsing.sources import plain

EVENTS_HELP = {
    "signup": _("The event by which a person first appears."),
    "activation": _("The event that shows a person has got the point of the product."),
    "trial": _("The start of a free trial."),
    "paid": _("The first payment, which makes a customer."),
}
NOT_IN_FILE = ("", _("Not in this file"))
DELIMITER_NAMES = {",": _("Comma"), ";": _("Semicolon"), "\t": _("Tab"), "|": _("Vertical bar")}
ACCEPTED = ".csv,.tsv,.txt,.json,.jsonl,.ndjson,.gz,.zip,.parquet,text/csv,text/plain,application/json"


class StagesForm(forms.ModelForm):
    class Meta:
        model = FunnelSettings
        fields = ["signup", "activation", "trial", "paid"]
        help_texts = EVENTS_HELP


class UploadForm(forms.Form):
    file = forms.FileField(label=_("File"), max_length=255, error_messages={"required": _("Choose a file first.")})
    kind = forms.ChoiceField(
        label=_("What is in it"),
        required=False,
        choices=[("", _("Find out from its columns")), *ImportRun.Kind.choices],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs |= {"accept": ACCEPTED, "data-drop-file": ""}


class ReadingForm(forms.Form):
    """How the file is to be read, before its columns are looked at."""

    preset = forms.ChoiceField(label=_("Where it comes from"), required=False, choices=[*SOURCES.items()])
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
            label=COLUMN_NAMES[column],
            choices=[NOT_IN_FILE, *headings],
            required=column in plain.required(self.run.kind),
            initial="" if chosen is None else str(chosen),
            error_messages={"required": _("Choose a column: every row needs this.")},
        )

    def mapping(self) -> dict[str, int]:
        chosen = {column: self.cleaned_data[f"column_{column}"] for column in self.columns}
        return {name: int(position) for name, position in chosen.items() if position}

    def answers(self) -> dict[str, str]:
        """The open questions, with what was settled for this file before."""
        return {
            name: self.cleaned_data.get(name) or (getattr(self.run, name) if self._is_kept(name) else "")
            for name in ("day_order", "decimal_mark")
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
    else:
        label = _("What does the mark in %(example)s mean?") % {"example": example}
        choices = [(_mark_of(example), _("Decimals")), (_other(_mark_of(example)), _("Thousands"))]
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)


def _mark_of(example):
    return "," if "," in example else "."


def _other(mark):
    return "." if mark == "," else ","
