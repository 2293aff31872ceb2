"""The look of the house: nothing inline, nothing newer than the baseline, components used as they say."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.template.loader import render_to_string
from django.test import override_settings
from pytest_django.asserts import assertHTMLEqual

from huying.foundation import clock
from huying.web import rows
from huying.web.rendering import FormRenderer
from huying.web.templatetags.light import light
from huying.web.templatetags.wording import apart, capped, lasting, moment

SOURCE = Path(__file__).parents[2] / "src" / "huying"
STATIC = SOURCE / "web" / "static" / "web"
COMPONENTS = SOURCE / "web" / "templates" / "web" / "components"
TEMPLATES = sorted(SOURCE.glob("*/templates/**/*.html"))
AT = datetime(2025, 11, 22, 2, 20, tzinfo=UTC)

# What a strict content security policy would block, or what Chromium 86 cannot draw.
BANNED_IN_TEMPLATES = {
    r"\sstyle\s*=": 'a style="" attribute',
    r"<style\b": "an inline style sheet",
    r"<script\b(?![^>]*\ssrc=)": "an inline script",
    r"\son[a-z]+\s*=": "an inline handler",
    r"javascript:": "a script in an address",
    r"\shx-on\b|\shx-vals\s*=\s*[\"']js:": "a script in an htmx attribute",
    r"\s(?:popover|inert)\b(?=[^<]*>)": "an attribute newer than the baseline",
    r"class=\"[^\"]*\b(?:text|bg|border|link|btn-outline|btn-ghost|alert|badge)-"
    r"(?:primary|secondary|success|info|warning|danger|muted|blue|azure|green|teal|red|orange|yellow)\b": "a Tabler "
    "colour that needs color-mix",
}

BANNED_IN_CSS = {
    r":has\(": "105",
    r":is\(|:where\(": "88",
    r":not\([^()]*,": "88",
    r"@container|container-type|[0-9]cq[whib]": "105",
    r"@layer": "99",
    r"color-mix\(|(?:ok)?l(?:ab|ch)\(|\bhwb\(": "111",
    r"(?<![-\w])aspect-ratio\s*:": "88",
    r"(?<![-\w])inset(?:-\w+)*\s*:": "87",
    r"(?:margin|padding)-(?:inline|block)\s*:": "87",
    r"(?<![-\w])accent-color\s*:": "93",
    r"(?<![-\w])scrollbar-gutter\s*:": "94",
    r"(?<![-\w])(?:translate|rotate|scale)\s*:": "104",
    r"(?<![-\w])text-wrap\s*:|field-sizing": "114",
    r"text-underline-offset|text-decoration-thickness": "87",
    r"overflow(?:-[xy])?\s*:\s*clip": "90",
    r"[0-9][dsl]v[hw]\b": "108",
    r"::file-selector-button": "89",
    r"@media[^{]*[<>]": "104",
    r"subgrid|@scope|@starting-style|anchor\(": "117",
    r"(?<![-\w])(?:mask|hyphens)\s*:": "120",
    r"@import|https?://": "not ours to fetch",
}

BANNED_IN_JS = {
    r"\bstructuredClone\b": "98",
    r"\.at\(": "92",
    r"\.findLast|\.to(?:Sorted|Reversed|Spliced)\(|\.with\(": "97",
    r"Object\.(?:hasOwn|groupBy)\(": "93",
    r"AbortSignal\.|randomUUID|URL\.canParse": "92",
    r"new FormData\([^()]*,": "112",
    r"showPicker|requestClose|checkVisibility": "99",
    r"\bstatic\s*\{|#\w+ in ": "91",
    r"^\s*(?:import|export)\b|^(?:await|const .*= await)\b": "one plain script a file",
    r"localStorage|sessionStorage|indexedDB|document\.cookie": "nothing of a person is stored in the browser",
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write": "text is set as text",
    r"\beval\(|new Function|set(?:Timeout|Interval)\(\s*['\"]": "blocked by the policy",
    r"\b(?:alert|confirm|prompt)\(": "the page says it itself",
}


def _faults(text: str, banned: dict[str, str]) -> list[str]:
    return [pattern for pattern in banned if re.search(pattern, text, re.MULTILINE)]


def _without_comments(text: str) -> str:
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


def _nested_rules(css: str) -> list[str]:
    found, parents = [], list[str]()
    for head, brace in re.findall(r"([^{};]*)([{}])", css):
        if brace == "}":
            parents.pop()
            continue
        if parents and not parents[-1].startswith("@"):
            found.append(head.strip())
        parents.append(head.strip())
    return found


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_template_holds_no_script_no_style_and_no_fragile_class(path: Path) -> None:
    assert not _faults(path.read_text(), BANNED_IN_TEMPLATES)


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.css")), ids=lambda path: path.name)
def test_a_style_sheet_stays_inside_the_baseline(path: Path) -> None:
    css = _without_comments(path.read_text())
    assert not _faults(css, BANNED_IN_CSS)
    assert not _nested_rules(css)


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.js")), ids=lambda path: path.name)
def test_a_script_is_one_strict_function_inside_the_baseline(path: Path) -> None:
    script = _without_comments(path.read_text()).strip()
    assert script.startswith("(function () {\n  'use strict';")
    assert script.endswith("})();")
    assert not _faults(script, BANNED_IN_JS)


@pytest.mark.parametrize(
    ("text", "banned"),
    [
        ('<p style="color: red">', BANNED_IN_TEMPLATES),
        ("<style>p {}</style>", BANNED_IN_TEMPLATES),
        ("<script>go()</script>", BANNED_IN_TEMPLATES),
        ('<p onclick="go()">', BANNED_IN_TEMPLATES),
        ('<div popover id="x">', BANNED_IN_TEMPLATES),
        ('<span class="badge bg-primary">', BANNED_IN_TEMPLATES),
        ("tr:has(a) {}", BANNED_IN_CSS),
        ("p { inset: 0 }", BANNED_IN_CSS),
        ("a:not(.x, .y) {}", BANNED_IN_CSS),
        ("@media (width >= 40em) {}", BANNED_IN_CSS),
        ("p { height: 100dvh }", BANNED_IN_CSS),
        ("list.at(-1)", BANNED_IN_JS),
        ("localStorage.text = 1", BANNED_IN_JS),
        ("await fetch(url)", BANNED_IN_JS),
        ("place.innerHTML = text", BANNED_IN_JS),
    ],
)
def test_the_lint_sees_a_planted_fault(text: str, banned: dict[str, str]) -> None:
    assert _faults(text, banned)


def test_the_lint_sees_a_nested_rule_but_not_a_rule_of_a_media_query() -> None:
    assert _nested_rules(".a { color: red; .b { color: blue } }") == [".b"]
    assert not _nested_rules("@media print { .a { color: red } } .b { color: blue }")


def _documented(component: str) -> set[str]:
    text = (COMPONENTS / component).read_text()
    opening = re.match(r"{% comment %}\n(.*?){% endcomment %}", text, re.DOTALL)
    return set(re.findall(r"^(\w+): ", opening.group(1), re.MULTILINE)) if opening else set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_component_is_included_with_only_what_it_names(path: Path) -> None:
    for component, words in re.findall(r'{% include "web/components/([\w.]+)"(.*?)%}', path.read_text(), re.DOTALL):
        assert words.split()[-1:] == ["only"], f"{component} without only"
        given = set(re.findall(r"(\w+)=", re.sub(r'"[^"]*"', '""', words)))
        assert given <= _documented(component), f"{component} does not know {given - _documented(component)}"


def test_every_component_says_what_it_takes() -> None:
    said = {path.name: _documented(path.name) for path in COMPONENTS.glob("*.html") if path.name != "panel.html"}
    assert len(said) >= 12
    assert all(said.values())


def test_every_style_sheet_and_script_is_loaded_by_a_page() -> None:
    loaded = set(re.findall(r"{% static ['\"](web/[\w.]+)['\"] %}", "".join(path.read_text() for path in TEMPLATES)))
    there = {f"web/{path.name}" for path in STATIC.iterdir()}
    assert loaded == there


def _draw(component: str, **context: Any) -> str:
    return render_to_string(f"web/components/{component}.html", context)


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=59), "不足 1 分钟"),
        (timedelta(minutes=36), "36 分钟"),
        (timedelta(hours=2), "2 小时"),
        (timedelta(hours=3, minutes=30), "3 小时 30 分"),
        (timedelta(days=1, hours=2, minutes=59), "1 天 2 小时"),
        (timedelta(days=15), "15 天"),
        (timedelta(hours=-5), "5 小时"),
    ],
)
def test_a_length_of_time_is_said_in_its_two_largest_units(span: timedelta, words: str) -> None:
    assert lasting(span) == words
    assert apart(AT + span, AT) == words


def test_counts_stop_at_999() -> None:
    assert [capped(count) for count in (0, 999, 1000)] == ["0", "999", "999+"]


@pytest.mark.parametrize(
    ("level", "hours", "said", "unsaid"),
    [
        (rows.Light.NORMAL, 26, ("正常", "剩 1 天 2 小时"), "超期"),
        (rows.Light.NEAR, 1, ("临期", "剩 1 小时"), "超期"),
        (rows.Light.OVER, -3, ("超期", "3 小时"), "剩"),
        (rows.Light.PAUSED, 5, ("暂停计时",), "超期"),
        (rows.Light.MET, -20, ("按期完成",), "20 小时"),
        (rows.Light.LATE, -20, ("超期完成",), "20 小时"),
    ],
)
def test_a_light_speaks_in_words_and_not_by_colour_alone(
    level: rows.Light, hours: int, said: tuple[str, ...], unsaid: str
) -> None:
    drawn = light(level, AT + timedelta(hours=hours), AT)
    assert all(words in drawn for words in said)
    assert unsaid not in drawn
    assert "<svg" in drawn


def test_a_light_without_a_deadline_says_so() -> None:
    assert "无时限" in light(rows.Light.NORMAL, None, AT)


def test_words_are_said_instead_of_the_time_left_and_hold_no_markup() -> None:
    drawn = light(rows.Light.NEAR, AT + timedelta(hours=1), AT, "剩 <b>半</b> 个工作日")
    assert "剩 &lt;b&gt;半&lt;/b&gt; 个工作日" in drawn
    assert "1 小时" not in drawn


def test_a_light_shows_the_time_of_shanghai() -> None:
    assert "11-22 10:20" in light(rows.Light.NORMAL, AT, AT)


class _Form(forms.Form):
    title = forms.CharField(label="标题", help_text="一句话说清事由。", error_messages={"required": "请填写标题。"})
    kind = forms.ChoiceField(label="类型", choices=[("1", "咨询"), ("2", "求助")], widget=forms.RadioSelect)
    secret = forms.BooleanField(label="要求保密", required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


def test_a_field_ties_hint_and_error_to_its_widget() -> None:
    form = _Form({"kind": "1"})
    drawn = _draw("field", field=form["title"])
    assert 'aria-describedby="id_title_helptext id_title_error"' in drawn
    assert 'id="id_title_helptext"' in drawn
    assert 'id="id_title_error"' in drawn
    assert "请填写标题。" in drawn
    assert 'aria-invalid="true"' in drawn


def test_choices_stand_in_a_fieldset_with_a_legend_and_a_hidden_field_has_no_label() -> None:
    form = _Form()
    assert "<legend>类型" in _draw("field", field=form["kind"])
    assert "<label" not in _draw("field", field=form["seen"])
    assert _draw("field", field=form["secret"]).count("<label") == 1


def test_the_summary_of_errors_leads_to_the_field_and_is_silent_when_all_is_well() -> None:
    assert 'href="#id_title"' in _draw("form_errors", form=_Form({"kind": "1"}))
    assert not _draw("form_errors", form=_Form({"kind": "1", "title": "路灯不亮"})).strip()
    assert "请核对" in _draw("form_errors", form=_Form(), sentence="请核对编号。")


def test_a_conflict_shows_who_did_what_and_gives_the_text_back() -> None:
    entry = rows.HistoryEntry(when=AT, what="申请退单", who="李某", unit="云溪街道", role="承办员")
    drawn = _draw(
        "conflict", sentence="工单已有新的记录。", entries=[entry], kept=[rows.Kept(label="答复", text="积水已抽排")]
    )
    assert all(words in drawn for words in ("申请退单", "李某", "云溪街道", "承办员", "积水已抽排"))


def test_a_comparison_says_in_words_what_happened() -> None:
    changes = [rows.Change(what=kind.value, kind=kind) for kind in rows.ChangeKind]
    drawn = _draw("diff", rows=changes, before_label="现行", after_label="新版")
    assert all(word in drawn for word in ("新增", "删除", "修改"))
    assert "没有差别" in _draw("diff", rows=[], before_label="现行", after_label="新版")


def test_the_pager_offers_only_the_pages_that_exist() -> None:
    drawn = _draw("pager", previous_url=None, next_url="?after=9", shown=50, total=1000)
    assert drawn.count("<a ") == 1
    assert "共 999+ 条" in drawn


def test_the_step_bar_names_the_present_step() -> None:
    step = rows.Step(label="办理中", progress=rows.Progress.CURRENT, at=AT)
    drawn = _draw("stages", stages=[rows.Stage(label="解决问题", progress=rows.Progress.CURRENT, steps=[step])])
    assert drawn.count('aria-current="step"') == 1


def test_what_a_person_typed_is_never_markup() -> None:
    evil = "<script>x</script>"
    entry = rows.HistoryEntry(when=AT, what=evil, who=evil, note=evil)
    change = rows.Change(what=evil, kind=rows.ChangeKind.CHANGED, before=evil, after=evil)
    drawn = [
        _draw("timeline", entries=[entry]),
        _draw("diff", rows=[change], before_label=evil, after_label=evil),
        _draw("state", label=evil, tone=rows.Tone.RED),
        _draw("empty", sentence=evil),
        _draw("confirm", label=evil, sentence=evil, confirm=evil),
        _draw("conflict", sentence=evil, entries=[entry], kept=[rows.Kept(label=evil, text=evil)]),
        _draw("clock", label=evil, level=rows.Light.NORMAL, due=AT, at=AT, note=evil, limit=evil),
    ]
    assert not [text for text in drawn if "<script" in text]


@pytest.mark.parametrize("status", ["400", "403", "404", "409", "429", "500", "503", "refusal"])
def test_an_error_page_has_a_title_a_sentence_and_a_way_back(status: str) -> None:
    drawn = render_to_string(f"web/errors/{status}.html", {"is_demo": True})
    assert re.search(r"<title>\S+ · 呼应</title>", drawn)
    assert re.search(r"<h1>\S+</h1>", drawn)
    assert re.search(r"data-error-sentence>[^<]+。</p>", drawn)
    assert 'href="/"' in drawn
    assert "演示数据" in drawn
    given = render_to_string(f"web/errors/{status}.html", {"sentence": "请核对编号。", "code": "order_not_found"})
    assert "请核对编号。" in given
    assert "order_not_found" in given


ONLY_SIGN_IN = override_settings(ROOT_URLCONF="allauth.urls")


@ONLY_SIGN_IN
@pytest.mark.parametrize("page", ["web/page.html", "web/plain.html"])
def test_a_page_says_that_it_is_a_demonstration_only_where_it_is_one(page: str) -> None:
    assert "演示数据" in render_to_string(page, {"is_demo": True})
    assert "演示数据" not in render_to_string(page, {"is_demo": False})


@ONLY_SIGN_IN
def test_a_page_inside_has_a_way_past_the_bar_a_search_box_and_marks_where_one_is() -> None:
    here = rows.NavigationItem(label="我的工单", url="/", count=1200, active=True)
    there = rows.NavigationItem(label="登记诉求", url="/register/")
    navigation = [rows.NavigationGroup(label="", items=(here, there))]
    drawn = render_to_string("web/page.html", {"navigation": navigation, "session_owner": "7-3"})
    assert '<a class="hy-skip" href="#main">' in drawn
    assert 'id="main"' in drawn
    assert 'action="/search/" method="post"' in drawn
    assert drawn.count('aria-current="page"') == 1
    assert "999+" in drawn
    assert 'data-session-owner="7-3"' in drawn


@ONLY_SIGN_IN
def test_a_form_given_back_after_expiry_carries_what_was_typed() -> None:
    context = {"carried": [("text", '积水"<b>')], "carry_to": "/orders/1/reply/", "is_signed_in": False}
    drawn = render_to_string("web/expired.html", context)
    assert 'action="/orders/1/reply/"' in drawn
    assert 'name="text" value="积水&quot;&lt;b&gt;"' in drawn


def test_a_select_box_is_drawn_as_django_draws_it() -> None:
    choices = [("", "全部"), ("<1>", "甲 & 乙"), ("组", [(2, "丙"), (3, "丁")])]
    for widget in (forms.Select, forms.SelectMultiple):
        drawn = [
            widget(choices=choices, attrs={"class": "a", "required": True, "data-x": "<"}).render(
                "n", ["<1>", 3], renderer=one
            )
            for one in (FormRenderer(), DjangoTemplates())
        ]
        assertHTMLEqual(*drawn)


def test_a_moment_of_another_year_says_which() -> None:
    with clock.moved(AT):
        assert ">11-22 10:20<" in moment(AT)
        assert ">2036-11-20 10:20<" in moment(AT + timedelta(days=4016))
        assert ">2036-11-20<" in moment(AT + timedelta(days=4016), "%Y-%m-%d")
