"""A model learns an invented city, says how sure it is, and survives being stored."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier

from huying.language.artefact import Artefact, load_artefact, save_artefact
from huying.language.guessing import guess
from huying.language.training.dispatch import train_dispatch
from huying.language.training.folds import folds_of, groups_of
from huying.language.training.matter import train_matter
from huying.language.training.measures import automatic_share, calibration_error, measure
from huying.language.training.trees import grow
from tests.language.city import city

COLUMNS = ("title", "body")


@pytest.fixture(scope="module")
def learnt() -> tuple[Artefact, str]:
    texts, units = city(800)
    return train_dispatch(texts=texts, labels=units, columns=COLUMNS)


def test_the_right_unit_comes_first_for_people_it_never_heard(learnt: tuple[Artefact, str]) -> None:
    texts, units = city(400, seed=2, wrong=0)
    found = measure(units, guess(artefact=learnt[0], texts=texts))
    assert found.top1 > 0.97


def test_it_is_as_sure_as_it_is_right(learnt: tuple[Artefact, str]) -> None:
    texts, units = city(2000, seed=3)
    assert measure(units, guess(artefact=learnt[0], texts=texts)).calibration_error < 0.05


def test_guesses_are_ordered_and_together_no_more_than_certain(learnt: tuple[Artefact, str]) -> None:
    for best in guess(artefact=learnt[0], texts=[("暖气不热", ""), ("", ""), ("😀", "zzz"), ("水" * 9000, "水")]):
        sure = [share for _, share in best]
        assert sure == sorted(sure, reverse=True)
        assert 0 <= sure[-1] <= sum(sure) <= 1 + 1e-6


def test_guesses_do_not_depend_on_what_is_asked_beside(learnt: tuple[Artefact, str]) -> None:
    texts, _ = city(50, seed=4)
    together = guess(artefact=learnt[0], texts=texts)
    alone = [guess(artefact=learnt[0], texts=[text])[0] for text in texts]
    assert [[name for name, _ in row] for row in together] == [[name for name, _ in row] for row in alone]
    assert guess(artefact=learnt[0], texts=[]) == []


def test_a_stored_model_guesses_the_same(learnt: tuple[Artefact, str], tmp_path: Path) -> None:
    texts, _ = city(30, seed=5)
    save_artefact(tmp_path / "model", artefact=learnt[0], card=learnt[1])
    stored = load_artefact(tmp_path / "model", task="dispatch")
    assert guess(artefact=stored, texts=texts) == guess(artefact=learnt[0], texts=texts)


def test_the_same_history_gives_the_same_model() -> None:
    texts, units = city(320)
    first, second = (train_matter(texts=texts, labels=units, columns=COLUMNS)[0] for _ in range(2))
    assert first.about == second.about
    assert all(np.array_equal(array, second.arrays[name]) for name, array in first.arrays.items())


@pytest.mark.parametrize("count", [2, 5, 40])
def test_a_short_history_gives_a_plain_model(count: int) -> None:
    texts, units = city(count - 1)
    model, card = train_matter(texts=[*texts, ("谁都没说过", "")], labels=[*units, "只见过一次"], columns=COLUMNS)
    assert f"没有重排，也没有测成绩：样本太少，{count} 条，不足 300 条" in card
    assert not [said for said in ("提升树", "成绩来自") if said in card]
    assert not model.about["second_look"]
    best = guess(artefact=model, texts=[("谁都没说过", "")])[0]
    assert best[0][0] == "只见过一次"
    assert sum(share for _, share in best) == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize("days", [None, ["2026-01-01"] * 400])
def test_labels_that_nobody_could_guess_give_a_plain_model(days: list[str] | None) -> None:
    texts, _ = city(400 if days else 300)
    labels = [*"甲乙" * 133, *(f"新{row}" for row in range(134))] if days else [str(max(row, 1)) for row in range(300)]
    model, card = train_matter(texts=[(text[1],) for text in texts], labels=labels, columns=("t",), times=days)
    assert not model.about["second_look"]
    assert "没有重排，也没有测成绩：类别太散" in card


def test_a_text_with_nothing_to_read_is_judged_by_the_shares_of_history(learnt: tuple[Artefact, str]) -> None:
    units = city(800)[1]
    few = train_matter(texts=[("暖气不热",)] * 3 + [("水管爆了",)], labels=[*"甲甲甲", "乙"], columns=("t",))[0]
    for model, labels, width in ((learnt[0], units, 2), (few, [*"甲甲甲", "乙"], 1)):
        blank, invisible, said = guess(artefact=model, texts=[(cell,) * width for cell in ("", " \u200b", "水管爆了")])
        assert blank == invisible != said
        for label, sure in blank:
            assert sure == pytest.approx((labels.count(label) + 0.5) / (len(labels) + 0.5 * len(set(labels))))
        assert [sure for _, sure in blank] == sorted((sure for _, sure in blank), reverse=True)


def test_the_card_says_what_was_learnt_and_where_it_is_weak() -> None:
    texts, units = city(320)
    times = [f"2026-{1 + row // 60:02d}-01" for row in range(321)]
    _, card = train_dispatch(
        texts=[*texts, ("谁都没说过", "")], labels=[*units, "只见过一次"], columns=COLUMNS, times=times
    )
    for said in ("321 条，5 个类别", "2026-01-01 至 2026-06-01", "SHA-256", "校准误差", "供热公司", "1 个类别不足"):
        assert said in card


def test_near_identical_texts_are_one_group_and_lie_in_one_fold() -> None:
    said = "市民反映小区门口路灯不亮"
    groups = groups_of([(f"{said}1号",), (f"{said}，2号！",), ("暖气一直不热请来看看",), ("",), ("",), ("短",)])
    assert groups[0] == groups[1]
    assert len({groups[0], groups[2], groups[3], groups[5]}) == 4
    assert groups[3] == groups[4]
    folds = folds_of(np.repeat(np.arange(50), 2), count=4, seed=1)
    assert (folds[::2] == folds[1::2]).all()
    assert set(folds.tolist()) == {0, 1, 2, 3}


def test_trees_as_arrays_say_what_they_say_in_scikit_learn() -> None:
    draw = np.random.default_rng(1)
    rows = draw.normal(size=(3000, 5))
    right = rows[:, 0] * rows[:, 1] + rows[:, 2] + draw.normal(size=3000) > 0
    theirs = HistGradientBoostingClassifier(
        max_iter=60,
        learning_rate=0.12,
        max_depth=4,
        max_leaf_nodes=16,
        min_samples_leaf=40,
        l2_regularization=5,
        early_stopping=False,
        random_state=0,
    ).fit(rows, right)
    new = draw.normal(size=(5000, 5))
    assert np.allclose(grow(rows, right).sums(new), theirs.decision_function(new))


def test_measures_are_what_one_counts_by_hand() -> None:
    sure, right = np.array([0.9, 0.8, 0.7, 0.6]), np.array([True, True, False, True])
    assert calibration_error(sure, right) == pytest.approx((0.1 + 0.2 + 0.7 + 0.4) / 4)
    assert automatic_share(sure, right, goal=0.95) == 0.5
    assert automatic_share(sure, ~right, goal=0.95) == 0.0
    found = measure(["甲", "乙"], [[("甲", 0.9)], [("甲", 0.6), ("乙", 0.4)]])
    assert (found.top1, found.top3) == (0.5, 1.0)
    assert found.macro_f1 == pytest.approx(1 / 3)
