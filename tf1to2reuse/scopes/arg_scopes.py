"""``arg_scope``: arguments that a ``with`` sets for calls below it, and where each was written."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tf1to2reuse.scopes.contexts import Context, unmodelled
from tf1to2reuse.scopes.statements import evaluate
from tf1to2reuse.scopes.trace import Activation
from tf1to2reuse.scopes.values import DictVal, External, FunctionVal, ListVal, Value

if TYPE_CHECKING:
    from tf1to2reuse.scopes.evaluator import Evaluator, Frame

Arguments = dict[str, Value]


@dataclass(frozen=True, eq=False)
class Setting:
    """One argument that an ``arg_scope`` sets: its value, the expression, and the run that evaluated it.

    ``spread`` is the dictionary that ``node`` stands for where the argument came out of ``**node``. ``node``
    is None where that is not seen.
    """

    value: Value
    node: ast.expr | None
    run: Activation
    spread: DictVal | None = None


Settings = dict[str, dict[str, Setting]]  # by the function's canonical name, then by argument


class CapturedArgScope:
    """The value of ``with arg_scope(...) as s``."""

    def __init__(self, values: Settings) -> None:
        self.values = values


def arg_scope(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Arguments) -> Value:
    """``arg_scope(list_of_functions, **defaults)`` or ``arg_scope(captured)``."""
    first = args[0] if args else kwargs.pop("list_ops_or_scope", None)
    current = ev.arg_scopes[-1]
    if isinstance(first, ListVal | tuple):
        merged = {name: dict(values) for name, values in current.items()}
        given = written_settings(ev, frame, node, kwargs)
        for name in names_of(first):
            merged[name] = {**merged.get(name, {}), **given}
    elif isinstance(first, CapturedArgScope):
        merged = first.values
    else:
        unmodelled(ev, frame, node, "arg_scope", "the list of functions of this arg_scope is not known")
        merged = current

    def enter() -> Value:
        ev.arg_scopes.append(merged)
        return CapturedArgScope(merged)

    return Context(enter, lambda: ev.arg_scopes.pop() and None, "arg_scope")


def written_settings(ev: Evaluator, frame: Frame, node: ast.Call, kwargs: Arguments) -> dict[str, Setting]:
    """The arguments of a scope with the expressions that stand for them."""
    written = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg is not None}
    found = {k: Setting(v, written.get(k), frame.activation) for k, v in kwargs.items()}
    for keyword in node.keywords:
        named = keyword.arg is None and isinstance(keyword.value, ast.Name)
        value = evaluate(ev, frame, keyword.value) if named else None
        if isinstance(value, DictVal):
            for key in set(value.items) & set(found) - set(written):
                found[key] = Setting(found[key].value, keyword.value, frame.activation, value)
    return found


def names_of(functions: Value) -> list[str]:
    """The canonical names of the functions that an arg_scope is for."""
    from tf1to2reuse.apis.layers import find

    items = functions.items if isinstance(functions, ListVal) else list(functions)
    names = []
    for item in items or []:
        if isinstance(item, External):
            api = find(item.name)
            names.append(api.name if api else item.name)
        elif isinstance(item, FunctionVal):
            names.append(item.definition.key)
    return names


def in_force(ev: Evaluator, name: str) -> dict[str, Setting]:
    """What the scopes around the running call set for a function."""
    return ev.arg_scopes[-1].get(name, {})


def values_of(settings: dict[str, Setting]) -> Arguments:
    """The values alone."""
    return {name: setting.value for name, setting in settings.items()}


def ancestors(run: Activation | None) -> Iterator[Activation]:
    """A run and those that led to it. One on unknown arguments goes on with the call that it stands for."""
    while run is not None:
        yield run
        run = run.stands_for.parent if run.stands_for is not None else run.parent
