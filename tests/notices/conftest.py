import pytest

from messaging.models import MessagingHouse
from pmm_workspace.artifacts import editing
from tests.notices.sink import listening


@pytest.fixture
def sink(settings):
    """Django's SMTP backend, with a real server at the other end."""
    with listening() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.SITE_URL = "https://pmm.example"
        yield server


@pytest.fixture
def house(workspace, ed, monkeypatch):
    monkeypatch.setattr(MessagingHouse, "completeness", ())
    return editing.create(MessagingHouse, {"title": "Ledger", "core_message": "Close in 3 days."}, by=ed)
