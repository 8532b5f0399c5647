"""Plays stories in the order in which their acts would have happened, so that the record reads like a year."""

import heapq
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import TypeAlias

Story: TypeAlias = Iterator[datetime]
"""A story yields when its next act happens and does it when it is resumed; an act after ``until`` never happens."""


def play(stories: Iterable[Story], *, until: datetime, acted: Callable[[], None]) -> int:
    """Play all stories, calling ``acted`` after each act, and return how many acts there were."""
    waiting: list[tuple[datetime, int, Story]] = []
    for number, story in enumerate(stories):
        _wait(waiting, number, story)
    acts = 0
    while waiting:
        moment, number, story = heapq.heappop(waiting)
        if moment > until:
            continue
        _wait(waiting, number, story)
        acted()
        acts += 1
    return acts


def _wait(waiting: list[tuple[datetime, int, Story]], number: int, story: Story) -> None:
    """Do what the story does now and note when it goes on."""
    moment = next(story, None)
    if moment is not None:
        heapq.heappush(waiting, (moment, number, story))
