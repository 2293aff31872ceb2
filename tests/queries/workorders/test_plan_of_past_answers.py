"""However many orders there are, past answers are looked for by indexes alone, in two statements and their units."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huying.workorders.queries.past_answers import _WORDS, About, past_answers
from tests.cast import Cast
from tests.queries.workorders.plans import as_if_big, plans_of

ABOUT = About(text="小区停水两天了。滨江路18号海棠花园。", matter_id=1)
INDEXES = ("workorders_likenesskey_pkey", "order_answered", "text_once", "reply_once")


@pytest.mark.parametrize("who", ["operator", "bureau_clerk"])
def test_candidates_are_read_by_indexes_alone(many_orders: Cast, who: str) -> None:
    with as_if_big():
        plan, *_ = plans_of(lambda: past_answers(about=ABOUT, actor=getattr(many_orders, who)))
    for index in (*INDEXES, *(["assignment_newest"] if who == "bureau_clerk" else [])):
        assert index in plan, plan
    assert "Seq Scan" not in plan, plan


def test_the_words_of_a_few_are_read_by_their_keys(many_orders: Cast) -> None:
    with as_if_big(), CaptureQueriesContext(connection) as asked, connection.cursor() as cursor:
        cursor.execute(_WORDS, {"ids": [1, 2], "events": [None, 3], "reason": "reason", "reply": "reply"})
        sql = asked.captured_queries[-1]["sql"]
        cursor.execute("EXPLAIN (COSTS off) " + sql)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "text_once" in plan
    assert "event_seq_once" in plan
    assert "Seq Scan" not in plan, plan
