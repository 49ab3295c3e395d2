"""Settings of the peer: a plain Django project on the database that the measurement names."""

from __future__ import annotations

import os

from sqlalchemy.engine import make_url

_url = make_url(os.environ["PEER_DATABASE_URL"])
_common = {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
_databases = {
    "sqlite": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": _url.database,
        "OPTIONS": {
            "timeout": 10,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA synchronous=EXTRA",  # as safe as ours
        },
    },
    "postgresql": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _url.database,
        "USER": _url.username,
        "HOST": _url.query.get("host"),
    },
}
DATABASES = {"default": _databases[_url.get_backend_name()] | _common}
SECRET_KEY = os.environ["CASEWORK_SECRET_KEY"]
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "benchmarks.peer_django.views"
INSTALLED_APPS = ["benchmarks.peer_django"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "benchmarks.peer_django.sessions.SignedIn",
]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
TIME_ZONE = "UTC"
USE_TZ = False  # moments lie in the database as UTC without a zone
USE_I18N = False
