"""Two webs and two workers on one server: the journey passes, and killing any of them loses and doubles nothing."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import psycopg
import pytest

from huying.foundation import embedded
from tests.server.commands import wait_until
from tests.server.conftest import temporary_folder
from tests.server.fleet import Fleet, fleet
from tests.server.visitor import Visitor

pytestmark = pytest.mark.server

REPLY = "已会同社区到现场核查，经营者已停止夜间露天烧烤并安装油烟净化设备，将持续巡查。"


@pytest.fixture(scope="module")
def ours() -> Iterator[Fleet]:
    with temporary_folder() as folder, fleet(folder) as running:
        yield running


def _number(address: str) -> str:
    found = re.fullmatch(r"/orders/(\d+)/", address)
    assert found, address
    return found[1]


def _demand(text: str) -> dict[str, str]:
    return {"phone": "0460-10000099", "name": "示例己无双", "original": text, "kind": "complaint"}


def test_the_journey_passes_while_every_request_goes_to_the_other_web(ours: Fleet) -> None:
    with Visitor(ours.sites, "shouli") as operator:
        route = {"urgency": "3", "channel": "phone", "route": "awaiting_dispatch"}
        number = _number(operator.send("/register/", **_demand("河畔社区门口夜间烧烤，油烟噪音扰民。"), **route))
    with Visitor(ours.sites, "paidan") as dispatcher:
        to = f"/orders/{number}/assign/"
        street = dispatcher.choice(to, "桥头街道办事处")
        dispatcher.send(to, lead_unit_id=street, legal_basis="街道办事处条例第十一条")
    with Visitor(ours.sites, "jiedao") as clerk:
        clerk.send(f"/orders/{number}/sign/")
        clerk.send(f"/orders/{number}/contact/", reached="yes", note="已电话联系。")
        findings = {"fact_finding": "true", "demand_finding": "reasonable", "result": "solved", "answered_by": "phone"}
        findings["site_check"] = "no_site"
        clerk.send(f"/orders/{number}/reply/", **findings, legal_basis="街道办事处条例第十条", words=REPLY)
    with Visitor(ours.sites, "shenhe") as reviewer:
        reviewer.send(f"/orders/{number}/review/", passed="yes")
    with Visitor(ours.sites, "huifang") as caller:
        wait_until(lambda: f"/orders/{number}/verdict/" in caller.get(f"/orders/{number}/").text)
        caller.send(
            f"/orders/{number}/verdict/", contacted="yes", solved="solved", satisfied="satisfied", words="好了。"
        )
    assert ours.ask("SELECT state FROM workorders_order WHERE id = %s", int(number[8:])) == [("closed",)]


def test_killing_a_web_loses_and_doubles_no_registration(ours: Fleet) -> None:
    acknowledged: list[str] = []
    stop, tried = threading.Event(), [0]

    def register() -> None:
        with Visitor(ours.sites, "shouli") as operator:
            fields = operator.hidden("/register/")
            route = {"urgency": "3", "channel": "phone", "route": "awaiting_dispatch"}
            while not stop.is_set():
                tried[0] += 1
                try:
                    answer = operator.post("/register/", {**fields, **route, **_demand(f"并发登记第{tried[0]}号。")})
                except httpx.TransportError:
                    continue
                assert answer.status_code == 302, answer.status_code
                acknowledged.append(_number(answer.headers["location"]))

    def goes_on(more: int) -> None:
        since = len(acknowledged)
        wait_until(lambda: len(acknowledged) >= since + more or not stream.is_alive())

    stream = threading.Thread(target=register)
    stream.start()
    try:
        for name in ("web-a", "web-b"):
            goes_on(4)
            ours.kill(name)
            goes_on(4)
            ours.start(name)
            wait_until(lambda name=name: ours.is_alive(name))  # type: ignore[misc]  # bound to this turn
    finally:
        stop.set()
        stream.join()
    assert len(acknowledged) >= 16
    texts = ours.ask("SELECT order_id FROM workorders_text WHERE kind = 'original' AND body LIKE '并发登记第%%'")
    written = [order for (order,) in texts]
    assert len(written) == len(set(written)) <= tried[0]
    assert {int(number[8:]) for number in acknowledged} <= set(written)


def test_a_job_whose_worker_is_killed_is_done_by_the_other_and_once(ours: Fleet) -> None:
    wait_until(lambda: ours.ask("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'") == [(0,)])
    doing = "SELECT worker_id FROM procrastinate_jobs WHERE status = 'doing' AND task_name = 'dispatch.suggest_unit'"
    with psycopg.connect(ours.server.url(role=embedded.SUPERUSER)) as holder:
        holder.execute("LOCK TABLE dispatch_suggestion IN SHARE ROW EXCLUSIVE MODE")
        with Visitor(ours.sites, "shouli") as operator:
            route = {"urgency": "3", "channel": "phone", "route": "awaiting_dispatch"}
            number = _number(operator.send("/register/", **_demand("槐树社区井盖破损。"), **route))
        wait_until(lambda: len(ours.ask(doing)) == 1, seconds=20)
        name = ours.workers[ours.ask(doing)[0][0]]
        ours.kill(name)
        holder.rollback()
    order = int(number[8:])
    suggested = "SELECT count(*) FROM dispatch_suggestion WHERE order_id = %s"
    wait_until(lambda: ours.ask(suggested, order) == [(1,)], seconds=40)
    wait_until(lambda: ours.ask(doing) == [])
    assert ours.ask(suggested, order) == [(1,)]


def test_a_database_that_hangs_is_told_within_two_seconds_however_many_pages_hang_on_it(ours: Fleet) -> None:
    web = [site for site in ours.sites if str(ours.ports["web-a"]) in site]
    wait_until(lambda: ours.readiness("web-a")[0] == 200, seconds=20)
    with Visitor(web, "shouli") as operator, ThreadPoolExecutor(12) as people:
        with ours.database_stopped():
            assert ours.readiness("web-a")[:2] == (503, {"database": False})
            pages = [people.submit(operator.get, "/") for _ in range(12)]
            wait_until(lambda: sum(page.done() for page in pages) >= 8, seconds=20)
            status, checks, seconds = ours.readiness("web-a")
            assert (status, checks) == (503, {"database": False})
            assert seconds < 2
            assert ours.is_alive("web-a")
        answers = [page.result() for page in pages]
    refused = [answer for answer in answers if answer.status_code == 503]
    assert {answer.status_code for answer in answers} <= {200, 503}
    # Those without a place, and perhaps one that had to open a connection.
    assert len(refused) >= 8
    assert all("系统正忙" in answer.text or "数据库暂时没有应答" in answer.text for answer in refused)
    wait_until(lambda: ours.readiness("web-a")[0] == 200, seconds=20)


def test_the_log_is_json_and_holds_nothing_that_people_typed(ours: Fleet) -> None:
    phone, identity, word = "13987654321", "110101199003077758", "紫藤花下"
    number = "0123456789abcdef0123456789abcdef"
    with Visitor(ours.sites, "shouli") as operator:
        operator.get(f"/search/?q={phone}&s={word}")
        operator.get(f"/orders/{phone}/?x={identity}", **{"X-Request-ID": number})
        operator.get(f"/{word}/{identity}/{phone}")
        hidden = operator.hidden("/register/")
        operator.post("/search/", {**hidden, "q": phone})
        operator.post("/register/", {**hidden, "phone": phone, "original": "", "id_number": identity, "name": word})
        operator.get("/", host=phone)
        operator.post("/register/", {"original": f"{word} {phone}"})
    said = ours.logs()
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    routes = {line.get("route") for line in lines if line["logger"] == "huying.requests"}
    assert {"queue", "register", "search", "order", "unknown", "account_login"} <= routes
    assert [line["status"] for line in lines if line.get("request_id") == number] == [404]
    assert any(line["logger"] == "huying.jobs" and line["outcome"] == "succeeded" for line in lines)
    for secret in (phone, identity, word, "10000099", "示例己无双", "井盖破损", "并发登记", "油烟", "huying-demo-2026"):
        assert secret not in said, secret
    assert [line for line in said.splitlines() if not line.startswith("{")] == []


def test_the_history_of_it_all_verifies(ours: Fleet) -> None:
    assert ours.run("seal").returncode == 0
    done = ours.run("verify", "--json")
    assert json.loads(done.stdout)["clean"], done.stderr
