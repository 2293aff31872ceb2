"""Our answers to allauth."""

from __future__ import annotations

import base64

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from huying.foundation import sealing

_CONTEXT = "mfa.authenticator.secret|"


class ClosedSignUp(DefaultAccountAdapter):
    """Administrators make people; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # allauth's signature
        """Say no."""
        return False


class SealedSecondFactor(DefaultMFAAdapter):
    """Second factors lie in the database sealed."""

    def encrypt(self, text: str) -> str:
        """Return a second factor's secret sealed."""
        return base64.b64encode(sealing.seal(text, context=_CONTEXT)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a second factor's secret."""
        return sealing.open_sealed(base64.b64decode(encrypted_text), context=_CONTEXT)
