"""The tables in ``data/``, read once each (``.json``: by make_tables.py of the tests, ``.txt``: by hand)."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any


def _text(name: str) -> str:
    return files(__package__).joinpath("data", name).read_text(encoding="utf-8")


def _load(name: str) -> Any:
    return json.loads(_text(name))


@cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of one of the hand-written lists (``.txt``)."""
    return tuple(line for line in _text(name).splitlines() if line)


@cache
def targets() -> dict[str, str | None]:
    """TF1 name to current name; "" where it stays, None where there is none."""
    return dict(_load("targets.json"))


@cache
def contrib_aliases() -> dict[str, str]:
    """``tf.contrib`` name to the TF1 name outside contrib of the same object."""
    return dict(_load("contrib_aliases.json"))


@cache
def private_aliases() -> dict[str, str]:
    """Name in one of TensorFlow's private modules to the public TF1 name of the same object."""
    return dict(_load("private_aliases.json"))


@cache
def tf1_signatures() -> dict[str, tuple[str, ...]]:
    """TF1 name to its parameters in order; ``*`` starts the keyword-only ones, ``*x`` and ``**x`` collect."""
    return {name: tuple(text.split()) for name, text in _load("tf1_signatures.json").items()}


@cache
def tf2_signatures() -> dict[str, tuple[str, ...]]:
    """Current name to its parameters, likewise."""
    return {name: tuple(text.split()) for name, text in _load("tf2_signatures.json").items()}


@cache
def pure() -> frozenset[str]:
    """TF1 functions that only build ops from their arguments."""
    return frozenset(_load("pure.json"))


@cache
def modules() -> dict[str, str | None]:
    """TF1 module outside contrib to its current name; "" where it stays, None where there is none."""
    return dict(_load("modules.json"))


@cache
def constants() -> frozenset[str]:
    """TF1 classes and constants: names below them are attributes and move along."""
    return frozenset(_load("constants.json"))
