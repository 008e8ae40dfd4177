"""JSON from strangers: what would break the database or the interpreter is refused with a sentence."""

import json
import re

from django.core.exceptions import BadRequest, ValidationError
from django.http import JsonResponse
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

MAX_DEPTH = 64
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def refuse_nul(**texts: str) -> None:
    """ValidationError by name for text that PostgreSQL cannot store."""
    for name, text in texts.items():
        if "\x00" in text:
            raise ValidationError({name: _("Text cannot hold a NUL character.")})


def storable_addresses(get_response):
    """Middleware: an address with a NUL after its question mark is damaged, whoever would have looked for it."""

    def middleware(request):
        if any("\x00" in text for name, values in request.GET.lists() for text in (name, *values)):
            return _damaged(request)
        return get_response(request)

    return middleware


def _damaged(request):
    if not request.path.startswith("/api/"):
        raise BadRequest("NUL in the address")
    detail = _("The address holds a NUL character.")
    problem = {"type": "about:blank", "status": 400, "title": "Bad Request", "detail": detail}
    return JsonResponse(problem, status=400, content_type="application/problem+json")


class StrictJSONParser(JSONParser):
    """JSON without NUL characters, lone surrogates, NaN or more than 64 levels."""

    def parse(self, stream, media_type=None, parser_context=None):
        try:
            data = super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise ParseError(too_deep()) from None
        refuse_unstorable(data)
        return data


def too_deep():
    return _("The JSON is nested more than %(depth)d levels deep.") % {"depth": MAX_DEPTH}


def refuse_unstorable(data, depth=0):
    """Raise ParseError for text PostgreSQL cannot store and for nesting nobody needs."""
    if depth > MAX_DEPTH:
        raise ParseError(too_deep())
    if isinstance(data, str) and UNSTORABLE.search(data):
        raise ParseError(_("Text holds a NUL or half of a character pair: %(text)s") % {"text": json.dumps(data[:40])})
    if isinstance(data, dict):
        for key, value in data.items():
            refuse_unstorable(key, depth + 1)
            refuse_unstorable(value, depth + 1)
    elif isinstance(data, list):
        for value in data:
            refuse_unstorable(value, depth + 1)
