"""Functions in functions that make several networks: classes, constructed with what they captured."""

from __future__ import annotations

import ast

from tf1to2reuse.facts.program import Definition
from tf1to2reuse.plan.carried import carried_attributes, own_reads
from tf1to2reuse.plan.linker import bound_names
from tf1to2reuse.plan.local_names import is_constant, local_name, only_called
from tf1to2reuse.plan.model import Plan, Unit
from tf1to2reuse.plan.naming import class_name
from tf1to2reuse.plan.roles import holds_tensor
from tf1to2reuse.plan.units import drives, has_several_instances
from tf1to2reuse.scopes.calls import observe
from tf1to2reuse.scopes.roots import Evaluation, below, run_closure
from tf1to2reuse.scopes.values import InstanceVal, Value

Captured = dict[str, ast.expr]


def splittable(plan: Plan) -> dict[Definition, Captured]:
    """Nested functions that keep a unit from being rewritten and could be classes; what they captured.

    A driver's own network that it calls more than once is a class, too: the driver would hold its layers.
    """
    found: dict[Definition, Captured] = {}
    for unit in plan.units.values():
        for definition in sorted(candidates(plan, unit), key=lambda d: d.line, reverse=True):
            if drives(definition.node):
                break
            captured = captured_names(plan.evaluation, definition)
            if captured is not None and only_called(definition):
                found[definition] = captured
                break
    return found


def candidates(plan: Plan, unit: Unit) -> list[Definition]:
    """The nested functions of a unit that had better be classes."""
    nested = [
        d
        for d in unit.module.definitions.values()
        if d.outer_function is not None and local_name(d) and d.key not in plan.units
    ]
    if unit.refused is None:
        own = unit.definition if unit.kind == "driver" else None
        return [d for d in nested if d.outer_function is own and called_again(unit, d)] if own else []
    line = unit.refused.place.line
    around = [d for d in nested if d.node.lineno <= line <= (d.node.end_lineno or 0)]
    if unit.refused.code == "refused-several-instances":
        return [d for d in around if has_several_instances(unit.activations, d)]
    return around if unit.refused.code == "refused-no-owner" else []


def called_again(unit: Unit, definition: Definition) -> bool:
    """Whether one run of a unit calls a function that asks for variables more than once."""
    return any(
        sum(run.definition is definition and run.scoped for run in below(top)) > 1 for top in unit.activations
    )


def nested_unit(evaluation: Evaluation, definition: Definition, captured: Captured) -> Unit:
    """A nested function as a layer of its own, evaluated on unknown arguments."""
    if definition.key not in evaluation.generic:
        for run in evaluation.ev.activations.get(definition.key, []):
            observe(evaluation.ev, definition, run.arguments)
        run_closure(evaluation, definition)
    facts = definition.module
    name = class_name(local_name(definition))
    unit = Unit("function", definition, facts, name, [definition], [evaluation.generic[definition.key]])
    unit.carried = captured
    return unit


def captured_names(evaluation: Evaluation, definition: Definition) -> Captured | None:
    """What a nested function reads of those around it; None where a constructor could not be given it."""
    function = evaluation.ev.closures.get(definition.key)
    if function is None:
        return None
    found: Captured = {}
    free: dict[str, ast.Name] = {}
    own = bound_names(definition.node)
    inner = {name for child in below_definitions(definition) for name in bound_names(child.node)}
    for node in definition.nodes:
        if isinstance(node, ast.Nonlocal | ast.Global):
            return None
        if isinstance(node, ast.Name) and node.id not in own | inner:
            free.setdefault(node.id, node)
    for name, node in free.items():
        outer = binding(definition, name)
        if outer is None:
            continue
        if outer.is_method and name == outer.parameters()[0]:
            attributes = captured_attributes(evaluation, outer, definition, value_of(function.env, name))
            if attributes is None or set(attributes) & (own | inner):
                return None
            found.update(attributes)
        elif not is_constant(outer, name) or holds_tensor(evaluation, value_of(function.env, name)):
            return None
        else:
            found[name] = node
    return found


def below_definitions(definition: Definition) -> list[Definition]:
    """The functions nested in a function, at any depth."""
    return [inner for child in definition.children for inner in (child, *below_definitions(child))]


def binding(definition: Definition, name: str) -> Definition | None:
    """The function around another one that binds a name which that reads; None for a name of the module."""
    outer = definition.outer_function
    while outer is not None and name not in bound_names(outer.node):
        outer = outer.outer_function
    return outer


def value_of(env: object, name: str) -> Value:
    """What a captured name stood for at the end of the function around."""
    while env is not None:
        names = getattr(env, "names", {})
        if name in names:
            return names[name]
        env = getattr(env, "parent", None)
    return None


def captured_attributes(
    evaluation: Evaluation, method: Definition, definition: Definition, instance: Value
) -> Captured | None:
    """The attributes of its object that a function in a method reads; None where not all can be given."""
    if not isinstance(instance, InstanceVal):
        return None
    allowed = carried_attributes(evaluation, instance, method)
    inside = set(definition.nodes)
    found = {node.attr: node for node in reversed(own_reads(method)) if node in inside}
    mentions = [
        node for node in definition.nodes if isinstance(node, ast.Name) and node.id == method.parameters()[0]
    ]
    reads = [node for node in own_reads(method) if node in inside]
    if len(mentions) != len(reads) or not set(found) <= set(allowed):
        return None
    return dict(sorted(found.items(), key=lambda item: item[1].lineno))
