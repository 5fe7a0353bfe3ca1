"""Attributes that list an object's own trainable variables under a name that Keras reserves.

``self.variables = tf.get_collection(..., scope=self.name)`` says what every layer knows of itself.
"""

from __future__ import annotations

import ast
from typing import TypeGuard

from tf1to2reuse.plan.model import Plan, Unit
from tf1to2reuse.plan.naming import RESERVED
from tf1to2reuse.plan.planner import creation_of
from tf1to2reuse.rewrite.variable_lists import listed_paths, trainable_below
from tf1to2reuse.scopes.values import InstanceVal, Path, Sym, Value


def find_own_lists(plan: Plan) -> None:
    """Fills ``own_lists`` of the classes that become layers."""
    for unit in plan.units.values():
        if unit.refused is None and unit.is_layer and unit.kind != "function":
            unit.own_lists = {name for name in own_lists(plan, unit) if known_readers(plan, unit, name)}


def own_lists(plan: Plan, unit: Unit) -> set[str]:
    """The reserved attributes that every assignment makes the list of all trainable variables."""
    values = creation_of(plan, unit).values
    own: set[Path] = set()
    for run in unit.activations:
        for event in run.events:
            own |= trainable_below(event)
    found: dict[str, bool] = {}
    for node in unit.nodes:
        for target in node.targets if isinstance(node, ast.Assign) else ():
            if is_own_attribute(target) and target.attr in RESERVED:
                assert isinstance(node, ast.Assign)
                whole = bool(own) and listed_paths(values.get(node.value)) == own
                found[target.attr] = found.get(target.attr, True) and whole and len(node.targets) == 1
    return {name for name, proven in found.items() if proven}


def known_readers(plan: Plan, unit: Unit, name: str) -> bool:
    """Whether it is known of every line that reads an attribute of that name, whose attribute it is.

    A layer's ``variables`` are other things than the list was: lines that take it for the list must change.
    """
    own = set(unit.nodes)
    reads = [n for n in plan.evaluation.program.attribute_reads.get(name, ()) if n not in own]
    rest = [n for n in reads if not any(is_known(plan, other, n) for other in plan.units.values())]
    return not rest


def is_known(plan: Plan, unit: Unit, read: ast.Attribute) -> bool:
    """Whether a line of a unit that is rewritten reads an attribute of a known object."""
    if unit.refused is not None or read not in unit.nodes:
        return False
    owner = owner_of(unit, creation_of(plan, unit).values, read)
    return owner is not None and not isinstance(owner, Sym)


def owner_of(unit: Unit, values: dict[ast.AST, Value], node: ast.Attribute) -> Value:
    """Whose attribute a line of a unit reads; None where that is not known."""
    if is_own_attribute(node):
        return unit.instance
    if unit.instance is not None and node.value not in values and is_own_attribute(node.value):
        return unit.instance.attributes.get(node.value.attr)  # in a method that nothing of the model needs
    return values.get(node.value)


def is_own_attribute(node: ast.expr) -> TypeGuard[ast.Attribute]:
    """``self.name``."""
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self"


def lister(plan: Plan, owner: Value, name: str) -> Unit | None:
    """The class whose objects list their variables under that name, if ``owner`` is one of them."""
    if not isinstance(owner, InstanceVal):
        return None
    unit = plan.units.get(owner.cls.definition.key)
    return unit if unit is not None and unit.refused is None and name in unit.own_lists else None
