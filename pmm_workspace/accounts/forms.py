"""Forms about people."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pmm_workspace.accounts.models import Product, Role, Scope, User, Workspace


class Profile(forms.ModelForm):
    class Meta:
        model = User
        fields = ["name", "language", "theme", "timezone", "single_keys"]
        help_texts = {"timezone": _("For example Europe/Berlin.")}


class WorkspaceSettings(forms.ModelForm):
    class Meta:
        model = Workspace
        fields = ["name", "timezone", "currency"]


class NewProduct(forms.ModelForm):
    class Meta:
        model = Product
        fields = ["name"]


class NewInvitation(forms.Form):
    email = forms.EmailField(label=_("E-mail"))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.PMM)


class NewToken(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("What will use it, e.g. CRM sync."))
    scope = forms.ChoiceField(label=_("May"), choices=Scope.choices)
    days = forms.IntegerField(
        label=_("Expires after (days)"), min_value=1, max_value=365, initial=90, help_text=_("At most 365.")
    )

    def scopes(self):
        return [Scope.READ] if self.cleaned_data["scope"] == Scope.READ else [Scope.READ, Scope.WRITE]


class Registration(forms.Form):
    """A new person behind an invitation; the address is the invited one."""

    name = forms.CharField(
        label=pgettext_lazy("of a person", "Name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 10 characters."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean_password(self):
        validate_password(self.cleaned_data["password"])
        return self.cleaned_data["password"]


class Setup(Registration):
    """The first admin of a new installation, and the first workspace."""

    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput({"autocomplete": "username"}))
    workspace = forms.CharField(label=_("Workspace"), max_length=120, help_text=_("Usually your company's name."))
    field_order = ["name", "email", "password", "workspace"]


class NewWorkspace(forms.ModelForm):
    class Meta:
        model = Workspace
        fields = ["name"]
