"""Names of slots: attributes named by scope names, and by what is called where scopes tell nothing."""

from __future__ import annotations

import ast
import re
from itertools import takewhile
from typing import Any

from tf1to2reuse.plan.layer_objects import held_in
from tf1to2reuse.plan.model import Unit
from tf1to2reuse.plan.naming import RESERVED, identifier, layer_attribute, snake_case
from tf1to2reuse.plan.syntax import contains
from tf1to2reuse.plan.units import target_of
from tf1to2reuse.scopes.recurrent import DYNAMIC_RNN, STATIC_RNN
from tf1to2reuse.scopes.trace import Event
from tf1to2reuse.scopes.values import Sym, Text, show

API_NAMES = {"tf.get_variable": "variable", "tf.Variable": "variable"}


def taken_names(unit: Unit, replaced: frozenset[str] = frozenset()) -> set[str]:
    """Attribute names that the unit uses for something else; ``replaced`` become free in the new code."""
    taken = {name for name, role in unit.roles.items() if role in ("init", "call")}
    if unit.definition is not None and unit.definition.is_class:
        for node in unit.nodes:
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id == "self"
            ):
                taken.add(node.attr)
            elif isinstance(node, ast.FunctionDef):
                taken.add(node.name)
    if unit.kind in ("driver", "passage"):
        taken |= {node.id for node in unit.nodes if isinstance(node, ast.Name)}
        taken |= {node.arg for node in unit.nodes if isinstance(node, ast.arg)}
        taken |= {d.name for d in unit.module.definitions.values() if d.parent is None}
        taken |= set(imported_names(unit))
        taken -= replaced
    return taken


def replaced_functions(unit: Unit, units: dict[str, Unit], events: list[Event]) -> frozenset[str]:
    """Names of functions that become classes, in code that does nothing with the name but call it."""
    calls: dict[str, set[int]] = {}
    for event in events:
        target = target_of(event, units)
        name = event.site.func
        if target is not None and target.kind == "function" and isinstance(name, ast.Name):
            assert target.definition is not None
            if target.definition.name == name.id:
                calls.setdefault(name.id, set()).add(id(name))
    for node in unit.nodes if calls else ():
        if isinstance(node, ast.arg) and node.arg in calls:
            del calls[node.arg]
        elif isinstance(node, ast.Name) and id(node) not in calls.get(node.id, {id(node)}):
            del calls[node.id]
    imported = imported_names(unit)
    own = [d.name for d in unit.module.definitions.values() if d.parent is None]
    return frozenset(name for name in calls if imported.count(name) + own.count(name) == 1)


def imported_names(unit: Unit) -> list[str]:
    """Names bound by imports of the module, as often as they are."""
    return [
        (alias.asname or alias.name).partition(".")[0] for node in unit.module.imports for alias in node.names
    ]


def distinct_bases(unit: Unit, units: dict[str, Unit], groups: list[list[Event]]) -> dict[int, str]:
    """A name for every group; those that would be alike take in the scopes around them."""
    found = {id(events): family_name(unit, events, target_of(events[0], units)) for events in groups}
    for depth in (1, 2, 3):
        counts: dict[str, int] = {}
        for name in found.values():
            counts[name] = counts.get(name, 0) + 1
        for events in groups:
            name = found[id(events)]
            if counts[name] > 1 or name in RESERVED:
                found[id(events)] = qualified(events[0], name, depth)
    return found


def qualified(event: Event, name: str, depth: int) -> str:
    """A name with the last scopes around it in front, as far as these are literal."""
    around = scope_around(event).split("/")
    scopes = [layer_attribute(part, "") for part in around if part and "{" not in part]
    leaf = scopes[-1] if scopes else ""
    if depth == 1 and leaf and leaf == name:
        scopes = scopes[:-1]
    prefix = "_".join(scopes[-depth:])
    bare = name.rpartition(prefix)[2] if prefix and name.startswith(prefix) else name
    return (
        f"{prefix}_{bare.strip('_')}".strip("_")
        if prefix and depth == 1
        else requalified(scopes, name, depth)
    )


def requalified(scopes: list[str], name: str, depth: int) -> str:
    """One more scope in front of a name that already has some."""
    if len(scopes) < depth:
        return name
    return f"{scopes[-depth]}_{name}"


def family_name(unit: Unit, events: list[Event], target: Unit | None) -> str:
    """The name of a group; of a line in a loop what its rounds' names begin with: ``h0, h1`` -> ``h``."""
    names = [base_name(unit, event, target) for event in events]
    if len({id(event.site) for event in events}) == 1 and events[0].loops and len(set(names)) > 1:
        columns = takewhile(lambda column: len(set(column)) == 1, zip(*names, strict=False))
        return "".join(column[0] for column in columns).rstrip("_0123456789") or names[0]
    return names[0]


def base_name(unit: Unit, event: Event, target: Unit | None) -> str:
    """The attribute's name from the scope name, else from what is called."""
    held = held_in(unit, event.site) if event.kind == "object" else None
    if held is not None and not held.many and not held.key:
        return identifier(held.name, "layer")
    if target is None and event.kind in ("layer", "object") and not event.uses:
        return stateless_name(event)
    if target is None:
        leaf = show(event.path).rpartition("/")[2]
        if event.api in (DYNAMIC_RNN, STATIC_RNN):
            leaf = leaf.removesuffix("_cell").removeprefix("basic_")
        if event.automatic and isinstance(event.path[-1], Sym):
            leaf = event.automatic
        if event.automatic and scope_around(event) in unit.lonely:
            leaf = scope_around(event).rpartition("/")[2]
        fallback = (
            held_as(unit, event.site) or API_NAMES.get(event.api) or snake_case(event.api.rpartition(".")[2])
        )
        return (identifier if event.kind == "weight" else layer_attribute)(leaf, fallback)
    scope = own_scope(event, target)
    fallback = snake_case(target.class_name)
    if not scope and scope_around(event) in unit.lonely:
        scope = scope_around(event)
    return layer_attribute(scope.rpartition("/")[2], fallback) if scope else fallback


def stateless_name(event: Event) -> str:
    """``dropout``, ``flatten``, ``max_pool``: the name of what is called."""
    name = re.sub(r"(ing)?\d+d$", "", event.api.rpartition(".")[2])
    return snake_case(name)


def own_scope(event: Event, target: Unit) -> str:
    """The scope name that the caller gave the callee, as text; empty when it gave none."""
    value = event.arguments.get(target.name_parameter) if target.name_parameter else None
    if isinstance(value, str):
        return value
    if isinstance(value, Text):
        return show(value.parts)
    return ""


def held_as(unit: Unit, site: ast.Call) -> str | None:
    """The attribute or local name that an object is stored under."""
    for node in unit.nodes:
        if (
            isinstance(node, ast.Assign)
            and len(node.targets) == 1
            and contains(node.value, site)
            and any(child is site for child in ast.walk(node.value))
        ):
            target = node.targets[0]
            if isinstance(target, ast.Name):
                return target.id
            if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
                return target.attr
    return None


def lonely_scopes(groups: list[tuple[Any, list[Event]]]) -> set[str]:
    """Scopes that a unit opens around one instance only: they name it better than its class does."""
    counts: dict[str, int] = {}
    for _, events in groups:
        for path in {scope_around(event) for event in events if event.uses or event.child is not None}:
            counts[path] = counts.get(path, 0) + 1
    return {path for path, count in counts.items() if count == 1 and path and not path.endswith("}")}


def scope_around(event: Event) -> str:
    """The scope that is open where an event stands."""
    return show(event.path) if event.child is not None else show(event.path).rpartition("/")[0]
