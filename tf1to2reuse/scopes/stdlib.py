"""Models of builtins and the standard library: an allow-list of pure functions."""

from __future__ import annotations

import ast
import math
import posixpath
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tf1to2reuse.scopes.expressions import concrete
from tf1to2reuse.scopes.loops import items_of, length
from tf1to2reuse.scopes.statements import truth
from tf1to2reuse.scopes.strings import as_parts, text
from tf1to2reuse.scopes.values import (
    ClassVal,
    DictVal,
    External,
    FunctionVal,
    InstanceVal,
    ListVal,
    NamespaceVal,
    PartialVal,
    Sym,
    Tensor,
    Text,
    Value,
    ident,
)

if TYPE_CHECKING:
    from tf1to2reuse.scopes.evaluator import Evaluator, Frame

Kwargs = dict[str, Any]


def builtin_len(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Kwargs) -> Value:
    value = args[0] if args else None
    if isinstance(value, Sym) and value.op == "shape":
        from tf1to2reuse.scopes.attributes import rank

        return rank(value.args[0])
    if isinstance(value, Tensor):
        return value.shape[0] if value.shape else ev.unknown(node, "len")
    return length(ev, value)


def builtin_range(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Kwargs) -> Value:
    if args and all(isinstance(arg, int) for arg in args):
        return (
            ListVal(list(range(*args)))
            if len(range(*args)) <= 600
            else Sym("range", (0, len(range(*args)), 1))
        )
    start, stop, step = (0, args[0], 1) if len(args) == 1 else (*args, 1)[:3] if args else (0, 0, 1)
    return Sym("range", (ident_number(start), ident_number(stop), ident_number(step)))


def ident_number(value: Value) -> Any:
    return value if isinstance(value, int | Sym) else ident(value)


def builtin_enumerate(
    ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Kwargs
) -> Value:
    items = items_of(ev, args[0])
    start = args[1] if len(args) > 1 else kwargs.get("start", 0)
    if items is not None and isinstance(start, int):
        return ListVal([(start + index, item) for index, item in enumerate(items)])
    return Sym("enumerate", (ident(args[0]), ident_number(start)))


def builtin_zip(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Kwargs) -> Value:
    lists = [items_of(ev, arg) for arg in args]
    if all(items is not None for items in lists):
        return ListVal([tuple(group) for group in zip(*lists, strict=False)])
    return Sym("zip", tuple(map(ident, args)))


def builtin_list(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Kwargs) -> Value:
    if not args:
        return ListVal([])
    items = items_of(ev, args[0])
    return ListVal(list(items)) if items is not None else ListVal(None, Sym("list", (ident(args[0]),)))


def builtin_tuple(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Kwargs) -> Value:
    items = items_of(ev, args[0]) if args else []
    return tuple(items) if items is not None else Sym("tuple", (ident(args[0]),))


def builtin_reversed(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Kwargs) -> Value:
    items = items_of(ev, args[0])
    return ListVal(items[::-1]) if items is not None else Sym("reversed", (ident(args[0]),))


def builtin_sorted(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Kwargs) -> Value:
    items = items_of(ev, args[0]) if args else None
    if items is not None and not kwargs and all(concrete(item) for item in items):
        try:
            return ListVal(sorted(items))
        except TypeError:
            return ev.unknown(node, "sorted")
    return Sym("sorted", (ident(args[0]) if args else None, ev.counter))


def builtin_dict(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Kwargs) -> Value:
    items: dict[Any, Value] = {}
    complete = True
    if args and isinstance(args[0], DictVal):
        items.update(args[0].items)
        complete = args[0].complete
    elif args:
        pairs = items_of(ev, args[0])
        complete = pairs is not None and all(isinstance(pair, tuple) and len(pair) == 2 for pair in pairs)
        items.update({pair[0]: pair[1] for pair in pairs} if complete and pairs else {})
    return DictVal({**items, **kwargs}, complete)


def builtin_str(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Kwargs) -> Value:
    return text(as_parts(ev, args[0])) if args else ""


def builtin_int(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Kwargs) -> Value:
    if args and isinstance(args[0], bool | int | float | str) and len(args) == 1:
        try:
            return int(args[0])
        except (ValueError, OverflowError):
            return ev.unknown(node, "int")
    value = args[0] if args else 0
    if isinstance(value, Sym) and value.op == "dim":
        return value
    return Sym("int", (ident(value),))


def builtin_isinstance(
    ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Kwargs
) -> Value:
    if len(args) != 2:
        return ev.unknown(node, "isinstance")
    kinds = list(args[1]) if isinstance(args[1], tuple) else [args[1]]
    names = {kind.name.rpartition(".")[2] for kind in kinds if isinstance(kind, External)}
    value = args[0]
    if isinstance(value, str | Text):
        return bool(names & {"str", "string_types", "basestring", "unicode"})
    if isinstance(value, bool | int | float | None) and len(names) == len(kinds):
        allowed: dict[str, type | tuple[type, ...]] = {
            "bool": bool,
            "int": int,
            "float": float,
            "integer_types": int,
            "Number": (int, float),
            "Integral": int,
        }
        return any(isinstance(value, allowed[name]) for name in names if name in allowed)
    if isinstance(value, ListVal | tuple | DictVal) and names:
        own = (
            {"list", "Sequence", "Iterable"}
            if isinstance(value, ListVal)
            else {"tuple", "Sequence", "Iterable"}
        )
        return bool(names & (own if not isinstance(value, DictVal) else {"dict", "Mapping"}))
    if isinstance(value, InstanceVal) and all(isinstance(kind, ClassVal) for kind in kinds):
        return any(derives(value.cls, kind) for kind in kinds)
    return Sym("isinstance", (ident(value), ident(args[1])))


def derives(cls: Value, base: ClassVal) -> bool:
    return isinstance(cls, ClassVal) and (cls is base or any(derives(parent, base) for parent in cls.bases))


def builtin_getattr(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Kwargs) -> Value:
    from tf1to2reuse.scopes.attributes import get_attribute

    if len(args) >= 2 and isinstance(args[1], str):
        value = get_attribute(ev, frame, node, args[0], args[1])
        missing = isinstance(value, Sym) and value.op == "self"
        return args[2] if missing and len(args) > 2 and isinstance(args[0], InstanceVal) else value
    return ev.unknown(node, "getattr")


def builtin_hasattr(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Kwargs) -> Value:
    if len(args) == 2 and isinstance(args[0], InstanceVal) and isinstance(args[1], str):
        return args[1] in args[0].attributes or args[0].cls.find(args[1]) is not None
    return ev.unknown(node, "hasattr")


def builtin_setattr(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Kwargs) -> Value:
    if len(args) == 3 and isinstance(args[0], InstanceVal | NamespaceVal) and isinstance(args[1], str):
        ev.touch(args[0])
        args[0].attributes[args[1]] = args[2]
    return None


def builtin_callable(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Kwargs) -> Value:
    if args and (args[0] is None or concrete(args[0])):
        return False
    return (
        True
        if args and isinstance(args[0], FunctionVal | PartialVal | ClassVal)
        else ev.unknown(node, "callable")
    )


def builtin_map(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Kwargs) -> Value:
    from tf1to2reuse.scopes.calls import call_value

    items = items_of(ev, args[1]) if len(args) == 2 else None
    if items is not None:
        return ListVal([call_value(ev, frame, None, args[0], [item], {}) for item in items])
    if len(args) == 2 and isinstance(args[0], FunctionVal):
        sample = call_value(ev, frame, None, args[0], [Sym("item", (ident(args[1]), "each"))], {})
        sym = Sym("map", (ident(sample), ident(args[1])))
        if ev.is_tensor(sample):
            ev.tensorish.add(sym)
        return ListVal(None, sym)
    return ev.unknown(node, "map")


def builtin_reduce(name: str) -> Callable[..., Value]:
    operations: dict[str, Callable[..., Any]] = {
        "sum": sum,
        "max": max,
        "min": min,
        "abs": abs,
        "round": round,
        "pow": pow,
    }

    def model(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Kwargs) -> Value:
        plain = [items_of(ev, arg) if isinstance(arg, ListVal | tuple) else arg for arg in args]
        flat = [x for arg in plain for x in (arg if isinstance(arg, list) else [arg])]
        if flat and all(isinstance(x, bool | int | float) for x in flat) and not kwargs:
            return operations[name](*plain)
        if any(ev.is_tensor(x) for x in flat):
            return Tensor(None)
        return Sym(name, tuple(map(ident, args)))

    return model


def builtin_any(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Kwargs) -> Value:
    items = items_of(ev, args[0]) if args else []
    truths = [truth(ev, item) for item in items] if items is not None else [None]
    if True in truths:
        return True
    return False if None not in truths else ev.unknown(node, "any")


def builtin_all(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Kwargs) -> Value:
    items = items_of(ev, args[0]) if args else []
    truths = [truth(ev, item) for item in items] if items is not None else [None]
    if False in truths:
        return False
    return True if None not in truths else ev.unknown(node, "all")


def pure(function: Callable[..., Any]) -> Callable[..., Value]:
    """A pure function of Python constants; unknown arguments give a structural unknown."""

    def model(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Kwargs) -> Value:
        if not kwargs and all(concrete(arg) for arg in args):
            try:
                return function(*args)
            except Exception:  # wrong arguments: whatever the program then does is unknown here
                return ev.unknown(node, function.__name__)
        return Sym("pure", (function.__name__, *map(ident, args)))

    return model


def os_join(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Kwargs) -> Value:
    if all(isinstance(arg, str) for arg in args) and args:
        return posixpath.join(*args)
    parts: list[Any] = []
    for index, arg in enumerate(args):
        parts.extend((["/"] if index else []) + list(as_parts(ev, arg)))
    return text(tuple(parts))


def partial(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Kwargs) -> Value:
    return PartialVal(args[0], tuple(args[1:]), dict(kwargs)) if args else ev.unknown(node, "partial")


def namespace(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Kwargs) -> Value:
    return NamespaceVal(dict(kwargs), True)


def copy_value(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Kwargs) -> Value:
    value = args[0] if args else None
    if isinstance(value, InstanceVal):
        ev.copied.setdefault(value.cls.definition.key, (frame.module, node))
        return InstanceVal(value.cls, dict(value.attributes))
    if isinstance(value, NamespaceVal):
        return NamespaceVal(dict(value.attributes), value.complete)
    if isinstance(value, ListVal):
        return ListVal(list(value.items) if value.items is not None else None, value.sym)
    if isinstance(value, DictVal):
        return DictVal(dict(value.items), value.complete)
    return Sym("copy", (value,), value.reason) if isinstance(value, Sym) else value


def namedtuple(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Kwargs) -> Value:
    fields = args[1] if len(args) > 1 else kwargs.get("field_names")
    names = fields.replace(",", " ").split() if isinstance(fields, str) else items_of(ev, fields)
    return NamedTupleVal([str(name) for name in names]) if names else ev.unknown(node, "namedtuple")


class NamedTupleVal:
    """A class made by ``collections.namedtuple``."""

    def __init__(self, fields: list[str]) -> None:
        self.fields = fields

    def call(
        self, ev: Evaluator, frame: Frame, node: ast.Call | None, args: list[Value], kwargs: Kwargs
    ) -> Value:
        """A named tuple: attributes by name."""
        return NamespaceVal({**dict(zip(self.fields, args, strict=False)), **kwargs}, True)


def nothing(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: Kwargs) -> Value:
    return None


STANDARD: dict[str, Callable[..., Value]] = {
    "len": builtin_len,
    "range": builtin_range,
    "xrange": builtin_range,
    "six.moves.xrange": builtin_range,
    "six.moves.range": builtin_range,
    "enumerate": builtin_enumerate,
    "zip": builtin_zip,
    "list": builtin_list,
    "tuple": builtin_tuple,
    "reversed": builtin_reversed,
    "sorted": builtin_sorted,
    "dict": builtin_dict,
    "collections.OrderedDict": builtin_dict,
    "str": builtin_str,
    "int": builtin_int,
    "float": pure(float),
    "bool": pure(bool),
    "isinstance": builtin_isinstance,
    "getattr": builtin_getattr,
    "hasattr": builtin_hasattr,
    "setattr": builtin_setattr,
    "callable": builtin_callable,
    "map": builtin_map,
    "sum": builtin_reduce("sum"),
    "max": builtin_reduce("max"),
    "min": builtin_reduce("min"),
    "abs": builtin_reduce("abs"),
    "round": builtin_reduce("round"),
    "pow": builtin_reduce("pow"),
    "any": builtin_any,
    "all": builtin_all,
    "print": nothing,
    "os.path.join": os_join,
    "functools.partial": partial,
    "argparse.Namespace": namespace,
    "types.SimpleNamespace": namespace,
    "copy.copy": copy_value,
    "copy.deepcopy": copy_value,
    "collections.namedtuple": namedtuple,
    **{
        f"math.{name}": pure(getattr(math, name))
        for name in ("ceil", "floor", "sqrt", "log", "exp", "log2", "pow")
    },
}
