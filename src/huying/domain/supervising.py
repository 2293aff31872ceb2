"""督办: what the lifecycle says of supervision orders, and the ladder of their forms.

依据: 国办函〔2025〕66号 (六) (P01): poor handling and 推诿扯皮 are taken up by 督查督办; S002: 督查跟进办 is a way to
handle an order. 约定, after P13 (three working days) and P37 (the ladder of forms): a supervision order asks one unit
of an order for an answer within a limit; the answer is checked, and asked for again where it does not suffice.
Nothing waits for it: the unit still answers the caller within its own limit.
"""

from __future__ import annotations

from enum import StrEnum

from huying.domain.actors import Actor, Role
from huying.domain.errors import Conflict, NotAllowed, Refusal
from huying.domain.guards import NotYourTurn, OrderFacts, with_centre
from huying.domain.policies import Stage
from huying.domain.roads import Road
from huying.domain.states import OPEN, State
from huying.domain.transitions import Reach, Transition


class Form(StrEnum):
    """How a unit is told, the mildest first. 约定, after 巴彦淖尔: 电话催办 → 书面督办 → 工作提醒函."""

    CALL = "call"
    LETTER = "letter"
    REMINDER = "reminder"


LADDER = tuple(Form)


class FormTooMild(Conflict):
    """A supervision order no sterner than the one before it on the same order."""

    code = "supervision_too_mild"
    sentence = "本单已经督办过，请选用更高一级的督办形式。"


class NotSupervised(NotAllowed):
    """Answering what another unit was asked."""

    code = "not_supervised"
    sentence = "本单的督办要求另一个单位答复，请由被督办的单位答复。"


def next_form(form: Form) -> Form:
    """Return the form one rung up; the top stays the top."""
    return LADDER[min(LADDER.index(form) + 1, len(LADDER) - 1)]


def forms_after(last: Form | None) -> tuple[Form, ...]:
    """Return the forms that a supervision order may take when the last one of the same order took ``last``."""
    return LADDER if last is None else LADDER[LADDER.index(next_form(last)) :]


def form_of_next_round(*, form: Form, insufficient: int, often: int) -> Form:
    """Return the form in which the next answer is asked for; a rung up after every ``often`` insufficient ones."""
    return next_form(form) if insufficient % often == 0 else form


def supervised(order: OrderFacts, actor: Actor) -> Refusal | None:
    """约定: the unit that was asked answers, once a round."""
    if (Stage.SUPERVISION, actor.unit_id) in order.running:
        return None
    is_asked = any(stage is Stage.SUPERVISION and unit is not None for stage, unit in order.running)
    return NotSupervised() if is_asked else NotYourTurn()


# 依据: 管、办、督分离 (S003): those who watch issue it, and leaders; nobody who dispatches or handles.
_WATCHES = frozenset({Role.SUPERVISOR, Role.LEADER})

SUPERVISING: tuple[Transition, ...] = (
    Transition(
        action="answer_supervision",
        label="答复督办",
        sources=OPEN,
        targets=(),
        roles=frozenset({Role.CLERK, Role.REVIEWER}),
        reach=Reach.CENTRE,
        fact="SupervisionAnswered",
        guards=(supervised,),
        stops=(Stage.SUPERVISION,),
        starts=(Stage.SUPERVISION,),
        needs=(Road.SUPERVISION,),
    ),
    Transition(
        action="check_supervision",
        label="督查跟进",
        sources=OPEN,
        targets=(),
        roles=_WATCHES,
        reach=Reach.CENTRE,
        fact="SupervisionChecked",
        guards=(with_centre(Stage.SUPERVISION),),
        stops=(Stage.SUPERVISION,),
        closes=Road.SUPERVISION,
        needs=(Road.SUPERVISION,),
    ),
    # 约定: also of an answered order, for 答复不实; one at a time.
    Transition(
        action="issue_supervision",
        label="督办",
        sources=OPEN - {State.AWAITING_ACCEPTANCE, State.AWAITING_DISPATCH},
        targets=(),
        roles=_WATCHES,
        reach=Reach.CENTRE,
        fact="SupervisionIssued",
        opens=Road.SUPERVISION,
        bars=(Road.SUPERVISION,),
    ),
    Transition(
        action="withdraw_supervision",
        label="撤回督办",
        sources=OPEN,
        targets=(),
        roles=_WATCHES,
        reach=Reach.CENTRE,
        fact="SupervisionWithdrawn",
        stops=(Stage.SUPERVISION,),
        closes=Road.SUPERVISION,
        needs=(Road.SUPERVISION,),
    ),
)
