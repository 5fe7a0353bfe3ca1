"""Names that a function takes from something that changes: a counter of the module, as a rule.

The function itself says the name, and says another one in its next call. A layer has one name for each of its
parts, so nothing could tell which variables of a checkpoint an instance stands for.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from tf1to2reuse.plan.model import Plan
from tf1to2reuse.plan.units import owner_key
from tf1to2reuse.report.model import Finding, Place
from tf1to2reuse.scopes.trace import Activation, Request
from tf1to2reuse.scopes.values import Value


@dataclass
class Names:
    """The names given at one call: on unknown arguments, and in the runs that the program makes."""

    activation: Activation
    unknown: set[str] = field(default_factory=set)
    known: set[str] = field(default_factory=set)
    sure: bool = True

    @property
    def moved(self) -> list[str]:
        """Names of other runs, where the function is sure of its own without knowing any argument."""
        return sorted(self.known - self.unknown) if self.unknown and self.sure else []

    def add(self, run: Activation, name: Value) -> None:
        """One more name. What is no text is not known, or a scope that was opened before."""
        if isinstance(name, str):
            (self.unknown if run.generic else self.known).add(name)
        elif run.generic:
            self.sure = False


def refuse_moving_names(plan: Plan) -> None:
    """Refuses the functions that give a part another name in each call, whatever their arguments are."""
    found: dict[ast.AST, Names] = {}
    for node, activation, name in given_names(plan):
        found.setdefault(node, Names(activation)).add(activation, name)
    for node, names in found.items():
        definition = names.activation.definition
        unit = plan.units.get(owner_key(definition, plan.units)) if definition is not None else None
        if unit is None or unit.kind != "function" or unit.refused is not None or not names.moved:
            continue
        place = Place(names.activation.module.file, node.lineno, node.col_offset + 1)  # type: ignore[attr-defined]
        first = min(names.unknown)
        message = (
            f"`{first}` is `{names.moved[0]}` in another call: what names it is no argument, and changes"
        )
        unit.refused = Finding("refused-unresolved-name", message, place, "warning", (), True)


def given_names(plan: Plan) -> Iterator[tuple[ast.AST, Activation, Value]]:
    """Every call that names a scope, a layer or a variable, with the name, run by run."""
    seen: set[int] = set()
    for root in plan.evaluation.roots:
        for request in root.log:
            if not isinstance(request, Request):
                continue
            if request.api == "tf.get_variable" and "name" in request.arguments:
                yield request.node, request.activation, request.arguments["name"]
            for step in request.trail:
                if id(step) not in seen and step.kind in ("named", "layer"):
                    seen.add(id(step))
                    yield step.node, step.activation, step.given
