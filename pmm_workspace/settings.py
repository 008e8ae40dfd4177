"""One settings file, read from the environment; the README has the table of variables."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

ROOT = Path(__file__).resolve().parent.parent
env = environ.Env()

VAR_DIR = Path(env.str("VAR_DIR", default=str(ROOT / "var")))
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY")
SITE_URL = env.str("SITE_URL", default="http://localhost:8000")  # how links in mail begin
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
HTTPS = env.bool("HTTPS", default=False)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "rest_framework",
    "drf_spectacular",
    "pmm_workspace.common",
    "pmm_workspace.accounts",
    "pmm_workspace.jobs",
    "pmm_workspace.artifacts",
    "positioning",
    "messaging",
    "launches",
    "enablement",
    "metrics",
    "pmm_workspace.live",
    "pmm_workspace.notices",
    "pmm_workspace.sample",
    *env.list("EXTRA_APPS", default=[]),  # kinds of your own that live elsewhere
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "servestatic.middleware.ServeStaticMiddleware",
    "pmm_workspace.common.compression.CompressedPages",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "pmm_workspace.common.parsing.storable_addresses",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "pmm_workspace.accounts.middleware.in_workspace",
    "pmm_workspace.accounts.middleware.in_own_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "pmm_workspace.urls"
ASGI_APPLICATION = "pmm_workspace.asgi.application"
WSGI_APPLICATION = "pmm_workspace.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "pmm_workspace.artifacts.web.shell.shell",
                "pmm_workspace.notices.shell.shell",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
            ],
        },
    }
]
COTTON_DIR = "components"

# The app signs in as a role that does not own its tables, so that row-level security binds it.
# Migrations and the creation of test databases need the owner.
DATABASE_AS_OWNER = env.bool("DATABASE_AS_OWNER", default=False)
DATABASE_APP_ROLE = env.str("DATABASE_APP_ROLE", default="pmm_app")
DATABASES = {
    "default": env.db_url(
        "DATABASE_OWNER_URL" if DATABASE_AS_OWNER and "DATABASE_OWNER_URL" in env.ENVIRON else "DATABASE_URL",
        engine="pmm_workspace.common.postgres",
    )
    # Under ASGI every request has a thread of its own, and a connection that was kept would stay with it for good.
    | {"CONN_MAX_AGE": 0}
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Limits on sign-in and on the API are counted in the database: they outlive an emptied broker.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
}

VALKEY_URL = env.str("VALKEY_URL", default="redis://localhost:6379/0")
# Between the processes that serve people who write together. A Unix socket is named otherwise here than by Celery.
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [VALKEY_URL.replace("redis+socket://", "unix://").replace("virtual_host=", "db=")]},
    }
}
CELERY_BROKER_URL = VALKEY_URL
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "pmm_workspace.accounts.sign_in.InvitedOnly"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "reset_password": "20/m/ip,5/m/key"}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"

# Cookies ignore ports: two demos on one machine need names of their own.
_COOKIE_MARK = env.str("COOKIE_MARK", default="")
SESSION_COOKIE_NAME = f"{'__Host-' if HTTPS else ''}session{_COOKIE_MARK}"
CSRF_COOKIE_NAME = f"{'__Host-' if HTTPS else ''}csrf{_COOKIE_MARK}"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ru", _("Russian")), ("zh-hans", _("Chinese"))]
LOCALE_PATHS = [ROOT / "locale"]
FORMAT_MODULE_PATH = ["pmm_workspace.formats"]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [ROOT / "static"]
STATIC_ROOT = env.str("STATIC_ROOT", default=str(VAR_DIR / "static"))
SERVESTATIC_USE_FINDERS = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "pmm_workspace.common.static.HashedStatic"},
}
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(VAR_DIR / "media"))

# Imported rows: files that web and workers share, read by an engine inside the process that needs them.
LAKE_DIR = Path(env.str("LAKE_DIR", default=str(VAR_DIR / "lake")))
# What a process would need seconds to make of the definitions.
CACHES["compiled"] = {
    "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
    "LOCATION": LAKE_DIR / "compiled",
    "TIMEOUT": None,
}
LAKE_MEMORY = env.str("LAKE_MEMORY", default="1GB")
LAKE_THREADS = env.int("LAKE_THREADS", default=2)
COUNTING_SECONDS = env.float("COUNTING_SECONDS", default=300)  # of a job that only answers a question
METRIC_ENGINE = env.str("METRIC_ENGINE", default="duckdb")  # or "spark", for what does not fit one machine
METRIC_SPARK_URL = env.str("METRIC_SPARK_URL", default="")  # Spark Connect: sc://host:15002
METRIC_SPARK_FOLDER = env.str("METRIC_SPARK_FOLDER", default="")  # that workers and the cluster both see

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 20  # seconds that a silent mail server may hold a worker
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="PMM Workspace <pmm@localhost>")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "pmm_workspace.accounts.tokens.TokenAuthentication",
        "pmm_workspace.accounts.tokens.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["pmm_workspace.accounts.policy.FollowsPolicy"],
    "DEFAULT_PARSER_CLASSES": ["pmm_workspace.common.parsing.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["pmm_workspace.accounts.tokens.PerToken"],
    "DEFAULT_THROTTLE_RATES": {"token": env.str("API_RATE", default="600/min")},
    "EXCEPTION_HANDLER": "pmm_workspace.common.problems.as_problem",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "PMM Workspace",
    "VERSION": "1",
    "DESCRIPTION": "Read and write every artifact, import funnel rows, read metric values.",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "OAS_VERSION": "3.1.1",
    "ENUM_NAME_OVERRIDES": {
        "StateEnum": "pmm_workspace.artifacts.models.State",
        "ImportStateEnum": "metrics.models.ImportRun.State",
        "ImportKindEnum": "metrics.models.ImportRun.Kind",
        "LanguageEnum": LANGUAGES,
        "AudienceEnum": "pmm_workspace.artifacts.models.Audience",
        "ReasonEnum": "positioning.models.interview.Reason",
        "HouseRoleEnum": "messaging.models.RoleView.Role",
        "BuyerRoleEnum": "positioning.models.segment.BuyerRole",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
