"""What the site is made of: rooms, middleware, templates, static files, language and time."""

from __future__ import annotations

from huying.config.settings import environment as env

DATA = env.folder("HUYING_DATA", default="var", meaning="数据目录，同命令行的 --data")

ROOMS = [
    "huying.organisation",
    "huying.catalogue",
    "huying.policy",
    "huying.records",
    "huying.callers",
    "huying.workorders",
    "huying.notices",
    "huying.learning",
    "huying.intake",
    "huying.dispatch",
    "huying.coordination",
    "huying.handling",
    "huying.followup",
    "huying.supervision",
    "huying.exchange",
    "huying.desks",
    "huying.demo",
    "huying.web",
]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    # Before allauth, so that our sign-in pages come before its own.
    *ROOMS,
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
]

MIDDLEWARE = [
    "huying.config.watching.requests.WatchMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "huying.config.api_errors.ApiMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "huying.config.idle.IdleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "huying.config.body_limit.BodyLimitMiddleware",
    "huying.config.middleware.ActorMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "huying.config.urls"
WSGI_APPLICATION = "huying.config.wsgi.application"
HUYING_REACTIONS = "huying.config.reactions.REACTIONS"
HUYING_PROBES = "huying.config.watching.port.serve"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "huying.config.context.page_frame",
            ],
        },
    },
]

FORM_RENDERER = "huying.web.rendering.FormRenderer"

DEBUG = env.flag("HUYING_DEBUG", default=False, meaning="显示出错细节，只供开发时使用")

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
_HASHED = "huying.config.static_files.HashedFiles"
_PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
# Names with a digest let browsers keep files for long; `huying web` collects them at its start.
HUYING_STATIC_COLLECTED = env.flag(
    "HUYING_STATIC_COLLECTED", default=False, meaning="静态文件已收集并带摘要，由 huying web 自动设置"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _HASHED if HUYING_STATIC_COLLECTED else _PLAIN},
}

LANGUAGE_CODE = "zh-hans"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

PROCRASTINATE_ON_APP_READY = "huying.config.jobs.prepare"
