"""A filter by name that matches variables of another network than the one it was written for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tf1to2reuse.report.model import Finding
from tf1to2reuse.scopes.history import GraphHistory, place, place_of
from tf1to2reuse.scopes.roots import Evaluation

CODE = "hazard-variable-filter"
PLAIN = re.compile(r"[\w/]+")
"""A ``scope`` argument is a regular expression; only one that means itself is judged."""


def find(evaluation: Evaluation, graphs: list[GraphHistory]) -> Iterator[Finding]:
    """Filters of concrete roots: only there all variables are known."""
    for graph in graphs:
        tested: dict[tuple[Any, ...], list[str]] = {}
        for note in graph.notes if graph.root.concrete else ():
            if note.kind == "filter":
                kind, pattern, name, node, module = note.data
                tested.setdefault((kind, pattern, node, module), []).append(name.removesuffix(":0"))
        for (kind, pattern, node, module), names in tested.items():
            meant, others = (by_substring if kind == "in" else by_prefix)(pattern, names)
            other = next((graph.paths[(name,)] for name in others if (name,) in graph.paths), None)
            if meant and other is not None and other.creator is not None:
                message = (
                    f'"{pattern}" is meant for variables like {meant[0]} but matches {others[0]} too, '
                    f"which is created at {place_of(other.creator)}"
                )
                yield Finding(CODE, message, place(module, node), related=(place_of(other.creator),))


def by_substring(pattern: str, names: list[str]) -> tuple[list[str], list[str]]:
    """Names with the pattern at the beginning of a part, and those of other networks that have it elsewhere.

    Only patterns that look like the beginning of a network's names are judged: "d_", not "bias".
    """
    matched = [name for name in dict.fromkeys(names) if pattern in name]
    meant = [name for name in matched if name.startswith(pattern) or f"/{pattern}" in name]
    if not pattern[:1].isalnum() or not (
        pattern.endswith("_") or all(name.startswith(pattern) for name in meant)
    ):
        return [], []
    networks = {name.partition("/")[0] for name in meant}
    return meant, [name for name in matched if name not in meant and name.partition("/")[0] not in networks]


def by_prefix(pattern: str, names: list[str]) -> tuple[list[str], list[str]]:
    """Names in the scope, and names that only begin alike: "actor" and "actor_target"."""
    if pattern.endswith("/") or not PLAIN.fullmatch(pattern):
        return [], []
    matched = [name for name in dict.fromkeys(names) if name.startswith(pattern)]
    meant = [name for name in matched if name == pattern or name.startswith(pattern + "/")]
    return meant, [name for name in matched if name not in meant]
