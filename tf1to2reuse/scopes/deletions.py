"""``del``: names, attributes, items and slices."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf1to2reuse.scopes.statements import evaluate
from tf1to2reuse.scopes.values import DictVal, InstanceVal, ListVal, Sym, Value, ident

if TYPE_CHECKING:
    from tf1to2reuse.scopes.evaluator import Evaluator, Frame


def delete(ev: Evaluator, frame: Frame, target: ast.expr) -> None:
    """Removes what the target means; a container is unknown afterwards where the place in it is."""
    if isinstance(target, ast.Name):
        frame.env.names.pop(target.id, None)
    elif isinstance(target, ast.Tuple | ast.List):
        for one in target.elts:
            delete(ev, frame, one)
    elif isinstance(target, ast.Attribute):
        owner = evaluate(ev, frame, target.value)
        if isinstance(owner, InstanceVal):
            ev.touch(owner)
            owner.attributes.pop(target.attr, None)
    elif isinstance(target, ast.Subscript):
        delete_item(ev, target, evaluate(ev, frame, target.value), evaluate(ev, frame, target.slice))


def delete_item(ev: Evaluator, node: ast.AST, owner: Value, key: Value) -> None:
    """``del owner[key]``."""
    from tf1to2reuse.scopes.evaluator import Raised

    if isinstance(owner, ListVal):
        ev.touch(owner)
        if owner.items is None or not isinstance(key, int | slice):
            owner.sym, owner.items = Sym("changed", (ident(owner), ident(key))), None
            return
        items = [*owner.items]
        try:
            del items[key]
        except IndexError:
            raise Raised("IndexError", "list assignment index out of range", node) from None
        owner.items = items
    elif isinstance(owner, DictVal):
        ev.touch(owner)
        if isinstance(key, Sym):
            owner.complete = False
        elif key in owner.items:
            owner.items = {name: value for name, value in owner.items.items() if name != key}
        elif owner.complete:
            raise Raised("KeyError", str(key), node)
