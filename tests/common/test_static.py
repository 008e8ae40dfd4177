"""Hashed names where the files were collected, plain ones where they were not."""

from django.templatetags.static import static


def test_a_page_of_a_fresh_checkout_does_not_wait_for_collected_files(settings, tmp_path):
    settings.STATIC_ROOT = str(tmp_path)

    assert static("css/never-collected.css") == "/static/css/never-collected.css"
