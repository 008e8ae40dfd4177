"""`manage.py compile_translations`: .po to .mo without the gettext tools."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Compile every .po file whose .mo file is missing or older."

    def handle(self, **options):
        for folder in settings.LOCALE_PATHS:
            for source in sorted(Path(folder).rglob("*.po")):
                compiled = source.with_suffix(".mo")
                if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
                    compile_one(source, compiled)
                    self.stdout.write(f"{source.relative_to(settings.ROOT)} compiled")


def compile_one(source: Path, compiled: Path) -> None:
    """Fuzzy entries are left out: a doubtful translation is worse than none."""
    with source.open("rb") as text, compiled.open("wb") as machine:
        write_mo(machine, read_po(text))
