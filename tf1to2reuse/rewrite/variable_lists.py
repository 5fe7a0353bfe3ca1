"""Lists of variables chosen by name become the weights of the layers that hold them.

An expression that TF1 evaluates to a list of variables is replaced only when that list is exactly the
trainable variables of some instances of the unit; in a graph that sessions run the raw variables are taken.
"""

from __future__ import annotations

import ast
from typing import Any

from tf1to2reuse.plan.model import Slot, Unit
from tf1to2reuse.plan.syntax import contains
from tf1to2reuse.scopes.trace import Event
from tf1to2reuse.scopes.values import ListVal, Path, Sym, Tensor


def replaced_list(unit: Unit, node: ast.AST, values: dict[ast.AST, Any], receiver: str) -> str | None:
    """Code for an expression whose value is a list of variables; None for anything else or unproven."""
    if not isinstance(node, ast.ListComp | ast.Call):
        return None
    paths = listed_paths(values.get(node))
    if not paths:
        return None
    chosen = covering(unit, paths, node)
    if chosen is None:
        return None
    lists = [f"{receiver}{name}.trainable_variables" for name in chosen]
    if not unit.in_graph:
        return " + ".join(lists)
    if len(lists) == 1:
        return f"[v.value for v in {lists[0]}]"
    owners = ", ".join(f"{receiver}{name}" for name in chosen)
    return f"[v.value for layer in ({owners}) for v in layer.trainable_variables]"


def listed_paths(value: Any) -> set[Path] | None:
    """The paths of a list of variables, all of them known."""
    if not isinstance(value, ListVal) or not value.items:
        return None
    paths = {item.variable for item in value.items if isinstance(item, Tensor) and item.variable is not None}
    if len(paths) != len(value.items) or any(
        isinstance(part, Sym) and part.op == "phi" for path in paths for part in path
    ):
        return None
    return paths


def covering(unit: Unit, paths: set[Path], node: ast.expr) -> list[str] | None:
    """The attributes of instances whose trainable variables together are exactly ``paths``, at that node."""
    chosen: list[str] = []
    found: set[Path] = set()
    for slot in unit.slots:
        own = trainable(slot)
        if not own or not own <= paths:
            continue
        if slot.kind == "weight" or slot.loop is not None:
            return None
        if any(is_conditional(event, node) for event in slot.events):
            return None
        chosen.append(slot.attribute)
        found |= own
    return list(dict.fromkeys(chosen)) if found == paths else None


def is_conditional(event: Event, node: ast.expr) -> bool:
    """Whether an event may not have happened where a node runs: what is around their function is for both."""
    function = event.definition.node if event.definition is not None else None
    if function is None or not contains(function, node):
        return bool(event.conditions)
    return any(contains(function, condition) for condition in event.conditions)


def trainable(slot: Slot) -> set[Path]:
    """The trainable variables of a slot."""
    found: set[Path] = set()
    for event in slot.events:
        found |= trainable_below(event)
    return found


def trainable_below(event: Event) -> set[Path]:
    """The trainable variables that an event asks for, itself and below."""
    found = {use.path for use in event.uses if use.trainable}
    for inner in event.child.events if event.child is not None else ():
        found |= trainable_below(inner)
    return found


def filters_names(unit: Unit, node: ast.AST) -> bool:
    """Whether what runs over a list of variables goes by their names, which Keras weights do not have."""
    assert unit.definition is not None
    parents = unit.definition.parents
    around = parents.get(node)
    while around is not None and not isinstance(around, ast.stmt | ast.comprehension):
        around = parents.get(around)
    whole = parents.get(around) if isinstance(around, ast.comprehension) else around
    if isinstance(whole, ast.Assign):
        names = {n.id for t in whole.targets for n in ast.walk(t) if isinstance(n, ast.Name)}
        loops = [n for n in unit.nodes if isinstance(n, ast.For | ast.ListComp | ast.GeneratorExp)]
        return any(reads_name(loop) for loop in loops if names & read_names(iterated(loop)))
    return isinstance(whole, ast.For | ast.ListComp | ast.GeneratorExp | ast.SetComp) and reads_name(whole)


def iterated(loop: ast.AST) -> list[ast.expr]:
    """What a loop or comprehension runs over."""
    return [loop.iter] if isinstance(loop, ast.For) else [g.iter for g in getattr(loop, "generators", [])]


def read_names(nodes: list[ast.expr]) -> set[str]:
    """The names in some expressions."""
    return {n.id for node in nodes for n in ast.walk(node) if isinstance(n, ast.Name)}


def reads_name(loop: ast.AST) -> bool:
    """Whether a loop over variables reads ``v.name`` or ``v.op``."""
    targets = (
        [loop.target] if isinstance(loop, ast.For) else [g.target for g in getattr(loop, "generators", [])]
    )
    names = {n.id for target in targets for n in ast.walk(target) if isinstance(n, ast.Name)}
    return any(
        isinstance(n, ast.Attribute)
        and n.attr in ("name", "op")
        and isinstance(n.value, ast.Name)
        and n.value.id in names
        for n in ast.walk(loop)
    )
