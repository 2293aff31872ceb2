"""Sign-in: made by administrators, by user name, locked after failures, left when idle."""

from __future__ import annotations

from datetime import timedelta

from huying.config.settings import environment as env

AUTH_USER_MODEL = "organisation.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    # 约定: ten characters; GB/T 22239 asks for complexity and names no figure.
    {"NAME": "huying.config.sign_in.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "huying.config.sign_in.UnlikeTheName", "OPTIONS": {"user_attributes": ["username"]}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "huying.config.sign_in.ClosedSignUp"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
# A whole office may share one address; guessing is stopped by axes below.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": False}

MFA_ADAPTER = "huying.config.sign_in.SealedSecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "呼应"
# 约定: half a minute either way, for clocks of offices without a time server.
MFA_TOTP_TOLERANCE = 1

# 约定: five failures, a quarter of an hour (domain.md 17 calls five the practice and names no source).
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_USERNAME_CALLABLE = "huying.config.sign_in.typed_name"
AXES_CLIENT_IP_CALLABLE = "huying.foundation.client_address.client_address"
AXES_LOCKOUT_TEMPLATE = "account/locked_out.html"

# 约定: half an hour without a click ends the session, and so does closing the browser.
SESSION_COOKIE_AGE = 60 * env.number("HUYING_IDLE_MINUTES", default=30, meaning="多少分钟不操作就要重新登录")
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "huying_session"
CSRF_COOKIE_NAME = "huying_csrf"
