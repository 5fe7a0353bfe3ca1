"""The bar appears on a terminal once work is long, never in a pipe, and goes away."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from tf1to2reuse.report import progress
from tf1to2reuse.report.progress import progress_bar


def shown(monkeypatch: pytest.MonkeyPatch, *, terminal: bool, patience: float) -> str:
    monkeypatch.setattr(progress, "PATIENCE_SECONDS", patience)
    stream = io.StringIO()
    with progress_bar(Console(file=stream, force_terminal=terminal, width=80), "Rewriting") as bar:
        for done in range(1, 4):
            bar(done, 3)
    return stream.getvalue()


def test_long_work_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Rewriting" in shown(monkeypatch, terminal=True, patience=0)


def test_short_work_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, terminal=True, patience=60) == ""


def test_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, terminal=False, patience=0) == ""


def test_an_error_takes_the_bar_away() -> None:
    with pytest.raises(ValueError, match="stop"), progress_bar(Console(file=io.StringIO()), "Rewriting"):
        raise ValueError("stop")
