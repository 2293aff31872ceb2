"""The nightly comparison runs as a job of its own, centre by centre."""

from __future__ import annotations

import pytest

from huying.catalogue.models import DutyFinding
from huying.config.jobs import PERIODIC
from huying.dispatch.tasks import find_drifts_task
from huying.foundation import clock
from tests.cast import MONDAY, create_cast
from tests.factories.catalogue import create_finding


@pytest.mark.usefixtures("own_database")
def test_the_job_replaces_last_night_s_findings_and_passes_over_a_centre_without_a_policy() -> None:
    cast = create_cast()
    create_finding(centre=cast.centre, orders=9)
    with clock.moved(MONDAY):
        find_drifts_task(timestamp=0)
    assert not DutyFinding.objects.exists()
    assert "dispatch.find_drifts" in {name for name, _ in PERIODIC}
