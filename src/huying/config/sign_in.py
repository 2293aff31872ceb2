"""Our answers to allauth and axes."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.password_validation import MinimumLengthValidator, UserAttributeSimilarityValidator
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from huying.foundation import clock, metrics, sealing
from huying.foundation.commit import one_commit
from huying.organisation.actions.choose_password import choose_password
from huying.organisation.models import Person

_CONTEXT = "mfa.authenticator.secret|"
_FRESH = timedelta(minutes=5)


class ClosedSignUp(DefaultAccountAdapter):
    """Administrators make people and hand out slips; nobody signs up; a slip is good once and not for long."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # allauth's signature
        """Say no."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Return who the name and password belong to; a slip that ran out is told so."""
        person: Person | None = super().authenticate(request, **credentials)
        if person and person.slip_expires_at and person.slip_expires_at < clock.now():
            raise ValidationError("一次性密码已过期，请联系本单位系统管理员重新发放。")
        return person

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ARG002  # allauth's signature
        """Count it."""
        metrics.SIGN_IN_FAILURES.inc()

    def clean_password(self, password: str, user: AbstractBaseUser | None = None) -> str:
        """Return a password that may be used; the one in use, such as that of a slip, may not."""
        if user and user.check_password(password):
            raise ValidationError("新密码不能与现在的密码相同，请换一个。")
        cleaned: str = super().clean_password(password, user)
        return cleaned

    def set_password(self, user: Person, password: str) -> None:
        """Keep the password that the person chose."""
        with one_commit():
            choose_password(person=user, password=password)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask for the password again, but not somebody who has typed it within five minutes (约定)."""
        signed_in_at = context.request.user.last_login
        is_fresh = signed_in_at is not None and clock.now() - signed_in_at < _FRESH
        return not is_fresh and super().is_reauthentication_required(app=app, **kwargs)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002  # allauth's signature
        """Lead on to the person's work."""
        return settings.LOGIN_REDIRECT_URL


class LongEnough(MinimumLengthValidator):
    """Refuse a short password, in Chinese: Django's own sentence is not translated."""

    def get_error_message(self) -> str:
        """Say how long it has to be."""
        return f"密码太短，至少要有 {self.min_length} 个字符。"


class UnlikeTheName(UserAttributeSimilarityValidator):
    """Refuse a password like the sign-in name, in Chinese: Django would name the column."""

    def get_error_message(self) -> str:
        """Say what it is too close to."""
        return "密码与登录名太相似，请换一个。"


class SealedSecondFactor(DefaultMFAAdapter):
    """Second factors lie in the database sealed; what is wrong is said plainly."""

    error_messages: ClassVar = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "动态口令不对，请输入手机上当前显示的 6 位数字。"
    }

    def encrypt(self, text: str) -> str:
        """Return a second factor's secret sealed."""
        return base64.b64encode(sealing.seal(text, context=_CONTEXT)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a second factor's secret."""
        return sealing.open_sealed(base64.b64decode(encrypted_text), context=_CONTEXT)


def typed_name(request: HttpRequest, credentials: Mapping[str, str] | None = None) -> str:
    """Return the name that somebody tries, in the form it is stored: other capitals are no other name."""
    typed = (credentials or {}).get("username") or request.POST.get("login", "")
    return typed.strip().lower()
