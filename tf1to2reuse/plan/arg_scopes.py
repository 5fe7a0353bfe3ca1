"""What an ``arg_scope`` sets, written out at each layer.

Where the ``with`` stands in the same function, its expressions are creation code like the layer's own
arguments. A function that makes the scope is looked through: its parameters become what its call gives.
Where the ``with`` stands in a caller, constants are written as they are, and what else an expression reads
there is handed to the layer: to the constructor, or to ``call`` where it is a training flag.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace

from tf1to2reuse.apis.layers import CATALOGUE, UNKNOWN, Bound, find
from tf1to2reuse.plan.creation import Creation
from tf1to2reuse.plan.elsewhere import Outside, Source, demand, entries, meeting, origin_of, source
from tf1to2reuse.plan.model import Slot, Unit
from tf1to2reuse.plan.needs import CannotMoveError, Needs
from tf1to2reuse.plan.outside import outside_code
from tf1to2reuse.scopes.arg_scopes import Setting
from tf1to2reuse.scopes.expressions import concrete
from tf1to2reuse.scopes.trace import Activation
from tf1to2reuse.scopes.values import DictVal, External, ListVal, Value

FLAGS = ("is_training", "training")
Place = tuple[Creation, Slot, Needs, frozenset[str], Callable[[ast.AST], str] | None]


def outside(place: Place, setting: Setting) -> Outside:
    """What renders an argument that a scope sets for a layer call."""
    creation, slot, needs, loops, in_call = place
    top = meeting(slot.events[0], setting)
    own = top is not None and is_own(creation.unit, top)
    return Outside(creation, slot.events[0], top, own, needs, loops, in_call)


def scope_bounds(place: Place, written: set[str]) -> dict[str, Bound]:
    """The arguments of a layer call that arg_scopes set, beside those ``written`` at the call."""
    slot = place[1]
    roles = roles_of(slot.api)
    return {
        name: setting_bound(place, (roles[name], name), setting)
        for name, setting in slot.events[0].settings.items()
        if name not in written and name in roles
    }


def attached_bounds(place: Place, keywords: dict[str, Bound]) -> None:
    """Adds what arg_scopes set for the normalizer, and for an activation that is a layer."""
    event = place[1].events[0]
    for argument, holder in (("normalizer_fn", "normalizer_params"), ("activation_fn", "activation_fn")):
        settings = event.attached.get(argument, {})
        function = event.arguments.get(argument)
        if not settings or not isinstance(function, External):
            continue
        api = find(function.name)
        roles = roles_of(api.name if api is not None else "")
        own = keywords.get(holder, Bound("{}", {}))
        given = own.items or {}
        found = {
            name: setting_bound(place, (roles[name], name), setting)
            for name, setting in settings.items()
            if name not in given and name in roles
        }
        keywords[holder] = replace(own, items={**found, **given})


def is_own(unit: Unit, run: Activation) -> bool:
    """Whether a run is one of the unit's own lines."""
    if unit.definition is None:
        return run.definition is None and run.module is unit.module
    return run.definition is not None and run.definition.node in unit.definition.nodes


def setting_bound(place: Place, argument: tuple[str, str], setting: Setting) -> Bound:
    """An argument (role and name) that an arg_scope sets, for the catalogue.

    Raises:
        CannotMoveError: when it cannot be written at the layer.
    """
    creation, slot = place[:2]
    role, name = argument
    value = setting.value
    if role == "vanish":
        return Bound(ast.unparse(setting.node) if setting.node is not None else name, plain(value))
    where = outside(place, setting)
    if isinstance(value, bool | int | float | str) or value is None:
        return Bound(repr(value), value)
    if isinstance(value, External):
        code = outside_code_or_text(creation, value)
        return Bound(code, canonical=value.name)
    written = origin_of(setting, name, where.top)
    if written is None:
        raise CannotMoveError(f"an arg_scope sets {name} here with `**`, and its value is not seen")
    if role == "training":
        return Bound(flag_code(slot, *written, where))
    if isinstance(value, DictVal) and value.complete:
        return Bound(
            ast.unparse(written[0]), plain_dict(value), items=dict_bounds(slot, written, value, where)
        )
    return Bound(where.code(*written), plain(value))


def plain(value: Value) -> object:
    """A value as the catalogue takes literals."""
    if isinstance(value, External) and ".GraphKeys." in value.name:
        return value.name
    if isinstance(value, ListVal) and value.items is not None:
        items = [plain(item) for item in value.items]
        return UNKNOWN if any(item is UNKNOWN for item in items) else items
    return value if concrete(value) else UNKNOWN


def outside_code_or_text(creation: Creation, value: External) -> str:
    """A function of TensorFlow by its present name, or a layer of the catalogue, which becomes a layer."""
    if find(value.name) is not None:
        return value.name
    code = outside_code(creation, value)
    if code is None:
        raise CannotMoveError(f"an arg_scope sets {value.name} here")
    return code


def dict_bounds(slot: Slot, holder: Source, value: DictVal, where: Outside) -> dict[str, Bound]:
    """The entries of a dictionary, for the catalogue."""
    written = entries(holder, value, where.top)
    found: dict[str, Bound] = {}
    for key, item in value.items.items():
        if isinstance(item, bool | int | float | str) or item is None:
            found[key] = Bound(repr(item), item)
            continue
        if isinstance(item, External) and not key.endswith("_collections"):
            found[key] = Bound(outside_code_or_text(where.creation, item), canonical=item.name)
            continue
        if key not in written:
            raise CannotMoveError(f"where {key} of `{ast.unparse(holder[0])}` comes from is not seen")
        node, run = written[key]
        if key.endswith("_collections"):
            literal = plain_dict(item) if isinstance(item, DictVal) and item.complete else plain(item)
            found[key] = Bound(ast.unparse(node), literal)
            continue
        if key in FLAGS:
            found[key] = Bound(flag_code(slot, node, run, where))
        elif isinstance(item, DictVal) and item.complete:
            items = dict_bounds(slot, (node, run), item, where)
            found[key] = Bound(ast.unparse(node), plain_dict(item), items=items)
        else:
            found[key] = Bound(where.code(node, run), plain(item))
    return found


def plain_dict(value: DictVal) -> object:
    """A dictionary of constants as the catalogue takes it."""
    items = {key: plain(item) for key, item in value.items.items()}
    return UNKNOWN if any(item is UNKNOWN for item in items.values()) else items


def flag_code(slot: Slot, node: ast.expr, run: Activation, where: Outside) -> str:
    """A training flag. In ``call`` it is read where the ``with`` stood, or is an argument of that name."""
    while run is not where.top and isinstance(node, ast.Name) and run.definition is not None:
        inner = source(node, run, where.top)
        if inner is None:
            raise CannotMoveError(f"where `{node.id}` of the arg_scope comes from is not seen")
        node, run = inner
    if isinstance(node, ast.Constant):
        return ast.unparse(node)
    if run is not where.top:
        raise CannotMoveError("a training flag is computed by the function that makes the arg_scope")
    if where.own:
        slot.flag = node
        return ast.unparse(node)
    name = flag_name(node)
    demand(where, name, node, flag=True)
    return name


def flag_name(node: ast.expr) -> str:
    """The name of the argument of ``call`` that hands a training flag on."""
    return node.id if isinstance(node, ast.Name) else "is_training"


def roles_of(name: str) -> dict[str, str]:
    """The roles of a catalogued call's parameters."""
    api = CATALOGUE.get(name)
    return {parameter.name: parameter.role for parameter in api.parameters} if api is not None else {}
