"""Methods of values that are not of the repository: strings, lists, dicts, shapes, tensors, scopes."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from tf1to2reuse.scopes.arrays import RandomVal
from tf1to2reuse.scopes.attributes import rank
from tf1to2reuse.scopes.contexts import Context, graph_context, neutral
from tf1to2reuse.scopes.layer_objects import LayerObject
from tf1to2reuse.scopes.loops import items_of
from tf1to2reuse.scopes.store import GraphState, ScopeVal
from tf1to2reuse.scopes.strings import string_method
from tf1to2reuse.scopes.values import (
    DictVal,
    External,
    ListVal,
    NamespaceVal,
    Sym,
    Tensor,
    Text,
    Value,
    VariableName,
    ident,
)

if TYPE_CHECKING:
    from tf1to2reuse.scopes.evaluator import Evaluator, Frame


def call_method(
    ev: Evaluator,
    frame: Frame,
    node: ast.Call | None,
    owner: Value,
    name: str,
    args: list[Value],
    kwargs: dict[str, Any],
) -> Value:
    """``owner.name(*args, **kwargs)``."""
    if isinstance(owner, ListVal):
        return list_method(ev, node, owner, name, args)
    if isinstance(owner, DictVal):
        return dict_method(ev, node, owner, name, args, kwargs)
    if isinstance(owner, VariableName) and name == "startswith" and args and isinstance(args[0], str):
        ev.note("filter", "prefix", str(args[0]), str(owner), node, frame.module)
    if isinstance(owner, str | Text):
        return string_method(ev, owner, name, args, kwargs)
    if isinstance(owner, Tensor):
        return tensor_method(ev, node, owner, name, args)
    if isinstance(owner, ScopeVal):
        return scope_method(ev, node, owner, name, args, kwargs)
    if isinstance(owner, Sym) and owner.op == "shape":
        return shape_method(ev, owner, name)
    if isinstance(owner, Sym) and name == "get_shape":
        return Sym("shape", (owner,))
    if isinstance(owner, LayerObject):
        return owner.method(ev, frame, node, name, args, kwargs)
    if isinstance(owner, RandomVal) and name in owner.methods:
        return owner.draw(ev, name, args, kwargs)
    if isinstance(owner, NamespaceVal):
        return namespace_method(ev, owner, name, args)
    if isinstance(owner, GraphState):
        return graph_context(ev, owner) if name == "as_default" else ev.unknown(node, name)
    return Sym("method", (ident(owner), name, tuple(map(ident, args)), ev_fresh(ev)))


def ev_fresh(ev: Evaluator) -> int:
    ev.counter += 1
    return ev.counter


def list_method(ev: Evaluator, node: ast.Call | None, owner: ListVal, name: str, args: list[Value]) -> Value:
    """``append`` and its like change the list; the rest read it."""
    if name in ("append", "extend", "insert", "pop", "remove", "reverse", "sort", "clear"):
        ev.touch(owner)
    if name == "append" and args:
        if owner.items is not None:
            owner.items = [*owner.items, args[0]]
        else:
            tensor = ev.is_tensor(args[0])
            owner.sym = Sym("append", (owner.sym, ident(args[0])))
            ev.elements[owner.sym] = args[0]
            if tensor:
                ev.tensorish.add(owner.sym)
        return None
    if name == "extend" and args:
        more = items_of(ev, args[0])
        if owner.items is not None and more is not None:
            owner.items = [*owner.items, *more]
        else:
            owner.sym, owner.items = Sym("concat", (ident(owner), ident(args[0]))), None
        return None
    if name == "pop" and owner.items:
        position = args[0] if args and isinstance(args[0], int) else -1
        items = [*owner.items]
        value = items.pop(position)
        owner.items = items
        return value
    if name in ("reverse",) and owner.items is not None:
        owner.items = owner.items[::-1]
        return None
    if name == "index" and owner.items is not None and args and args[0] in owner.items:
        return owner.items.index(args[0])
    if name in ("insert", "remove", "sort", "clear", "pop"):
        owner.sym, owner.items = Sym("changed", (ident(owner), name)), None
    return ev.unknown(node, f"list.{name}")


def dict_method(
    ev: Evaluator, node: ast.Call | None, owner: DictVal, name: str, args: list[Value], kwargs: dict[str, Any]
) -> Value:
    """Reading and updating dicts."""
    if name in ("items", "keys", "values") and owner.complete:
        if name == "items":
            return ListVal([(key, value) for key, value in owner.items.items()])
        return ListVal(list(owner.items) if name == "keys" else list(owner.items.values()))
    if name in ("get", "pop", "setdefault") and args and isinstance(args[0], str | int):
        default = args[1] if len(args) > 1 else None
        if args[0] in owner.items:
            value = owner.items[args[0]]
            if name == "pop":
                ev.touch(owner)
                owner.items = {k: v for k, v in owner.items.items() if k != args[0]}
            return value
        if name == "setdefault":
            ev.touch(owner)
            owner.items = {**owner.items, args[0]: default}
        return default if owner.complete else Sym("item", (ident(owner), args[0]))
    if name == "update":
        ev.touch(owner)
        other = args[0] if args else DictVal({})
        if isinstance(other, DictVal):
            owner.items = {**owner.items, **other.items, **kwargs}
            owner.complete &= other.complete
        else:
            owner.items, owner.complete = {**owner.items, **kwargs}, False
        return None
    if name == "copy":
        return DictVal(dict(owner.items), owner.complete)
    return ev.unknown(node, f"dict.{name}")


def tensor_method(ev: Evaluator, node: ast.Call | None, owner: Tensor, name: str, args: list[Value]) -> Value:
    """Methods of tensors and arrays."""
    if name == "get_shape":
        return Sym("shape", (owner,))
    if name == "set_shape" and args:
        from tf1to2reuse.scopes.tensors import dims

        ev.touch(owner)
        shape = dims(ev, args[0])
        if shape is not None and owner.shape is None:
            owner.shape = shape
        return None
    if name in ("astype", "copy", "value", "read_value", "initialized_value", "eval"):
        dtype = args[0] if args else owner.dtype
        dtype = dtype.name.rpartition(".")[2] if isinstance(dtype, External) else dtype
        return Tensor(owner.shape, dtype if isinstance(dtype, str) else None, array=owner.array)
    if name == "reshape" and owner.array:
        from tf1to2reuse.scopes.tensors import dims

        target = args[0] if len(args) == 1 else ListVal(list(args))
        return Tensor(dims(ev, target), owner.dtype, array=True)
    return ev.unknown(node, name)


def scope_method(
    ev: Evaluator,
    node: ast.Call | None,
    owner: ScopeVal,
    name: str,
    args: list[Value],
    kwargs: dict[str, Any],
) -> Value:
    """``reuse_variables`` lasts until the scope is left; options apply from here on."""
    if name == "reuse_variables":
        ev.touch(owner)
        step = ev.step("switched", owner, owner.name, None, owner.reuse, True)
        owner.reuse, owner.cause = True, step
        ev.note("switched", owner, owner is ev.graph.current, step)
        return None
    if name.startswith("set_"):
        ev.touch(owner)
        owner.options = {**owner.options, name.removeprefix("set_"): args[0] if args else None}
        return None
    return ev.unknown(node, f"scope.{name}")


def shape_method(ev: Evaluator, owner: Sym, name: str) -> Value:
    """``as_list`` of a static shape."""
    tensor = owner.args[0]
    if name in ("as_list", "with_rank"):
        if isinstance(tensor, Tensor) and tensor.shape is not None:
            return ListVal(list(tensor.shape))
        return owner
    if name in ("ndims", "rank"):
        return rank(tensor)
    return ev.unknown(None, f"shape.{name}")


def namespace_method(ev: Evaluator, owner: NamespaceVal, name: str, args: list[Value]) -> Value:
    """HParams: ``override_from_dict``, ``values``."""
    if name == "override_from_dict" and args:
        ev.touch(owner)
        if isinstance(args[0], DictVal) and args[0].complete:
            owner.attributes = {**owner.attributes, **{str(k): v for k, v in args[0].items.items()}}
        else:
            owner.attributes = {k: Sym("attr", (ident(owner), k, ev_fresh(ev))) for k in owner.attributes}
        return None
    if name == "values":
        return DictVal(dict(owner.attributes), owner.complete)
    if name == "add_hparam" and len(args) == 2 and isinstance(args[0], str):
        ev.touch(owner)
        owner.attributes = {**owner.attributes, args[0]: args[1]}
        return None
    return ev.unknown(None, name)


__all__ = ["Context", "call_method", "neutral"]
