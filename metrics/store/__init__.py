"""What was imported: Parquet files that PostgreSQL vouches for, and the sums that were counted from them."""

from metrics.store.settings import lock, settings, today

__all__ = ["lock", "settings", "today"]
