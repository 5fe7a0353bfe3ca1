"""A request for a variable: created, reused, created-or-reused, error or unresolved, as TF1 decides."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from tf1to2reuse.scopes.store import AUTO, VariableInfo
from tf1to2reuse.scopes.trace import VariableUse
from tf1to2reuse.scopes.values import Path, Sym, show

if TYPE_CHECKING:
    from tf1to2reuse.scopes.evaluator import Evaluator


def request(
    ev: Evaluator, node: ast.AST, path: Path, leaf: str, shape: Any, trainable: bool, reuse: Any = None
) -> VariableUse:
    """Looks ``path`` up in the store under the current scope's reuse mode and updates the store.

    Raises:
        Raised: ValueError, where TF 1.15.5 certainly raises it.
    """
    mode = ev.graph.current.reuse if reuse is None else reuse
    found = ev.graph.variables.get(path)
    how = decide(ev, node, path, mode, found, shape)
    info = VariableInfo(
        path,
        found.shape if found and found.shape is not None else shape,
        found.trainable if found else trainable,
        (found.requests if found else 0) + 1,
        found.condition if found else False,
    )
    ev.graph.variables[path] = info
    return VariableUse(path, leaf, shape, trainable, how)


def decide(ev: Evaluator, node: ast.AST, path: Path, mode: Any, found: VariableInfo | None, shape: Any) -> str:
    """How TF1 answers the request."""
    from tf1to2reuse.scopes.evaluator import Raised

    symbolic = any(isinstance(part, Sym) for part in path)
    if isinstance(mode, Sym):
        return "created-or-reused"
    if mode is True:
        if found is None and not symbolic and not ev.generic:
            raise Raised("ValueError", f"Variable {show(path)} does not exist", node)
        check_shape(ev, node, path, found, shape)
        return "reused" if found else "unresolved"
    if mode == AUTO:
        check_shape(ev, node, path, found, shape)
        return "reused" if found else "created-or-reused" if symbolic else "created"
    if found is not None and not found.condition and not symbolic:
        raise Raised("ValueError", f"Variable {show(path)} already exists", node)
    return "created"


def check_shape(ev: Evaluator, node: ast.AST, path: Path, found: VariableInfo | None, shape: Any) -> None:
    """Raises where TF1 would: an existing variable asked for with another, fully known shape."""
    from tf1to2reuse.scopes.evaluator import Raised

    if found is None or shape is None or found.shape is None:
        return
    known = [*shape, *found.shape]
    if all(isinstance(size, int) for size in known) and tuple(shape) != tuple(found.shape):
        message = f"shape {tuple(shape)} differs from the existing {tuple(found.shape)} of {show(path)}"
        raise Raised("ValueError", message, node)
