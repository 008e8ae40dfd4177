"""PostgreSQL that knows which workspace is in force, for row-level security."""
