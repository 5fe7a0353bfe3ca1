"""Done-and-total counts become a progress bar on stderr, once the work has taken a second on a terminal."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

PATIENCE_SECONDS = 1.0


class ProgressBar:
    """Call it with (done, total). It shows nothing before PATIENCE_SECONDS, and nothing in a pipe."""

    def __init__(self, console: Console, label: str) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._task = self._bar.add_task(label, total=None)
        self._begin = time.monotonic()
        self._shown = False

    def __call__(self, done: int, total: int) -> None:
        if not self._shown and time.monotonic() - self._begin >= PATIENCE_SECONDS:
            self._shown = True
            self._bar.start()
        self._bar.update(self._task, completed=done, total=total)

    def stop(self) -> None:
        """Takes the bar off the screen."""
        if self._shown:
            self._bar.stop()


@contextmanager
def progress_bar(console: Console, label: str) -> Iterator[ProgressBar]:
    """A progress bar that is gone when the block ends, also when it ends with an error."""
    bar = ProgressBar(console, label)
    try:
        yield bar
    finally:
        bar.stop()
