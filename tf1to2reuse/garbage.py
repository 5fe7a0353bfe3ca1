"""Python's search for cyclic garbage, which costs more than the work where much is made and little dies."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def rare_collections() -> Iterator[None]:
    """Looks for cyclic garbage seldom: what is made lives on, and looking takes a quarter of the time."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        count_as_old()
        gc.set_threshold(*before)


@contextmanager
def no_collections() -> Iterator[None]:
    """Does not look for cyclic garbage at all: reading and scanning leave next to none, and looking costs a
    third of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            count_as_old()
            gc.enable()


def count_as_old() -> None:
    """Spares all that was made the search for the young, which would begin at once and look at everything."""
    if gc.get_freeze_count() == 0:  # what a host program froze stays so
        gc.freeze()
        gc.unfreeze()


def leave_to_the_system() -> None:
    """Before the process ends: its memory goes back as it is, without a last search."""
    gc.freeze()
