"""A file as an answer: saved, never shown, never kept by caches in between."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def download(name: str, media_type: str, content: bytes) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
