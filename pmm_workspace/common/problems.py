"""Errors of the API as problem documents (RFC 9457): what is wrong, where, what to do."""

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
