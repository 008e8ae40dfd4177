"""Real PostgreSQL and Valkey servers from wheels, for `make demo` and the tests: no ports, no passwords."""
