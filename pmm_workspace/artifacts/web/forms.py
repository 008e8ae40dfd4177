"""Forms that are more than one field of a document."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pmm_workspace.accounts.models import Product
from pmm_workspace.artifacts.models import Artifact


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
