"""Forms that are more than one field of a document."""

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from pmm_workspace.accounts.models import Product, User
from pmm_workspace.artifacts import access, kinds
from pmm_workspace.artifacts.models import Artifact, State
from pmm_workspace.common import tenancy


class NewDocument(forms.ModelForm):
    """What a document needs before it has a page."""

    op_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Artifact
        fields = ["title", "product", "language"]
        help_texts = {"title": _("What people will look for, e.g. the competitor's or the product's name.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["product"].queryset = Product.objects.all()

    def changes(self) -> dict:
        product = self.cleaned_data["product"]
        header = {name: self.cleaned_data[name] for name in ("title", "language")}
        return header | {"product": product and product.pk}


class Narrowing(forms.Form):
    """Which documents search should look at; what nobody offers is left out rather than refused."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    product = forms.ModelChoiceField(Product.objects.none(), label=_("Product"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Owner"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, data, *, user):
        super().__init__(data)
        any_of = [("", _("Any"))]
        of_kinds = [(kind._meta.model_name, capfirst(kind._meta.verbose_name)) for kind in kinds.kinds()]
        self.fields["kind"].choices = any_of + of_kinds
        self.fields["language"].choices = [*any_of, *settings.LANGUAGES]
        self.fields["product"].queryset = Product.objects.all()
        self.fields["owner"].queryset = User.objects.filter(memberships__workspace=tenancy.current()).order_by("name")
        for name in ("product", "owner"):
            self.fields[name].empty_label = _("Any")
        if access.may(user, "read drafts"):
            self.fields["state"].choices = [*any_of, *State.choices]
        else:
            del self.fields["state"]

    def wanted(self) -> dict:
        """As `queries.found` takes it."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class Filter(Narrowing):
    """Which documents of one kind a list shows."""

    def __init__(self, data, *, user):
        super().__init__(data, user=user)
        for name in ("kind", "product", "language"):
            del self.fields[name]

    def chosen(self) -> list[tuple[str, str]]:
        """(name, what it is narrowed to, in words) of each choice that was made."""
        wanted = self.wanted()
        words = {"state": lambda state: State(state).label, "owner": str}
        return [(name, f"{self.fields[name].label}: {words[name](value)}") for name, value in wanted.items()]
