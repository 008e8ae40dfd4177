"""What people fill in outside of documents: an observation, and what becomes of it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from positioning.models import Competitor, Confidence, IntelItem, Segment


class SeenForm(forms.ModelForm):
    """One observation."""

    link = forms.URLField(label=_("Link"), max_length=500, required=False, assume_scheme="https")

    class Meta:
        model = IntelItem
        fields = ["text", "source", "source_type", "link", "seen_on"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 2}),
            "seen_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }


class KeepForm(forms.Form):
    competitor = forms.ModelChoiceField(Competitor.objects.none(), label=_("Fact of"), empty_label=_("Choose…"))
    confidence = forms.ChoiceField(label=_("Confidence"), choices=Confidence.choices, initial=Confidence.MEDIUM)

    def __init__(self, *args, competitors=None, **kwargs):
        """Many of these on one page share `competitors`, so that they are asked for once."""
        super().__init__(*args, **kwargs)
        self.fields["competitor"].queryset = Competitor.objects.exclude(state="retired").order_by("title")
        if competitors is not None:
            self.fields["competitor"].choices = [("", _("Choose…")), *competitors]


class DismissForm(forms.Form):
    reason = forms.CharField(label=_("Why not"), max_length=240)


class NarrowForm(forms.Form):
    """Which interviews to count."""

    segment = forms.ModelChoiceField(Segment.objects.none(), label=_("Segment"), required=False, empty_label=_("Any"))
    competitor = forms.ModelChoiceField(
        Competitor.objects.none(), label=_("Competitor"), required=False, empty_label=_("Any")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, model in (("segment", Segment), ("competitor", Competitor)):
            self.fields[name].queryset = model.objects.exclude(state="retired").order_by("title")
