"""The nightly comparison runs as a job of its own, centre by centre."""

from __future__ import annotations

import pytest

from huying.catalogue.models import DutyFinding
from huying.config.jobs import PERIODIC
from huying.dispatch.tasks import find_drifts_task
from huying.foundation import clock
from tests.cast import MONDAY, create_cast
from tests.factories.organisation import LONG_AGO


@pytest.mark.usefixtures("own_database")
def test_the_job_replaces_last_night_s_findings_and_passes_over_a_centre_without_a_policy() -> None:
    cast = create_cast()
    DutyFinding.objects.create(
        centre=cast.centre,
        matter_code="03",
        lead_by_place=True,
        orders=9,
        decided=9,
        not_taken=9,
        returned=0,
        wrongful=0,
        since=LONG_AGO,
        made_at=LONG_AGO,
    )
    with clock.moved(MONDAY):
        find_drifts_task(timestamp=0)
    assert not DutyFinding.objects.exists()
    assert "dispatch.find_drifts" in {name for name, _ in PERIODIC}
