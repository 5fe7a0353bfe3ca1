"""The element of a comprehension over an unknown sequence, seen at one index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tf1to2reuse.scopes.values import Sym, Tensor, Value, ident

if TYPE_CHECKING:
    from tf1to2reuse.scopes.evaluator import Evaluator


def at_index(ev: Evaluator, element: Value, index: Value, done: dict[Sym, Value] | None = None) -> Value:
    """``element`` with the comprehension's own index replaced by ``index``; ``done`` holds shared parts."""
    if isinstance(element, Sym):
        done = {} if done is None else done
        options = ev.alternatives.get(element)
        if options is not None:
            if element not in done:
                first, second = (at_index(ev, option, index, done) for option in options)
                done[element] = ev.phi((element, ident(index)), first, second)
            return done[element]
        replaced_sym = replace(element, index)
        if element in ev.tensorish:
            ev.tensorish.add(replaced_sym)
        return replaced_sym
    return element


def replace(value: Any, index: Value) -> Any:
    """A copy of a structural unknown: an item at the loop's index becomes an item at ``index``."""
    if not isinstance(value, Sym):
        return value
    if value.op in ("item", "dim") and isinstance(value.args[1], Sym) and value.args[1].op == "iter":
        owner = value.args[0]
        if value.op == "item" and isinstance(owner, Sym) and owner.op == "shape":
            tensor = owner.args[0]
            if isinstance(tensor, Tensor) and tensor.shape is not None and isinstance(index, int):
                return tensor.shape[index]
            return Sym("dim", (tensor, ident(index) if not isinstance(index, int) else index))
        return Sym(value.op, (owner, ident(index) if not isinstance(index, int) else index))
    return Sym(value.op, tuple(replace(arg, index) for arg in value.args), value.reason)
