"""Errors of the API as problem documents (RFC 9457): what is wrong, where, what to do."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler


class Problem(exceptions.APIException):
    """A refusal with its own status and further members for the body."""

    def __init__(self, status: int, detail: str, **members):
        super().__init__(detail)
        self.status_code = status
        self.members = members


def as_problem(error, context) -> Response | None:
    if isinstance(error, RequestDataTooBig):
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024**2
        error = Problem(413, _("The body is larger than %(limit)d MB. Send it in parts.") % {"limit": limit})
    response = exception_handler(error, context)
    if response is not None:
        response.data = _body(error, response)
        response.content_type = "application/problem+json"
    return response


def _body(error, response):
    body = {"type": "about:blank", "status": response.status_code, "title": response.status_text}
    if isinstance(error, exceptions.ValidationError):
        return body | {"errors": response.data}
    return body | {"detail": str(getattr(error, "detail", error))} | getattr(error, "members", {})
