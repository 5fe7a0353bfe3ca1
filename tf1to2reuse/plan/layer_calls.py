"""Creation code of the program's own layers: ``block(x, width, "a")`` becomes ``Block(width, name="a")``."""

from __future__ import annotations

import ast

from tf1to2reuse.plan.arguments import default_of, is_none, positional_name, split_arguments
from tf1to2reuse.plan.creation import Creation
from tf1to2reuse.plan.foreign import calls_local, foreign_code, is_own_site, reference_in
from tf1to2reuse.plan.local_names import local_name
from tf1to2reuse.plan.model import Slot, Unit
from tf1to2reuse.plan.needs import CannotMoveError, Needs
from tf1to2reuse.plan.partials import bound_call
from tf1to2reuse.plan.templates import given_scope, path_template
from tf1to2reuse.scopes.values import show


def layer_code(
    creation: Creation, unit: Unit, slot: Slot, site: ast.Call, needs: Needs, loops: frozenset[str]
) -> str:
    """``Block(width, name="h%d" % i)``."""
    target = slot.target
    assert target is not None
    pieces: list[str] = []
    if target.kind == "object":
        return creation.code(site, needs, loops)
    if not is_own_site(unit, site):
        return foreign_code(creation, unit, slot, target)
    for kind, name, node in split_arguments(creation, target, site):
        if kind != "init":
            continue
        code = creation.code(node, needs, loops)
        if name == "" and (target.carried or slot.injections):
            name = optional_name(target, site, node)
        pieces.append(code if name == "" else f"**{code}" if name == "**" else f"{name}={code}")
    name_code = instance_name(creation, unit, slot, target, site, needs, loops)
    own = "self." if unit.is_layer or unit.kind == "holder" else ""
    pieces += [f"{name}={own}{inner.attribute}" for name, inner in slot.injections.items()]
    if target.carried and target.definition is not None and target.definition.is_method:
        own_object(unit, target)
        pieces += [f"{name}=self.{name}" for name in target.carried]
    else:
        pieces += [f"{name}={creation.code(read, needs, loops)}" for name, read in target.carried.items()]
    if name_code:
        pieces.append(f"name={name_code}")
    local, function = calls_local(unit, site), bound_call(unit, site).func
    reference = reference_in(creation, unit, target) if local else class_reference(function, target)
    return f"{reference}({', '.join(pieces)})"


def optional_name(target: Unit, site: ast.Call, node: ast.expr) -> str:
    """The parameter of a positional argument if it has a default: what else is given stands before those."""
    name = positional_name(target, site, node)
    assert target.call is not None
    return name if default_of(target.call, name) is not None else ""


def own_object(unit: Unit, target: Unit) -> None:
    """A layer that is made with attributes of an object is made by that object.

    Raises:
        CannotMoveError: when the call stands elsewhere.
    """
    assert target.definition is not None
    if unit.definition is not target.definition.parent:
        raise CannotMoveError(
            f"`{target.definition.name}` reads attributes of its object, and is called elsewhere"
        )


def class_reference(function: ast.expr, target: Unit) -> str:
    """How the caller names the class: ``model.Block`` for ``model.block``, a parameter by its own name."""
    if target.definition is not None and target.definition.is_method:
        return target.class_name
    if isinstance(function, ast.Attribute) and ast.unparse(function.value) == "self":
        raise CannotMoveError(f"`{ast.unparse(function)}` keeps a function, which becomes a class")
    if isinstance(function, ast.Attribute):
        return f"{ast.unparse(function.value)}.{target.class_name}"
    if (
        isinstance(function, ast.Name)
        and target.definition is not None
        and function.id == local_name(target.definition)
    ):
        return target.class_name
    return ast.unparse(function)


def instance_name(
    creation: Creation,
    unit: Unit,
    slot: Slot,
    target: Unit,
    site: ast.Call,
    needs: Needs,
    loops: frozenset[str],
) -> str:
    """The ``name=`` of an instance: what the caller gave as scope or name."""
    if not target.name_parameter:
        return ""
    scope = given_scope(target, slot.events[0])
    if scope is not None:
        leaf = path_template(unit, scope.name, slot.loop is not None).rpartition("/")[2]
        if leaf == "{self}" and unit.is_layer:
            return "self.name"
        if "{" in leaf or not leaf:
            raise CannotMoveError("the name of the scope object that the call gives is not known here")
        return "" if leaf == target.default_name else f'"{leaf}"'
    for kind, name, node in split_arguments(creation, target, site):
        if kind != "name" or is_none(node):
            continue
        parameter = name or positional_name(target, site, node)
        if parameter == target.name_parameter:
            return creation.code(node, needs, loops)
    return numbered_name(unit, slot, target)


def numbered_name(unit: Unit, slot: Slot, target: Unit) -> str:
    """The name that TF1 made where the caller gave none and the default was taken already."""
    first = target.slots[0] if target.slots else None
    event = slot.events[0]
    if first is None or not first.template.startswith("{self}") or event.child is None:
        return ""
    if slot.loop is not None:
        return family_name(unit, slot, target)
    depth = show(event.path).count("/") + 1 if event.path else 0
    names = {
        show(path).split("/")[depth] for path in event.child.footprint() if show(path).count("/") >= depth
    }
    name = names.pop() if len(names) == 1 else ""
    if "{" in name:
        raise CannotMoveError("the number that TF1 adds to the instance's name depends on the program")
    return f'"{name}"' if name and name != target.default_name else ""


def family_name(unit: Unit, slot: Slot, target: Unit) -> str:
    """Names of a family as TF1 numbers them: the default name itself, then with ``_1``, ``_2`` and so on.

    Where each round opens a scope of its own, every one of them has the default name.
    """
    base = target.default_name
    if base and first_parts(slot) == {base}:
        return ""
    names = [part for other in unit.slots if other is not slot for part in first_parts(other)]
    if not base or not slot.index or any(part == base or "{" in part for part in names):
        raise CannotMoveError("a family of instances that TF1 numbers, and no index that gives the numbers")
    return f'"{base}_%d" % {slot.index} if {slot.index} else "{base}"'


def first_parts(slot: Slot) -> set[str]:
    """The names that the instances of a slot have in the scope they are made in."""
    found: set[str] = set()
    for event in slot.events:
        depth = show(event.path).count("/") + 1 if event.path else 0
        paths = event.child.footprint() if event.child is not None else ()
        found |= {show(path).split("/")[depth] for path in paths if show(path).count("/") >= depth}
    return found
