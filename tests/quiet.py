"""Servers that outlive a test may still be at work when it ends."""

import time


def wait_until_quiet(seconds=10):
    """Until no other connection is in a transaction: emptying the tables would wait for it, and it for us."""
    from django.db import connection

    until = time.monotonic() + seconds
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state <> 'idle'"
            )
            if cursor.fetchone() == (0,):
                return
            time.sleep(0.05)
