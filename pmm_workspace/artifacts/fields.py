"""Field classes that a kind may use beside Django's own."""

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
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


class Among(models.CharField):
    """One item of another list of the same document, chosen by whoever writes: it holds that item's key.

    Words that were written where nothing could be chosen yet stay as they are, and name the item that is called so.
    """

    def __init__(self, list_name, **options):
        self.list_name = list_name
        super().__init__(**{"max_length": 120, "blank": True} | options)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, [self.list_name, *args], kwargs


def holds_words(field) -> bool:
    """Whether somebody writes words there: no choice, key, date or switch."""
    is_text = isinstance(field, models.CharField | models.TextField)
    return is_text and not field.choices and not isinstance(field, Within | Among)


class References(ArrayField):
    """Other documents that this place stands on, by id and in order: `proofs = References("app.Kind")`.

    Features name each other's kinds here and nowhere else. At most `most` documents. The items of their list `tells`
    are told where this place is read.
    """

    def __init__(self, to, *, most=20, tells="", **options):
        self.to, self.most, self.tells = to, most, tells
        options = {"default": list, "blank": True} | options
        super().__init__(models.BigIntegerField(), **options)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["base_field"], kwargs["size"]
        return (
            name,
            path,
            [self.to, *args],
            kwargs | {"most": self.most, **({"tells": self.tells} if self.tells else {})},
        )

    @property
    def kind(self) -> type[models.Model]:
        return apps.get_model(self.to)

    def titles(self, ids) -> list[str]:
        """What the documents with these ids are called, in that order."""
        known = dict(self.kind.objects.filter(pk__in=ids).values_list("pk", "title"))
        return [known[pk] for pk in ids if pk in known]
