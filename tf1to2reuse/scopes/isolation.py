"""Roots do not see each other: what one changed in the modules is put back before the next one runs.

Every root stands for a process of its own, in which the modules were just imported.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tf1to2reuse.scopes.values import (
    ClassVal,
    DictVal,
    FunctionVal,
    InstanceVal,
    ListVal,
    ModuleVal,
    NamespaceVal,
    PartialVal,
)

if TYPE_CHECKING:
    from tf1to2reuse.scopes.evaluator import Evaluator


def shared_objects(ev: Evaluator) -> dict[int, Any]:
    """Every object that the modules' names lead to, by identity."""
    found: dict[int, Any] = {}
    pending: list[Any] = list(ev.modules.values())
    while pending:
        value = pending.pop()
        if id(value) in found:
            continue
        found[id(value)] = value
        pending.extend(parts(value))
    return found


def parts(value: Any) -> Iterator[Any]:
    """The changeable values that a value holds."""
    from tf1to2reuse.scopes.evaluator import Env

    if isinstance(value, Env):
        yield from value.names.values()
        if value.parent is not None:
            yield value.parent
    elif isinstance(value, ModuleVal):
        yield from value.names.values()
    elif isinstance(value, ListVal | tuple):
        yield from (value.items if isinstance(value, ListVal) else value) or ()
    elif isinstance(value, DictVal):
        yield from value.items.values()
    elif isinstance(value, InstanceVal | NamespaceVal):
        yield from value.attributes.values()
        if isinstance(value, InstanceVal):
            yield value.cls
    elif isinstance(value, ClassVal):
        yield from [*value.members.values(), *value.bases]
    elif isinstance(value, FunctionVal):
        yield from [value.env, value.bound, *value.defaults.values(), *value.attributes.values()]
    elif isinstance(value, PartialVal):
        yield from [value.function, *value.args, *value.kwargs.values()]


def start_root(ev: Evaluator) -> None:
    """Undoes what the last root did to the modules, and begins to keep what this one does."""
    from tf1to2reuse.scopes.evaluator import restore

    if ev.shared is None:
        ev.shared = shared_objects(ev)
    if ev.journals:
        for key, (value, fields) in ev.journals[0].items():
            if key in ev.shared:
                restore(value, fields)
    ev.journals = [{}]
