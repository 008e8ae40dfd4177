"""Pages travel compressed. Django adds random bytes to them, so their length tells nothing of a secret in them."""

from django.middleware.gzip import GZipMiddleware


class CompressedPages(GZipMiddleware):
    """Only pages: compression makes an ETag weak, and with a weak one nobody can send If-Match to the API."""

    def process_response(self, request, response):
        if not response.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)
