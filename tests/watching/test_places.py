"""So many pages at once: others wait while something moves, and are told when nothing does."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from huying.config.watching.places import AllPlacesTaken, Places


def test_whoever_finds_no_place_waits_for_one_while_others_come_and_go() -> None:
    places = Places(2, patience_seconds=0.5)
    most, inside, lock = [0], [0], threading.Lock()

    def draw(_: int) -> bool:
        with places:
            with lock:
                inside[0] += 1
                most[0] = max(most[0], inside[0])
            time.sleep(0.1)
            with lock:
                inside[0] -= 1
        return True

    with ThreadPoolExecutor(20) as threads:
        assert all(threads.map(draw, range(20)))
    assert most == [2]


def test_when_nothing_moves_whoever_comes_is_told_at_once_until_it_does() -> None:
    places, end = Places(1, patience_seconds=0.3), threading.Event()

    def hang() -> None:
        with places:
            end.wait(20)

    hanging = threading.Thread(target=hang)
    hanging.start()
    time.sleep(0.5)
    begun = time.monotonic()
    for _ in range(3):
        with pytest.raises(AllPlacesTaken), places:
            pass
    assert time.monotonic() - begun < 0.2
    end.set()
    hanging.join()
    with places:
        pass


def test_without_a_number_there_is_always_a_place() -> None:
    places = Places(0, patience_seconds=0)
    with places, places, places:
        pass
