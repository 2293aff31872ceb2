"""The machine finds faults: each of these, planted in the house, is found within two hundred runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from huying.config import reactions
from huying.domain import lifecycle
from huying.domain.actors import Role
from huying.domain.roads import Road
from huying.domain.states import State
from huying.domain.transitions import Reach
from huying.handling.actions import settle_extension
from huying.intake.actions import follow_master, urge_order
from huying.workorders.actions import move
from huying.workorders.queries import dossier, limits, queue
from tests.anyhow.machine import Anyhow
from tests.anyhow.test_anyhow import run

pytestmark = pytest.mark.long

Plant = Callable[[pytest.MonkeyPatch], None]


def _row(action: str, **changes: Any) -> Plant:
    """Change the lifecycle's row of an action."""
    changed = replace(lifecycle.BY_ACTION[action], **changes)
    return lambda patch: patch.setitem(lifecycle.BY_ACTION, action, changed)


def _instead(module: Any, name: str, other: Any) -> Plant:
    return lambda patch: patch.setattr(module, name, other)


def _nothing(*_: object, **__: object) -> None:
    """Do nothing."""


FAULTS: dict[str, Plant] = {
    "a conference is settled that nobody called": _row("settle_conference", needs=()),
    "signing starts no limit of contact": _row("sign_order", starts=()),
    "a dispatcher settles returns": _row("settle_return", roles=frozenset({Role.ARBITER, Role.DISPATCHER})),
    "a return that was taken back stays open": _row("withdraw_return", closes=None),
    "a reply goes out while an extension is asked for": _row("submit_reply", bars=(Road.RETURN, Road.WHISTLE)),
    "any unit passes up": _row("pass_up", reach=Reach.CENTRE),
    "an order that came back gets a limit of its own": _instead(limits, "_promised", _nothing),
    "a granted extension puts nothing off": _instead(
        settle_extension, "move", lambda *, new_due, **words: move.move(new_due=new_due and None, **words)
    ),
    "everybody of the centre opens every page": _instead(
        dossier, "may_see", lambda order, actor: order.centre_id == actor.centre_id
    ),
    "a child that follows has no lead": _instead(follow_master, "_assign_as", _nothing),
    "a child that was answered stays merged": _row("answer_merged", closes=None),
    "children of an answered master are not answered": _instead(reactions, "answer_children", _nothing),
    "the history does not say what an order became": _instead(move, "replayed_row", lambda _: {}),
    "what was answered stays in the clerk's list": _instead(queue, "WITH_UNIT", frozenset(State)),
    "a citizen urges as often as they like": _instead(urge_order, "has_urged_today", lambda **_: False),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(fault: str, machine: type[Anyhow], monkeypatch: pytest.MonkeyPatch) -> None:
    FAULTS[fault](monkeypatch)
    with pytest.raises(AssertionError) as found:
        run(machine, of_each=13, is_same=True)
    # What a plant breaks by itself, and what the house says of it, is no finding of the machine's.
    assert Path(found.traceback[-1].path).parent == Path(__file__).parent
    print(f"found in run {machine.runs}, {machine.plot}: {found.value}")  # noqa: T201  what whoever runs it wants to know
