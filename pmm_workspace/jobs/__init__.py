"""Work that outlives a request. PostgreSQL remembers it; Celery is only told that there is some."""
