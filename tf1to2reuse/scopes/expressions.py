"""Expressions: concrete where everything is known, structural unknowns otherwise."""

from __future__ import annotations

import ast
import builtins
import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tf1to2reuse.scopes.dtypes import FLOATING
from tf1to2reuse.scopes.loops import item_at, items_of, length
from tf1to2reuse.scopes.statements import truth
from tf1to2reuse.scopes.store import plus
from tf1to2reuse.scopes.values import (
    ClassVal,
    DictVal,
    External,
    FunctionVal,
    InstanceVal,
    ListVal,
    ModuleVal,
    NamespaceVal,
    Sym,
    Tensor,
    Text,
    Value,
    VariableName,
    ident,
    normal,
)

if TYPE_CHECKING:
    from tf1to2reuse.scopes.evaluator import Env, Evaluator, Frame

BUILTINS = {*dir(builtins), "xrange", "unicode", "basestring", "long", "raw_input"}


def evaluate(ev: Evaluator, frame: Frame, node: ast.expr) -> Value:
    """The value of an expression; generic activations keep it for the planner."""
    ev.tick()
    handler = HANDLERS.get(type(node))
    value = handler(ev, frame, node) if handler else ev.unknown(node, type(node).__name__)
    if frame.activation.generic:
        frame.activation.values[node] = value
    return value


def concrete(value: Value) -> bool:
    """Whether a value is a plain Python constant."""
    if isinstance(value, tuple):
        return all(concrete(item) for item in value)
    return value is None or isinstance(value, bool | int | float | str | bytes | complex)


# -- names and attributes ------------------------------------------------------------------------------


def name(ev: Evaluator, frame: Frame, node: ast.Name) -> Value:
    return lookup(ev, frame.env, node.id, node)


def lookup(ev: Evaluator, env: Env | None, identifier: str, node: ast.AST | None = None) -> Value:
    """What a name means here."""
    while env is not None:
        if identifier in env.names:
            return env.names[identifier]
        if env.parent is None and env.module is not None and identifier in env.module.names:
            return env.module.names[identifier]
        env = env.parent
    if identifier in BUILTINS:
        return External(f"builtins.{identifier}")
    return Sym("var", (identifier,), f"{identifier} is not defined in what was read")


def attribute(ev: Evaluator, frame: Frame, node: ast.Attribute) -> Value:
    from tf1to2reuse.scopes.attributes import get_attribute

    return get_attribute(ev, frame, node, evaluate(ev, frame, node.value), node.attr)


# -- containers ------------------------------------------------------------------------------------------


def elements(ev: Evaluator, frame: Frame, nodes: list[ast.expr]) -> list[Value] | Sym:
    """The items of a display, with ``*`` spread; a Sym when a spread sequence is unknown."""
    items: list[Value] = []
    unknown: list[Any] = []
    for element in nodes:
        if isinstance(element, ast.Starred):
            value = evaluate(ev, frame, element.value)
            spread = items_of(ev, value)
            if spread is None:
                unknown.append(ident(value))
            else:
                items.extend(spread)
        else:
            items.append(evaluate(ev, frame, element))
    if unknown:
        return Sym("display", (tuple(map(ident, items)), *unknown))
    return items


def list_display(ev: Evaluator, frame: Frame, node: ast.List | ast.Set) -> Value:
    items = elements(ev, frame, node.elts)
    return ListVal(None, items) if isinstance(items, Sym) else ListVal(items)


def tuple_display(ev: Evaluator, frame: Frame, node: ast.Tuple) -> Value:
    items = elements(ev, frame, node.elts)
    return items if isinstance(items, Sym) else tuple(items)


def dict_display(ev: Evaluator, frame: Frame, node: ast.Dict) -> Value:
    result = DictVal({})
    for key_node, value_node in zip(node.keys, node.values, strict=True):
        value = evaluate(ev, frame, value_node)
        if key_node is None:
            if isinstance(value, DictVal):
                result.items.update(value.items)
                result.complete &= value.complete
            else:
                result.complete = False
            continue
        key = evaluate(ev, frame, key_node)
        if concrete(key) or isinstance(key, Sym | Text):
            result.items[key] = value
        else:
            result.complete = False
    return result


def comprehension(ev: Evaluator, frame: Frame, node: Any) -> Value:
    """Comprehensions over known sequences are unrolled; else one symbolic item stands for all."""
    from tf1to2reuse.scopes.evaluator import Env

    saved = frame.env
    frame.env = Env({}, saved, saved.module)
    produced: list[Value] = []
    try:
        known = generate(ev, frame, node, list(node.generators), produced)
    finally:
        frame.env = saved
    if isinstance(node, ast.DictComp):
        pairs = {k: v for k, v in produced if concrete(k) or isinstance(k, Sym | Text)} if known else {}
        return DictVal(pairs, known and len(pairs) == len(produced))
    if known:
        return ListVal(produced)
    first = produced[0] if produced else None
    sym = Sym("each", (ident(first), ident(getattr(frame, "iterated", None)), node.lineno, node.col_offset))
    if produced and ev.is_tensor(first):
        ev.tensorish.add(sym)
    ev.alternatives.setdefault(Sym("element", (sym,)), (first, first))
    if produced:
        ev.elements[sym] = first
    return ListVal(None, sym)


def generate(ev: Evaluator, frame: Frame, node: Any, generators: list[Any], produced: list[Value]) -> bool:
    """Runs the loops of a comprehension; False when one of them is not known."""
    from tf1to2reuse.scopes.loops import node_label
    from tf1to2reuse.scopes.statements import assign

    if not generators:
        if isinstance(node, ast.DictComp):
            produced.append((evaluate(ev, frame, node.key), evaluate(ev, frame, node.value)))
        else:
            produced.append(evaluate(ev, frame, node.elt))
        return True
    generator, *rest = generators
    iterable = evaluate(ev, frame, generator.iter)
    items = items_of(ev, iterable)
    known = items is not None
    if items is None:
        frame.iterated = iterable  # type: ignore[attr-defined]
        items = [item_at(ev, iterable, Sym("iter", (ident(iterable), node_label(generator))))]
    for index, item in enumerate(items):
        frame.loops.append(
            (generator, index if known else Sym("iter", (ident(iterable), node_label(generator))))
        )
        try:
            assign(ev, frame, generator.target, item)
            tests = [truth(ev, evaluate(ev, frame, test)) for test in generator.ifs]
            if False in tests:
                continue
            known &= None not in tests
            known &= generate(ev, frame, node, rest, produced)
        finally:
            frame.loops.pop()
    return known


# -- operators ---------------------------------------------------------------------------------------------

OPERATORS: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.LShift: operator.lshift,
    ast.RShift: operator.rshift,
    ast.BitOr: operator.or_,
    ast.BitAnd: operator.and_,
    ast.BitXor: operator.xor,
}


def binop(ev: Evaluator, frame: Frame, node: ast.BinOp) -> Value:
    left, right = evaluate(ev, frame, node.left), evaluate(ev, frame, node.right)
    return binary(ev, frame, node, node.op, left, right)


def binary(ev: Evaluator, frame: Frame, node: ast.AST, op: ast.operator, left: Value, right: Value) -> Value:
    """A binary operator on values."""
    from tf1to2reuse.scopes.evaluator import Raised

    if concrete(left) and concrete(right):
        try:
            if isinstance(op, ast.Pow | ast.LShift) and isinstance(right, int) and right > 4096:
                return ev.unknown(node, "a large power")
            if (
                isinstance(op, ast.Mult)
                and isinstance(left, str | tuple)
                and isinstance(right, int)
                and right > 100_000
            ):
                return ev.unknown(node, "a large sequence")
            return OPERATORS[type(op)](left, right) if type(op) in OPERATORS else ev.unknown(node, "@")
        except Exception as error:  # the program's own error, for its own handlers
            raise Raised(type(error).__name__, str(error), node) from None
    if isinstance(left, Tensor) or isinstance(right, Tensor):
        return tensor_binary(ev, op, left, right)
    if isinstance(op, ast.Mod) and isinstance(left, str | Text):
        from tf1to2reuse.scopes.strings import percent

        return percent(ev, left, right)
    if isinstance(op, ast.Add):
        if isinstance(left, str | Text) or isinstance(right, str | Text):
            parts = [getattr(side, "parts", (side,)) for side in (left, right)]
            return Text(normal((*parts[0], *parts[1])))
        added = add_sequences(left, right)
        if added is not None:
            return added
    if (
        isinstance(op, ast.Mult)
        and isinstance(left, ListVal)
        and left.items is not None
        and isinstance(right, int)
    ):
        return (
            ListVal(left.items * right)
            if right < 10_000
            else ListVal(None, Sym("repeat", (ident(left), right)))
        )
    if isinstance(op, ast.Mult) and isinstance(left, ListVal):
        repeated = Sym("repeat", (ident(left), ident(right)))
        if left.items is not None and len(left.items) == 1:
            ev.elements[repeated] = left.items[0]
        return ListVal(None, repeated)
    symbol = Sym(type(op).__name__, (ident(left), ident(right)))
    if ev.is_tensor(left) or ev.is_tensor(right):
        return Tensor(None, None)
    return symbol


def add_sequences(left: Value, right: Value) -> Value:
    """``+`` of lists and tuples."""
    if isinstance(left, ListVal) and isinstance(right, ListVal):
        if left.items is not None and right.items is not None:
            return ListVal(left.items + right.items)
        return ListVal(None, Sym("concat", (ident(left), ident(right))))
    if isinstance(left, tuple) and isinstance(right, tuple):
        return left + right
    if isinstance(left, ListVal) or isinstance(right, ListVal):
        return ListVal(None, Sym("concat", (ident(left), ident(right))))
    return None


def tensor_binary(ev: Evaluator, op: ast.operator, left: Value, right: Value) -> Value:
    """An operator of tensors: the broadcast shape."""
    from tf1to2reuse.scopes.tensors import broadcast

    tensors = [side for side in (left, right) if isinstance(side, Tensor)]
    dtype = next((side.dtype for side in sorted(tensors, key=lambda side: side.array)), None)
    if isinstance(op, ast.Div) and dtype not in FLOATING:
        dtype = None  # of whole numbers it is float64
    array = all(getattr(side, "array", True) for side in (left, right))
    return Tensor(broadcast(left, right), dtype, array=array)


def unary(ev: Evaluator, frame: Frame, node: ast.UnaryOp) -> Value:
    value = evaluate(ev, frame, node.operand)
    if isinstance(node.op, ast.Not):
        known = truth(ev, value)
        return (not known) if known is not None else Sym("not", (ident(value),))
    if isinstance(value, Tensor):
        return Tensor(value.shape, value.dtype, array=value.array)
    if isinstance(value, int | float):
        return (
            -value
            if isinstance(node.op, ast.USub)
            else +value
            if isinstance(node.op, ast.UAdd)
            else ~int(value)
        )
    if ev.is_tensor(value):
        return Tensor(None)
    return Sym(type(node.op).__name__, (ident(value),))


def boolop(ev: Evaluator, frame: Frame, node: ast.BoolOp) -> Value:
    """``and`` / ``or`` with Python's values; an unknown operand leaves both possible."""
    wants = isinstance(node.op, ast.Or)
    result: Value = None
    pending: list[Value] = []
    for operand in node.values:
        result = evaluate(ev, frame, operand)
        known = truth(ev, result)
        if known is None:
            pending.append(result)
        elif known == wants:
            break
    if not pending:
        return result
    value = result
    for option in reversed(pending):
        value = (
            option if value is option else ev.phi(("or" if wants else "and", ident(option)), option, value)
        )
    return value


def compare(ev: Evaluator, frame: Frame, node: ast.Compare) -> Value:
    left = evaluate(ev, frame, node.left)
    results = []
    for op, right_node in zip(node.ops, node.comparators, strict=True):
        right = evaluate(ev, frame, right_node)
        if isinstance(op, ast.In) and isinstance(left, str) and isinstance(right, VariableName):
            ev.note("filter", "in", str(left), str(right), node, frame.module)
        results.append(compare_pair(ev, op, left, right))
        left = right
    if any(result is False for result in results):
        return False
    if all(result is True for result in results):
        return True
    return next(result for result in results if not isinstance(result, bool))


COMPARISONS: dict[type, Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def compare_pair(ev: Evaluator, op: ast.cmpop, left: Value, right: Value) -> Value:
    """One comparison: a bool, or an unknown."""
    if isinstance(op, ast.Is | ast.IsNot) or (
        (left is None or right is None) and isinstance(op, ast.Eq | ast.NotEq)
    ):
        same = identical(ev, left, right)
        if same is not None:
            return same == isinstance(op, ast.Is | ast.Eq)
    elif isinstance(op, ast.In | ast.NotIn):
        inside = contains(ev, right, left)
        if inside is not None:
            return inside == isinstance(op, ast.In)
    elif isinstance(left, Tensor) or isinstance(right, Tensor):
        from tf1to2reuse.scopes.tensors import broadcast

        return Tensor(broadcast(left, right), "bool")
    elif concrete(left) and concrete(right):
        try:
            return COMPARISONS[type(op)](left, right)
        except TypeError:
            pass
    elif isinstance(op, ast.Eq | ast.NotEq) and ident(left) == ident(right):
        return isinstance(op, ast.Eq)
    elif (
        isinstance(left, ListVal)
        and isinstance(right, ListVal)
        and left.items is not None
        and right.items is not None
        and all(concrete(item) for item in left.items + right.items)
    ):
        return COMPARISONS[type(op)](left.items, right.items)
    return Sym(type(op).__name__, (ident(left), ident(right)))


def identical(ev: Evaluator, left: Value, right: Value) -> bool | None:
    """``left is right``, where that is certain."""
    if left is None and right is None:
        return True
    for one, two in ((left, right), (right, left)):
        if one is None:
            if isinstance(two, Sym):
                return ev.agreed(two, is_none)
            return False
    if concrete(left) and concrete(right):
        return bool(left == right)
    if isinstance(left, External) and isinstance(right, External):
        return left == right
    return True if ident(left) == ident(right) else None


def is_none(value: Value) -> bool | None:
    """``value is None``; of an unknown that is not known."""
    return None if isinstance(value, Sym) else value is None


def contains(ev: Evaluator, container: Value, item: Value) -> bool | None:
    """``item in container``, where that is certain."""
    if isinstance(container, str) and isinstance(item, str):
        return item in container
    if isinstance(container, DictVal):
        if item in container.items if isinstance(item, Sym | Text) or concrete(item) else False:
            return True
        return False if container.complete and concrete(item) else None
    items = items_of(ev, container)
    if items is not None and concrete(item) and all(concrete(option) for option in items):
        return item in items
    return None


def ifexp(ev: Evaluator, frame: Frame, node: ast.IfExp) -> Value:
    test = evaluate(ev, frame, node.test)
    known = truth(ev, test)
    if known is not None:
        return evaluate(ev, frame, node.body if known else node.orelse)
    body = evaluate(ev, frame, node.body)
    return ev.phi(test, body, evaluate(ev, frame, node.orelse))


def fstring(ev: Evaluator, frame: Frame, node: ast.JoinedStr) -> Value:
    from tf1to2reuse.scopes.strings import as_parts

    parts: list[Any] = []
    for piece in node.values:
        if isinstance(piece, ast.Constant):
            parts.append(piece.value)
        else:
            assert isinstance(piece, ast.FormattedValue)
            value = evaluate(ev, frame, piece.value)
            spec = evaluate(ev, frame, piece.format_spec) if piece.format_spec else ""
            if spec:
                parts.extend(
                    [format(value, spec)]
                    if concrete(value) and isinstance(spec, str)
                    else [Sym("format", (ident(value), ident(spec)))]
                )
            else:
                parts.extend(as_parts(ev, value))
    merged = normal(tuple(parts))
    return "".join(merged) if all(isinstance(part, str) for part in merged) else Text(merged)


def subscript(ev: Evaluator, frame: Frame, node: ast.Subscript) -> Value:
    from tf1to2reuse.scopes.attributes import get_item

    return get_item(ev, frame, node, evaluate(ev, frame, node.value), evaluate(ev, frame, node.slice))


def slice_value(ev: Evaluator, frame: Frame, node: ast.Slice) -> Value:
    bounds = [
        evaluate(ev, frame, part) if part is not None else None
        for part in (node.lower, node.upper, node.step)
    ]
    if all(concrete(bound) for bound in bounds):
        return slice(*bounds)
    return Sym("slice", tuple(map(ident, bounds)))


def call(ev: Evaluator, frame: Frame, node: ast.Call) -> Value:
    from tf1to2reuse.scopes.calls import call as inner

    return inner(ev, frame, node)


def lambda_value(ev: Evaluator, frame: Frame, node: ast.Lambda) -> Value:
    from tf1to2reuse.scopes.calls import make_function

    made = make_function(ev, frame, node)
    if ev.generic and isinstance(made, FunctionVal):
        ev.closures[made.definition.key] = made
    return made


def assign(ev: Evaluator, frame: Frame, target: ast.expr, value: Value) -> None:
    """Binds a target."""
    if isinstance(target, ast.Name):
        bind_name(ev, frame, target.id, value)
    elif isinstance(target, ast.Starred):
        assign(ev, frame, target.value, value)
    elif isinstance(target, ast.Tuple | ast.List):
        unpack(ev, frame, target, value)
    elif isinstance(target, ast.Attribute):
        owner = evaluate(ev, frame, target.value)
        if isinstance(owner, InstanceVal | NamespaceVal | FunctionVal):
            ev.touch(owner)
            owner.attributes[target.attr] = value
        elif isinstance(owner, ClassVal):
            ev.touch(owner)
            owner.members[target.attr] = value
        elif isinstance(owner, ModuleVal):
            ev.touch(owner)
            owner.names[target.attr] = value
        elif isinstance(owner, Sym):
            ev.versions[owner] = ev.versions.get(owner, 0) + 1
    elif isinstance(target, ast.Subscript):
        assign_item(ev, evaluate(ev, frame, target.value), evaluate(ev, frame, target.slice), value)


def bind_name(ev: Evaluator, frame: Frame, identifier: str, value: Value) -> None:
    """Binds a local name, or the one that ``global`` and ``nonlocal`` point to."""
    if identifier in frame.env.names.get("<global>", ()):
        env = frame.env.parent
        while env is not None and identifier not in env.names and env.parent is not None:
            env = env.parent
        if env is not None:
            ev.touch(env)
            env.names[identifier] = value
            return
    frame.env.names[identifier] = value


def assign_item(ev: Evaluator, owner: Value, key: Value, value: Value) -> None:
    """``owner[key] = value``."""
    if isinstance(owner, DictVal):
        ev.touch(owner)
        if concrete(key) or isinstance(key, Sym | Text):
            owner.items[key] = value
        else:
            owner.complete = False
    elif isinstance(owner, ListVal):
        ev.touch(owner)
        if owner.items is not None and isinstance(key, int) and -len(owner.items) <= key < len(owner.items):
            owner.items = [*owner.items]
            owner.items[key] = value
        else:
            owner.sym, owner.items = Sym("changed", (ident(owner), ident(key))), None


def unpack(ev: Evaluator, frame: Frame, target: ast.Tuple | ast.List, value: Value) -> None:
    """``a, *b, c = value``."""
    from tf1to2reuse.scopes.attributes import get_item

    items = items_of(ev, value)
    star = next((i for i, t in enumerate(target.elts) if isinstance(t, ast.Starred)), None)
    count = len(target.elts)
    if items is not None and star is not None and len(items) >= count - 1:
        after = count - star - 1
        middle = ListVal(items[star : len(items) - after])
        items = [*items[:star], middle, *(items[len(items) - after :] if after else [])]
    if items is not None and len(items) == count:
        for one, item in zip(target.elts, items, strict=True):
            assign(ev, frame, one, item)
        return
    for position, one in enumerate(target.elts):
        if star is not None and position == star:
            rest = Sym("rest", (ident(value), position, count - position - 1))
            assign(ev, frame, one, ListVal(None, rest))
            continue
        index = position if star is None or position < star else position - count
        assign(ev, frame, one, get_item(ev, frame, one, value, index))


def starred(ev: Evaluator, frame: Frame, node: ast.Starred) -> Value:
    return evaluate(ev, frame, node.value)


def named(ev: Evaluator, frame: Frame, node: ast.NamedExpr) -> Value:
    value = evaluate(ev, frame, node.value)
    assign(ev, frame, node.target, value)
    return value


def yielded(ev: Evaluator, frame: Frame, node: ast.Yield | ast.YieldFrom | ast.Await) -> Value:
    frame.yields = True
    value = evaluate(ev, frame, node.value) if node.value is not None else None
    if frame.on_yield is not None:
        frame.on_yield(value)
    return ev.unknown(node, "yield")


HANDLERS: dict[type, Callable[..., Value]] = {
    ast.Constant: lambda ev, frame, node: node.value,
    ast.Name: name,
    ast.Attribute: attribute,
    ast.List: list_display,
    ast.Set: list_display,
    ast.Tuple: tuple_display,
    ast.Dict: dict_display,
    ast.ListComp: comprehension,
    ast.SetComp: comprehension,
    ast.GeneratorExp: comprehension,
    ast.DictComp: comprehension,
    ast.BinOp: binop,
    ast.UnaryOp: unary,
    ast.BoolOp: boolop,
    ast.Compare: compare,
    ast.IfExp: ifexp,
    ast.JoinedStr: fstring,
    ast.Subscript: subscript,
    ast.Slice: slice_value,
    ast.Call: call,
    ast.Lambda: lambda_value,
    ast.Starred: starred,
    ast.NamedExpr: named,
    ast.Yield: yielded,
    ast.YieldFrom: yielded,
    ast.Await: yielded,
}

__all__ = ["assign", "binary", "evaluate", "length", "lookup", "plus"]
