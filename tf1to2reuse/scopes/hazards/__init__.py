"""Code that shares variables by accident, or fails to. A module of this folder is a hazard.

Each has ``CODE``, which is its heading in docs/hazards.md, and ``find(evaluation, graphs)``. A hazard is
reported when it is certain, not when it is possible: a false alarm is a defect.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from functools import cache
from types import ModuleType

from tf1to2reuse.report.model import Finding
from tf1to2reuse.scopes.history import GraphHistory
from tf1to2reuse.scopes.roots import Evaluation


@cache
def hazard_modules() -> list[ModuleType]:
    """Every hazard of this folder, by name."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__))
    return [importlib.import_module(f"{__name__}.{name}") for name in names]


def find_hazards(evaluation: Evaluation, graphs: list[GraphHistory]) -> list[Finding]:
    """All hazards of some graphs, each once per pair of places, by place."""
    return each_once(finding for module in hazard_modules() for finding in module.find(evaluation, graphs))


def each_once(findings: Iterable[Finding]) -> list[Finding]:
    """The first finding of each code and pair of places, by place."""
    found: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        found.setdefault((finding.code, finding.place, finding.related), finding)
    return sorted(found.values(), key=lambda finding: (finding.place, finding.code))
