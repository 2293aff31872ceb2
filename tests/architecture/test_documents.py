"""What can be generated is generated, and a stale document fails."""

from __future__ import annotations

import re

import pytest

from huying.config.documents import documents
from huying.domain.policies import KIND_LABELS, STAGE_LABELS, URGENCY_LABELS
from huying.domain.states import STATE_LABELS
from tests.architecture.test_models import OURS
from tests.architecture.tree import ROOMS, ROOT

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text()


@pytest.mark.parametrize(("name", "text"), list(documents()), ids=lambda value: str(value)[:20])
def test_a_generated_document_is_fresh(name: str, text: str) -> None:
    assert (ROOT / "docs" / "reference" / name).read_text() == text, "make docs"


def test_the_glossary_names_every_word_of_the_trade() -> None:
    words = {*STATE_LABELS.values(), *KIND_LABELS.values(), *URGENCY_LABELS.values(), *STAGE_LABELS.values()}
    assert not {word for word in words if word not in GLOSSARY}


def test_the_glossary_names_every_table() -> None:
    assert not {model.__name__ for model in OURS if f"`{model.__name__}`" not in GLOSSARY}


def test_the_glossary_has_one_english_word_a_term() -> None:
    rows = [line.split("|")[1:3] for line in GLOSSARY.splitlines() if line.startswith("|")]
    terms = [chinese.strip() for chinese, _ in rows[2:]]
    assert len(terms) == len(set(terms))


def test_every_room_explains_itself() -> None:
    for room in ROOMS:
        text = (room / "README.md").read_text()
        assert 3 <= len(text.splitlines()) <= 120, room.name


def test_both_readmes_give_the_same_commands() -> None:
    def commands(name: str) -> list[str]:
        blocks = re.findall(r"```(?:sh|bash)\n(.*?)```", (ROOT / name).read_text(), flags=re.DOTALL)
        return [line.split("#")[0].strip() for block in blocks for line in block.splitlines() if line.strip()]

    assert commands("README.md")
    assert commands("README.md") == commands("README.zh-CN.md")
