"""What was imported. The lake (Parquet files that PostgreSQL vouches for) grows beside the tables it will replace."""

from metrics.store.tables_in_postgres import (
    Comparison,
    compare,
    in_linear_time,
    lock,
    oldest_month,
    publish,
    settings,
    stage,
    today,
)

__all__ = [
    "Comparison",
    "compare",
    "in_linear_time",
    "lock",
    "oldest_month",
    "publish",
    "settings",
    "stage",
    "today",
]
