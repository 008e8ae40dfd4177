"""Static files under hashed names, with the imports between ES modules rewritten to match."""

from servestatic.storage import CompressedManifestStaticFilesStorage


class HashedStatic(CompressedManifestStaticFilesStorage):
    """A file that was not collected goes by its own name: a page never fails for want of a picture."""

    support_js_module_import_aggregation = True

    def stored_name(self, name):
        try:
            return super().stored_name(name)
        except ValueError:
            return name
