"""Django's settings.

What differs between installations is an environment variable: environment.py, docs/settings.md.
"""

from datetime import timedelta
from typing import Any
from urllib.parse import unquote

from config.env_validators import MAIL_PORTS
from config.environment import VAR, read_environment
from monitoring.logging_config import logging_config

environment = read_environment()

# Django and applications
ENVIRONMENT = environment.environment
DEBUG = environment.debug
SECRET_KEY = environment.signing_key
ALLOWED_HOSTS = environment.hosts
TRUSTED_PROXIES = environment.trusted_proxies
API_HOST = environment.api_host
# Where the front end is, if its domain name is not the API's.
FRONTEND_ORIGIN = environment.frontend_origin or ""
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = False

INSTALLED_APPS = [
    "session_auth",
    "api",
    "accounts",
    "mail",
    "backup",
    "blog",
    "database",
    "doctor",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "django_tasks",
    "django_tasks_db",
    "rest_framework",
    "drf_spectacular",
    "drf_standardized_errors",
    "corsheaders",
    "accounts.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    # First, so that the others see the public address, host and scheme.
    "session_auth.proxy_headers.ProxyHeadersMiddleware",
    "monitoring.request_log.RequestLogMiddleware",
    "middleware.head.HeadMiddleware",
    "middleware.security_headers.SecurityHeadersMiddleware",
    # Before those that may respond, so that another origin can read the response.
    "corsheaders.middleware.CorsMiddleware",
    "session_auth.cache_headers.CacheHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Before the host check: load balancers use the IP address.
    "monitoring.health.HealthMiddleware",
    "middleware.host.HostMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "database.replicas.ReplicaMiddleware",
    "session_auth.cookies.SessionCookieMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "accounts.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.headless.middleware.HeadlessMiddleware",
]

# Metrics and traces: outermost, and only imported if they are on.
METRICS_PORT = environment.metrics_port
if METRICS_PORT:
    MIDDLEWARE.insert(0, "monitoring.metrics.MetricsMiddleware")
TRACES = environment.is_tracing
if TRACES:
    MIDDLEWARE.insert(0, "monitoring.tracing.TracingMiddleware")

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Database. Connections persist: a new one for each request took five times the CPU.
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PERSISTENT = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
DATABASES: dict[str, dict[str, Any]] = {"default": environment.database | PERSISTENT}
# Read replicas: database/replicas.py.
REPLICATED_APPS: list[str] = [
    "blog",
]
REPLICAS = []
for number, replica in enumerate(environment.replicas, 1):
    REPLICAS.append(f"replica-{number}")
    DATABASES[REPLICAS[-1]] = replica | PERSISTENT | {"TEST": {"MIRROR": "default"}}
DATABASE_ROUTERS = ["database.replicas.ReplicaRouter"]
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    VAR.mkdir(exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        # Take the write lock at the start. A transaction that reads first and then writes fails at
        # once if another one has written in between.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
for database in DATABASES.values():
    if database["ENGINE"] == "django.db.backends.postgresql":
        # Notice a machine that is gone within 5 seconds on a new connection and 10 on an open one:
        # after sending a query (tcp_user_timeout, in milliseconds) or while waiting for its result
        # (keepalives: after 4 seconds, 3 times in 6). Slow queries are not limited.
        database["OPTIONS"] = {
            "connect_timeout": 5,
            "tcp_user_timeout": 10_000,
            "keepalives_idle": 4,
            "keepalives_interval": 2,
            "keepalives_count": 3,
            **database.get("OPTIONS", {}),
        }

# Cache: in the database, which all workers share. It holds locks (api/locks.py). Rate
# limits have a table of their own (api/rate_limits.py).
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # With more entries, some are dropped before they expire.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Sessions and cookies
SESSION_ENGINE = "accounts.sessions.database_store"
if environment.redis_url is not None:
    SESSION_ENGINE = "accounts.sessions.cached_store"
    SESSION_CACHE_ALIAS = "sessions"
    CACHES["sessions"] = {
        "BACKEND": "accounts.session_cache.SessionCache",
        "LOCATION": environment.redis_url.get_secret_value(),
        "KEY_PREFIX": "latchkey",
        # In seconds; the database has the sessions, too.
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
    CACHES["session_status"] = {
        **CACHES["sessions"],
        "BACKEND": "accounts.session_cache.StatusCache",
    }
# The absolute and the idle limit, by the choice at the log-in: accounts/sessions/lifetimes.py.
SESSION_LIFETIMES = {
    "remembered": (
        timedelta(days=environment.session_days),
        timedelta(days=environment.session_idle_days),
    ),
    # The browser forgets the cookie when it closes.
    "browser": (timedelta(hours=environment.session_browser_hours),) * 2,
    "staff": (
        timedelta(hours=environment.session_staff_hours),
        timedelta(minutes=environment.session_staff_idle_minutes),
    ),
}
SESSION_COOKIE_AGE = environment.session_days * 24 * 60 * 60
SESSION_COOKIE_NAME = environment.cookie_name("sessionid")
CSRF_COOKIE_NAME = environment.cookie_name("csrftoken")
DEVICE_COOKIE_NAME = environment.cookie_name("device")  # accounts/device_cookie.py
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = environment.is_https
SESSION_COOKIE_DOMAIN = CSRF_COOKIE_DOMAIN = environment.cookie_domain
# For the admin. Its messages need no cookie.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# CORS: only a front end with another domain name may send cookies and read responses.
CORS_ALLOWED_ORIGINS = CSRF_TRUSTED_ORIGINS = [FRONTEND_ORIGIN] if FRONTEND_ORIGIN else []
CORS_URLS_REGEX = r"^/api/"
CSRF_FAILURE_VIEW = "session_auth.error_views.csrf_failure"
CORS_ALLOW_CREDENTIALS = True
CORS_ALLOW_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
CORS_ALLOW_HEADERS = [
    *("content-type", "idempotency-key", "if-match", "x-account", "x-csrftoken"),
    *("traceparent", "x-request-id"),
]
CORS_EXPOSE_HEADERS = ["ETag", "Retry-After", "Server-Timing", "X-Request-ID"]
CORS_PREFLIGHT_MAX_AGE = 7200  # seconds; Chrome's maximum

# Security headers; the CSP and others are in middleware/security_headers.py.
SECURE_HSTS_SECONDS = int(environment.hsts.partition(";")[0].removeprefix("max-age="))
SECURE_HSTS_INCLUDE_SUBDOMAINS = "includeSubDomains" in environment.hsts
SECURE_HSTS_PRELOAD = "preload" in environment.hsts
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = [
    # The reverse proxy redirects to HTTPS; health checks use plain HTTP.
    "security.W008",
    # Subdomains and preload are a decision of the domain's owner: HSTS.
    "security.W005",
    "security.W021",
]

# Accounts and log-in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.AccountBackend"]
DJANGO_VALIDATORS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": f"{DJANGO_VALIDATORS}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": f"{DJANGO_VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": f"{DJANGO_VALIDATORS}.CommonPasswordValidator"},
    {
        "NAME": "accounts.password_validators.MaximumLengthValidator",
        "OPTIONS": {"max_length": 128},
    },
    {
        "NAME": "accounts.password_validators.ContextWordValidator",
        "OPTIONS": {"words": ["latchkey"]},
    },
]
if environment.password_breach_check:
    AUTH_PASSWORD_VALIDATORS.append(
        {"NAME": "pwned_passwords_django.validators.PwnedPasswordsValidator"}
    )
LOGIN_URL = f"{FRONTEND_ORIGIN}/login"  # the front end's page
LOGIN_REDIRECT_URL = f"{FRONTEND_ORIGIN}/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.signup_form.SignupForm"
ACCOUNT_SIGNUP_ENABLED = environment.is_signup_open
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before the address changes
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Codes are valid for 15 minutes.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 900
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 900
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
PASSWORD_RESET_TIMEOUT = 900
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Only the client that authenticates by cookies: the other one has no CSRF protection.
HEADLESS_CLIENTS = ("browser",)
HEADLESS_ONLY = True
# The front end's pages, for the links in mails.
HEADLESS_FRONTEND_URLS = {
    "account_confirm_email": f"{FRONTEND_ORIGIN}/verify-email#{{key}}",
    "account_reset_password": f"{FRONTEND_ORIGIN}/forgot-password",
    "account_reset_password_from_key": f"{FRONTEND_ORIGIN}/reset-password#{{key}}",
    "account_signup": f"{FRONTEND_ORIGIN}/signup",
}
# Limits on failed log-ins: (number, seconds); accounts/login_limits.py.
LOGIN_RATES = {
    "login_network": (10, 60),
    "login_account_and_network": (5, 300),
    # From all networks: 56 per hour, and 35 more for each browser that has logged in before.
    "login_account": (8, 600),
    "login_device": (5, 600),
}
# Limits on the other requests of accounts/headless/limits.py.
AUTH_RATES = {
    "signup": (20, 60),
    "mail_request": (20, 60),
    "code": (20, 60),
    "password_change": (10, 600),
}
ACCOUNT_RATE_LIMITS = False  # replaced by LOGIN_RATES and AUTH_RATES

# Session layer: session_auth/README.md
SESSION_AUTH = {
    "LOGIN": "accounts.login.log_in",
    "LOGIN_SERIALIZER": "accounts.serializers.LoginSerializer",
    "ACCOUNT_SERIALIZER": "accounts.serializers.AccountSerializer",
    "CONVERT_EXCEPTION": "api.errors.convert_exception",
}

# API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["session_auth.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["api.parsers.JSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "api.pagination.PagePagination",
    "DEFAULT_SCHEMA_CLASS": "api.schema.AutoSchema",
    "DEFAULT_THROTTLE_RATES": {"writing": "60/min", "previews": "120/min"},  # per user
    "EXCEPTION_HANDLER": "drf_standardized_errors.handler.exception_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
DRF_STANDARDIZED_ERRORS = {
    "EXCEPTION_HANDLER_CLASS": "session_auth.exception_handler.ExceptionHandler",
    # The same JSON in development; the traceback is in the log.
    "ENABLE_IN_DEBUG_FOR_UNHANDLED_EXCEPTIONS": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Latchkey",
    "DESCRIPTION": (
        "The API of the browser and the Nuxt server, which share a session. Malformed requests get "
        "an error in the same format: 400 if they are not HTTP, 414 if the URL is too long, 431 if "
        "the headers are."
    ),
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": "/api",
    "COMPONENT_SPLIT_REQUEST": True,
    "SERVE_INCLUDE_SCHEMA": True,
    "ENUM_NAME_OVERRIDES": {"ErrorType": "api.schema.ErrorType"},
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "accounts.headless.schema.add_auth_endpoints",
    ],
}

# Mail: requests queue it, the worker sends it (mail/).
EMAIL_BACKEND = "mail.backend.QueueBackend"
DEFAULT_FROM_EMAIL = environment.email_from
SITE_NAME = environment.site_title  # in mails
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
EMAIL_HOST = environment.mail_server.hostname or ""
EMAIL_PORT = environment.mail_server.port or MAIL_PORTS.get(environment.mail_server.scheme, 25)
EMAIL_HOST_USER = unquote(environment.mail_server.username or "")
EMAIL_HOST_PASSWORD = unquote(environment.mail_server.password or "")
EMAIL_USE_TLS = environment.mail_server.scheme == "smtp+tls"
EMAIL_USE_SSL = environment.mail_server.scheme == "smtp+ssl"
EMAIL_TIMEOUT = 5  # seconds

# Language and time
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"

# Static files of the admin
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

LOG_FORMAT = environment.active_log_format
LOGGING = logging_config(LOG_FORMAT)
