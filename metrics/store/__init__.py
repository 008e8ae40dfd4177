"""What was imported: Parquet files that PostgreSQL vouches for, and the sums that were counted from them."""

from metrics.store.settings import criteria, criteria_of, currency, lock, settings, today

__all__ = ["criteria", "criteria_of", "currency", "lock", "settings", "today"]
