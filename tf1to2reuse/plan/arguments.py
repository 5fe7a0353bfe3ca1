"""Arguments of calls: by the parameter that they bind, and by where that parameter goes in the new code."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tf1to2reuse.apis.layers import UNKNOWN
from tf1to2reuse.facts.program import Definition
from tf1to2reuse.plan.creation import Creation
from tf1to2reuse.plan.model import Unit
from tf1to2reuse.plan.needs import CannotMoveError
from tf1to2reuse.plan.partials import bound_call
from tf1to2reuse.scopes.trace import Activation
from tf1to2reuse.scopes.values import (
    DictVal,
)


def call_arguments(site: ast.Call, parameters: tuple[str, ...]) -> dict[str, ast.expr]:
    """Arguments by parameter name.

    Raises:
        CannotMoveError: when ``*`` or ``**`` hide some.
    """
    found: dict[str, ast.expr] = {}
    for name, node in zip(parameters, site.args, strict=False):
        if isinstance(node, ast.Starred):
            raise CannotMoveError("the arguments are spread with *")
        found[name] = node
    for keyword in site.keywords:
        if keyword.arg is None:
            raise CannotMoveError("the arguments are spread with **")
        found[keyword.arg] = keyword.value
    return found


def is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def literal_value(node: ast.expr) -> object:
    """The value of an argument that is written as a literal; not what a name stands for."""
    try:
        return ast.literal_eval(node)
    except (ValueError, SyntaxError, TypeError):
        return UNKNOWN


def split_arguments(creation: Creation, target: Unit, site: ast.Call) -> list[tuple[str, str, ast.expr]]:
    """Arguments of a call of a unit as (role, keyword or "" or "**", node).

    Raises:
        CannotMoveError: when spread arguments cannot be told apart.
    """
    site = bound_call(creation.unit, site)
    call = target.call
    assert call is not None
    names = call.parameters()
    if call.is_method:
        names = names[1:]
    node_args = call.node.args  # type: ignore[union-attr]
    positional_names = [a.arg for a in (*node_args.posonlyargs, *node_args.args)]
    positional_names = positional_names[1:] if call.is_method else positional_names
    found: list[tuple[str, str, ast.expr]] = []
    given: set[str] = set()
    init_in_order = True
    for index, node in enumerate(site.args):
        if isinstance(node, ast.Starred) or index >= len(positional_names):
            raise CannotMoveError("the arguments are spread with *")
        name = positional_names[index]
        given.add(name)
        role = target.roles.get(name, "init")
        init_before = [n for n in positional_names[:index] if target.roles.get(n, "init") == role]
        in_order = all(n in given for n in init_before)
        init_in_order &= in_order
        found.append((role, "" if in_order else name, node))
    for keyword in site.keywords:
        if keyword.arg is None:
            found.append(
                (spread_role(creation, target, names, given, site, keyword.value), "**", keyword.value)
            )
            continue
        given.add(keyword.arg)
        found.append((target.roles.get(keyword.arg, "init"), keyword.arg, keyword.value))
    for name, node in scope_arguments(creation, site):
        if name not in given:
            found.append((target.roles.get(name, "init"), name, node))
    return found


def scope_arguments(creation: Creation, site: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    """What an arg_scope of the same function sets for a call of a function of the repository.

    Raises:
        CannotMoveError: when a scope opened elsewhere sets something.
    """
    slot = creation.unit.site_slots.get(id(site))
    event = next((event for event in slot.events if event.site is site), None) if slot is not None else None
    for name, setting in event.settings.items() if event is not None else ():
        if setting.node is None or setting.spread is not None or setting.node not in creation.unit.nodes:
            raise CannotMoveError(f"an arg_scope elsewhere sets {name} of `{ast.unparse(site.func)}`")
        yield name, setting.node


def spread_role(
    creation: Creation, target: Unit, names: list[str], given: set[str], site: ast.Call, node: ast.expr
) -> str:
    """Where ``**options`` goes: all its keys must be of one role."""
    value = creation.values.get(node)
    written = {keyword.arg for keyword in site.keywords}
    if isinstance(value, DictVal) and value.complete:
        keys = {str(key) for key in value.items}
    else:
        keys = {name for name in names if name not in given and name not in written}
    roles = {target.roles.get(key, "init") for key in keys}
    roles -= {"vanish", "name"} if not (isinstance(value, DictVal) and value.complete) else set()
    if roles == {"init"} or not roles:
        return "init"
    if roles == {"call"}:
        return "call"
    raise CannotMoveError(f"`**{ast.unparse(node)}` holds arguments for the constructor and for the call")


def positional_name(target: Unit, site: ast.Call, node: ast.expr) -> str:
    """The parameter that a positional argument binds."""
    assert target.call is not None
    names = target.call.parameters()[1 if target.call.is_method else 0 :]
    return names[site.args.index(node)] if node in site.args else ""


def default_of(definition: Definition, name: str) -> ast.expr | None:
    """The default of a parameter, as written."""
    arguments: ast.arguments = definition.node.args  # type: ignore[union-attr]
    positional = [*arguments.posonlyargs, *arguments.args]
    for parameter, default in zip(
        positional[len(positional) - len(arguments.defaults) :], arguments.defaults, strict=True
    ):
        if parameter.arg == name:
            return default
    keyword_only = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    return next((default for parameter, default in keyword_only if parameter.arg == name), None)


def argument_of(run: Activation, parameter: str) -> ast.expr | None:
    """The argument that a call binds to a parameter: written there, or the default."""
    assert run.site is not None and run.definition is not None
    for keyword in run.site.keywords:
        if keyword.arg == parameter:
            return keyword.value
    names = run.definition.parameters()
    if run.bound is not None:
        names = names[1:]
    if parameter in names and names.index(parameter) < len(run.site.args):
        return run.site.args[names.index(parameter)]
    default = default_of(run.definition, parameter)
    return default if isinstance(default, ast.Constant) else None
