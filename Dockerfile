# The production image: web, worker, beat and migrations start from it with different commands.
FROM python:3.12-slim

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    VAR_DIR=/var/lib/pmm \
    STATIC_ROOT=/app/collected

RUN useradd --system --user-group --no-create-home pmm \
    && install --directory --owner pmm --group pmm /var/lib/pmm /var/lib/pmm/media

WORKDIR /app
COPY requirements/base.txt requirements/base.txt
RUN pip install --no-cache-dir --require-hashes --requirement requirements/base.txt

COPY manage.py ./
COPY locale locale
COPY static static
COPY templates templates
COPY pmm_workspace pmm_workspace
COPY positioning positioning
COPY messaging messaging
COPY launches launches
COPY enablement enablement
COPY metrics metrics

# Neither command opens the database; the settings only want to know where one would be.
RUN SECRET_KEY=build DATABASE_URL=postgres://build/build python manage.py compile_translations \
    && SECRET_KEY=build DATABASE_URL=postgres://build/build python manage.py collectstatic --no-input

USER pmm
VOLUME /var/lib/pmm
EXPOSE 8000
CMD ["uvicorn", "pmm_workspace.asgi:application", "--host", "0.0.0.0", "--port", "8000", "--lifespan", "off", "--workers", "2", "--timeout-graceful-shutdown", "20"]
