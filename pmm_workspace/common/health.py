"""Whether the process is alive, and whether it can do its work."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import JsonResponse
from kombu import Connection


def live(request):
    return JsonResponse({"alive": True})


def ready(request):
    """503 without a database. Without a broker the app still works, only later: that is said, not refused."""
    database, broker = _database(), _broker()
    body = {"database": database, "background_work": "on time" if broker else "delayed"}
    return JsonResponse(body, status=200 if database else 503)


def _database():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return True
    except DatabaseError:
        return False


def _broker():
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS | {"socket_timeout": 1}
    try:
        with Connection(settings.CELERY_BROKER_URL, transport_options=options) as broker:
            broker.ensure_connection(max_retries=0, timeout=1)
        return True
    except Exception:  # whatever is wrong with the broker, it is not there
        return False
