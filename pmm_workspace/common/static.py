"""Static files under hashed names, the imports between ES modules rewritten to match, stylesheets in one piece."""

import posixpath
import re

from django.core.files.base import ContentFile
from servestatic.storage import CompressedManifestStaticFilesStorage

STYLESHEETS = ("css/app.css", "css/market.css", "css/funnel.css")
IMPORT = re.compile(r'@import url\("(?P<file>[^"]+)"\) layer\((?P<layer>\w+)\);')


class HashedStatic(CompressedManifestStaticFilesStorage):
    """A file that was not collected goes by its own name: a page never fails for want of a picture."""

    support_js_module_import_aggregation = True

    def stored_name(self, name):
        try:
            return super().stored_name(name)
        except ValueError:
            return name

    def post_process(self, paths, dry_run=False, **options):
        whole = {name: (InOnePiece(paths), name) for name in STYLESHEETS if name in paths}
        yield from super().post_process(paths | whole, dry_run, **options)


class InOnePiece:
    """The stylesheet with its imports put in their places: one request instead of twenty."""

    def __init__(self, paths):
        self.paths = paths

    def open(self, name):
        folder = posixpath.dirname(name)
        return ContentFile(IMPORT.sub(lambda found: self._layer(folder, found), self._text(name)).encode())

    def _layer(self, folder, found):
        text = self._text(posixpath.join(folder, found["file"]))
        return f"@layer {found['layer']} {{\n{text}}}"

    def _text(self, name):
        storage, path = self.paths[name]
        with storage.open(path) as file:
            return file.read().decode()
