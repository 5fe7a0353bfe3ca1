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
        gc.set_threshold(*before)


def leave_to_the_system() -> None:
    """Before the process ends: its memory goes back as it is, without a last search."""
    gc.freeze()
