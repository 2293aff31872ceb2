"""One line of the access log: who, as they were, looked at what, when."""

from __future__ import annotations

import pytest

from huying.records.actions.record_access import record_access
from huying.records.choices import AccessKind
from huying.records.models import AccessRecord
from tests.cast import MONDAY, create_cast

pytestmark = pytest.mark.django_db


def test_it_keeps_the_person_with_unit_and_role_as_they_were() -> None:
    cast = create_cast()
    record_access(kind=AccessKind.CONFIDENTIAL_ORDER, subject="20260302000001", actor=cast.clerk, at=MONDAY)
    record = AccessRecord.objects.get()
    assert (record.kind, record.subject, record.at) == ("confidential_order", "20260302000001", MONDAY)
    assert (record.centre_id, record.person_id, record.unit_id, record.role) == (
        cast.centre.pk,
        cast.clerk.person_id,
        cast.street.pk,
        "clerk",
    )
