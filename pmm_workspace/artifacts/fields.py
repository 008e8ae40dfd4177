"""Field classes that a kind may use beside Django's own."""

from django.db import models


class Within(models.CharField):
    """This item stands under an item of another list of the same document: it holds that item's key.

    When the item above is removed, the ones within go with it.
    """

    def __init__(self, list_name, **options):
        self.list_name = list_name
        options = {"max_length": 36, "blank": True, "editable": False} | options
        super().__init__(**options)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, [self.list_name, *args], kwargs
