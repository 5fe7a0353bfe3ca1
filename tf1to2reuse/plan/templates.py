"""Paths of slots in the manifest's notation: unknown parts of a scope path become placeholders."""

from __future__ import annotations

import ast
import re
from typing import Any

from tf1to2reuse.plan.model import Unit
from tf1to2reuse.scopes.store import ScopeVal
from tf1to2reuse.scopes.trace import Event
from tf1to2reuse.scopes.values import Path, Sym, show

UNKNOWN = "{?}"


def template_of(unit: Unit, event: Event, many: bool) -> str:
    """The path of a slot in the manifest's notation, relative to where the unit was called."""
    text = path_template(unit, event.path, many)
    if event.automatic:
        head, _, _ = text.rpartition("/")
        return f"{head}/{{auto:{event.automatic}}}" if head else f"{{auto:{event.automatic}}}"
    return text


def path_template(unit: Unit, path: Path, many: bool) -> str:
    """A scope path with placeholders for what is unknown."""
    return "".join(part if isinstance(part, str) else placeholder(unit, part, many) for part in path)


def given_scope(target: Unit | None, event: Event) -> ScopeVal | None:
    """The scope object that a call gives for the callee's name: the callee opens that very scope."""
    value = event.arguments.get(target.name_parameter) if target is not None else None
    return value if isinstance(value, ScopeVal) else None


def held_value(unit: Unit, part: Any) -> str:
    """The attribute of an object that holds a constructor argument."""
    attributes = unit.instance.attributes if unit.instance is not None else {}
    held = next((name for name, value in attributes.items() if value == part), None)
    if held is None and part.args[1] in kept_parameters(unit):
        held = part.args[1]
    return f"{{attr:{held}}}" if held is not None else UNKNOWN


def keeps_name(unit: Unit, part: Any) -> bool:
    """Whether an object keeps that value as its name."""
    return unit.instance is not None and unit.instance.attributes.get("name") == part


def kept_parameters(unit: Unit) -> list[str]:
    """The parameters of a plain class's constructor that its objects may keep under the same name."""
    attributes = {node.attr for node in unit.nodes if isinstance(node, ast.Attribute)}
    names = unit.constructor.parameters()[1:] if unit.constructor is not None else []
    return [name for name in names if name not in attributes]


def placeholder(unit: Unit, part: Any, many: bool) -> str:
    """One unknown part of a path."""
    if part.op == "auto":
        return f"{{auto:{part.args[0]}}}"
    if part.op == "phi":
        inner = [sym for sym in symbols_in(part) if sym.op == "param"]
        if len(inner) == 1:
            return placeholder(unit, inner[0], many)
    if part.op == "param" and unit.kind in ("object", "holder") and is_parameter(unit, part.args[0]):
        named = part.args[1] == "name" and (unit.kind == "object" or keeps_name(unit, part))
        return "{self}" if named else held_value(unit, part)
    if part.op == "param" and part.args[0] in {d.key for d in unit.body}:
        name = part.args[1]
        if name == unit.name_parameter:
            return "{self}"
        unit.stored.add(name)
        return f"{{attr:{name}}}"
    if part.op == "self" and isinstance(part.args[-1], str):
        if part.args[-1] == "name":
            return "{self}"
        return f"{{attr:{part.args[-1]}}}"
    if many and part.op == "item" and isinstance(part.args[1], Sym) and part.args[1].op == "iter":
        return element(unit, part.args[0])
    counted = linear(part) if many else None
    if counted is not None:
        return counting(*counted)
    return UNKNOWN


def element(unit: Unit, listed: Any) -> str:
    """The value that a loop over a list had in its round, where the owner keeps that list."""
    held = placeholder(unit, listed, False) if isinstance(listed, Sym) else UNKNOWN
    return held.replace("{attr:", "{item:") if held.startswith("{attr:") else UNKNOWN


def linear(part: Any) -> tuple[int, int] | None:
    """A number as ``start + step * place``, where one loop's place is all that is unknown in it."""
    if isinstance(part, int):
        return int(part), 0
    if not isinstance(part, Sym):
        return None
    if part.op == "iter":
        return 0, 1
    if part.op not in ("plus", "Add", "Sub"):
        return None
    loops = {one for one in symbols_in(part) if one.op == "iter"}
    terms = [linear(arg) for arg in part.args]
    if len(loops) != 1 or None in terms:
        return None
    signs = [1] + [-1 if part.op == "Sub" else 1] * (len(terms) - 1)
    pairs = [(sign * term[0], sign * term[1]) for sign, term in zip(signs, terms, strict=True) if term]
    return sum(start for start, _ in pairs), sum(step for _, step in pairs)


def counting(start: int, step: int) -> str:
    """``{index}``, ``{index+1}`` or ``{7-index}``; other steps have no notation."""
    if step == 1:
        return f"{{index{start:+d}}}" if start else "{index}"
    return f"{{{start}-index}}" if step == -1 and start >= 0 else UNKNOWN


def is_parameter(unit: Unit, key: str) -> bool:
    """Whether a method, by its key, is one of the unit's object: of the class itself or of a related one."""
    planned = unit.instance.cls.definition.key if unit.instance is not None else unit.key
    bases = unit.instance.cls.ancestors if unit.instance is not None else []
    classes = {planned, *(base.definition.key for base in bases)}
    return key in {method.key for method in unit.body} or key.rpartition(".")[0] in classes


def family_template(events: list[Event], template: str, *, named: bool) -> str:
    """The path of a family: layers of Keras that carry their names are found by these; scopes that differ
    from round to round in another way than by the index are unknown.
    """
    heads = {show(event.path).rpartition("/")[0] for event in events}
    whole = {event.path for event in events}
    head, _, leaf = template.rpartition("/")
    if named and len(heads) == 1 and "{auto:" not in leaf:
        return f"{head}/{{name}}" if head else "{name}"
    if len(whole) == 1 or ("{auto:" in leaf and len(heads) == 1):
        return template
    texts = [show(path) for path in dict.fromkeys(event.path for event in events)]
    if "{auto:" not in leaf:
        return indexed(texts) or UNKNOWN
    numbered = indexed([text.rpartition("/")[0] for text in texts])
    return f"{numbered}/{leaf}" if numbered else UNKNOWN


def indexed(paths: list[str]) -> str:
    """The template of paths that differ only in a number that counts them, up or down: ``a_{index+1}``.

    Empty where they differ in another way.
    """
    rows = [path.split("/") for path in paths]
    if any("{" in path for path in paths) or len({len(row) for row in rows}) != 1:
        return ""
    found: list[str] = []
    for column in zip(*rows, strict=True):
        if len(set(column)) == 1:
            found.append(column[0])
            continue
        fitting = counted(column)
        if len(fitting) != 1:
            return ""
        found.append(fitting[0])
    return "/".join(found)


def counted(column: tuple[str, ...]) -> list[str]:
    """The ways in which one number in names counts them."""
    found: list[str] = []
    for number in re.finditer(r"\d+", column[0]):
        head, tail, start = column[0][: number.start()], column[0][number.end() :], int(number[0])
        for step in (1, -1):
            names = [f"{head}{start + step * place}{tail}" for place in range(len(column))]
            if names == list(column) and str(start) == number[0] and counting(start, step) != UNKNOWN:
                found.append(f"{head}{counting(start, step)}{tail}")
    return found


def symbols_in(part: Any) -> set[Sym]:
    """All unknowns inside an unknown."""
    if not isinstance(part, Sym):
        return set()
    found = {part}
    for arg in part.args:
        found |= symbols_in(arg)
    return found
