"""A store of the test's own for commands that are run as processes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from huying.foundation import embedded
from tests import databases
from tests.cli.store import Store


@pytest.fixture
def store(server: embedded.Server, template: str) -> Iterator[Store]:
    name = databases.clone(server, template=template)
    store = Store(server, name)
    yield store
    store.close()
    databases.drop(server, name)
