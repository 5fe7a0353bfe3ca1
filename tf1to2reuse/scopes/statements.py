"""Statements: each runs in order; an unknown condition runs both arms and joins what they leave."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

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
    Value,
    ident,
)

if TYPE_CHECKING:
    from tf1to2reuse.scopes.evaluator import Evaluator, Frame

Outcome = tuple[str, Any] | None  # ("return", value), ("break", None), ("continue", None), ("raise", Raised)


def run_block(ev: Evaluator, frame: Frame, body: Sequence[ast.stmt]) -> Outcome:
    """Runs statements until one leaves the block."""
    for statement in body:
        outcome = run_statement(ev, frame, statement)
        if outcome is not None:
            return outcome
    return None


def run_to_end(ev: Evaluator, frame: Frame, body: Sequence[ast.stmt]) -> Outcome:
    """Runs a function's statements. An error after a possible return is a condition on that return."""
    from tf1to2reuse.scopes.evaluator import Raised

    try:
        return run_block(ev, frame, body)
    except Raised:
        if not frame.returns:
            raise
        ev.doubts += 1
        return None


def run_statement(ev: Evaluator, frame: Frame, node: ast.stmt) -> Outcome:
    """Runs one statement."""
    ev.tick()
    handler = HANDLERS.get(type(node))
    if handler is None:
        return None
    return handler(ev, frame, node)


@cache
def expression_evaluator() -> Callable[[Evaluator, Frame, ast.expr], Value]:
    """The function of the module that imports this one; looking it up each time costs as much as its work."""
    from tf1to2reuse.scopes.expressions import evaluate as inner

    return inner


def evaluate(ev: Evaluator, frame: Frame, node: ast.expr) -> Value:
    """Evaluates one expression."""
    return expression_evaluator()(ev, frame, node)


# -- branches ----------------------------------------------------------------------------------------


def branch(
    ev: Evaluator, frame: Frame, node: ast.AST, condition: Any, arms: list[Callable[[], Any]]
) -> Outcome:
    """Runs two arms from one state and joins the two states they leave."""
    from tf1to2reuse.scopes.evaluator import restore, snapshot

    names, graph = frame.env.names, ev.graph
    results = []
    conditions, around = list(frame.conditions), list(ev.conditions)
    for index, arm in enumerate(arms):
        frame.env.names = dict(names) if frame.definition is not None else names
        ev.graph = graph.copy()
        ev.journals.append({})
        frame.conditions = [*conditions, node]
        ev.conditions = [*around, (node, index)]
        outcome = guarded(arm)
        journal = ev.journals.pop()
        after = {key: (value, snapshot(value)) for key, (value, _) in journal.items()}
        results.append((outcome, frame.env.names, ev.graph, after))
        for key, (value, fields) in journal.items():
            restore(value, fields)
            if ev.journals and key not in ev.journals[-1]:
                ev.journals[-1][key] = (value, fields)
    frame.conditions, ev.conditions = conditions, around
    outcome = join(ev, frame, condition, results)
    falling = [index for index, result in enumerate(results) if result[0] is None]
    if outcome is None and len(falling) == 1 and any(r[0] and r[0][0] != "raise" for r in results):
        ev.conditions = [*around, (node, falling[0])]  # what follows runs only if the other arm did not leave
    return outcome


def guarded(arm: Callable[[], Any]) -> Outcome:
    """An arm's outcome, with a certain exception as an outcome."""
    from tf1to2reuse.scopes.evaluator import Raised

    try:
        return arm()  # type: ignore[no-any-return]
    except Raised as error:
        return ("raise", error)


def join(ev: Evaluator, frame: Frame, condition: Any, results: list[Any]) -> Outcome:
    """The state and outcome after a branch. An arm that raises is a condition on the other."""
    alive = [result for result in results if not (result[0] and result[0][0] == "raise")]
    if not alive:
        raise results[0][0][1]
    if len(alive) == 1:
        ev.doubts += 1
        adopt(ev, frame, alive[0])
        return alive[0][0]  # type: ignore[no-any-return]
    (left, _, _, _), (right, _, _, _) = alive
    if left is not None and right is None:
        leave(frame, left)
        merge(ev, frame, condition, alive, keep=1)
        remember(ev, frame, left)
        return None
    if right is not None and left is None:
        leave(frame, right)
        merge(ev, frame, condition, alive, keep=0)
        remember(ev, frame, right)
        return None
    merge(ev, frame, condition, alive, keep=None)
    if left is None:
        return None
    if left[0] == right[0] == "return":
        return ("return", ev.phi(condition, left[1], right[1]))
    leave(frame, left)
    return right  # type: ignore[no-any-return]


def leave(frame: Frame, outcome: Any) -> None:
    """Notes a return that happens under an unknown condition."""
    if outcome[0] == "return":
        frame.returns.append((None, outcome[1]))


def remember(ev: Evaluator, frame: Frame, outcome: Any) -> None:
    """Keeps what exists where the function may have returned for the first time."""
    if outcome[0] == "return" and frame.kept is None:
        frame.kept = (ev.graph.key, set(ev.graph.variables), set(ev.graph.opened))


def forget_certainty(ev: Evaluator, frame: Frame) -> None:
    """At the end of a function that may have returned early: what it made after that may not exist."""
    if frame.kept is None or frame.kept[0] is not ev.graph.key:
        return
    _, variables, opened = frame.kept
    for path, info in ev.graph.variables.items():
        if path not in variables:
            ev.graph.variables[path] = replace(info, condition=True)
    ev.graph.maybe |= ev.graph.opened - opened
    ev.graph.opened &= opened
    ev.graph.taken.clear()


def adopt(ev: Evaluator, frame: Frame, result: Any) -> None:
    """Makes one arm's state the state."""
    from tf1to2reuse.scopes.evaluator import restore

    _, names, graph, after = result
    frame.env.names, ev.graph = names, graph
    for value, fields in after.values():
        ev.touch(value)
        restore(value, fields)


def merge(ev: Evaluator, frame: Frame, condition: Any, results: list[Any], keep: int | None) -> None:
    """Joins two states. ``keep`` says whose Python values go on when only one arm falls through."""
    if keep is not None:
        adopt(ev, frame, results[keep])
        other = results[1 - keep][2]
    else:
        join_values(ev, frame, condition, results)
        ev.graph, other = results[0][2], results[1][2]
    join_graphs(ev, condition, other)


def join_values(ev: Evaluator, frame: Frame, condition: Any, results: list[Any]) -> None:
    """Joins local names and the fields of every object that an arm changed."""
    (_, left, _, after_left), (_, right, _, after_right) = results
    frame.env.names = left
    for name in dict.fromkeys([*left, *right]):
        if name in left and name in right:
            left[name] = ev.phi(condition, left[name], right[name])
        else:
            left[name] = left.get(name, right.get(name))
    for key in dict.fromkeys([*after_left, *after_right]):
        value = (after_left.get(key) or after_right[key])[0]
        ev.touch(value)
        first = after_left[key][1] if key in after_left else vars(value)
        second = after_right[key][1] if key in after_right else vars(value)
        join_object(ev, condition, value, dict(first), dict(second))


def join_object(
    ev: Evaluator, condition: Any, value: Any, left: dict[str, Any], right: dict[str, Any]
) -> None:
    """Joins one changed object."""
    from tf1to2reuse.scopes.evaluator import replace_names

    if isinstance(value, ListVal):
        one, two = left["items"], right["items"]
        if one is None or two is None or len(one) != len(two):
            value.sym = Sym("phi", (ident(condition), id(value), ev.counter))
            value.items = None
            appended = [arm for arm in (one, two) if arm]
            if len(appended) == 1 and len(appended[0]) == 1 and [] in (one, two):
                ev.elements[value.sym] = appended[0][0]
            elif one is None and two is not None and left["sym"] in ev.elements and not two:
                ev.elements[value.sym] = ev.elements[left["sym"]]
        else:
            value.items = [ev.phi(condition, a, b) for a, b in zip(one, two, strict=True)]
        return
    for field in ("items", "attributes", "members", "names"):
        if field in left:
            one, two = left[field], right[field]
            merged = {
                key: ev.phi(condition, one[key], two[key])
                if key in one and key in two
                else one.get(key, two.get(key))
                for key in {**one, **two}
            }
            if field == "names":
                replace_names(value, merged)
            else:
                setattr(value, field, merged)
            if isinstance(value, DictVal) and set(one) != set(two):
                value.complete = False
    if "unsettled" in left and left != right:
        value.unsettled = True
    if "reuse" in left and left["reuse"] is not right["reuse"]:
        value.reuse = ev.phi(condition, left["reuse"], right["reuse"])
        value.cause = left["cause"] or right["cause"]


def join_graphs(ev: Evaluator, condition: Any, other: Any) -> None:
    """Names opened or created in one arm only are known no longer for certain."""
    graph = ev.graph
    graph.maybe |= other.maybe | (graph.opened ^ other.opened)
    graph.opened &= other.opened
    graph.taken.clear()
    graph.maybe -= graph.opened
    for path in dict.fromkeys([*graph.variables, *other.variables]):
        one, two = graph.variables.get(path), other.variables.get(path)
        if one is None or two is None:
            info = one or two
            assert info is not None
            graph.variables[path] = type(info)(info.path, info.shape, info.trainable, info.requests, True)
        elif two.requests > one.requests:
            graph.variables[path] = two
    graph.names.join(other.names)
    graph.stored = {**other.stored, **graph.stored}
    for key in dict.fromkeys([*graph.counters, *other.counters]):
        if graph.counters.get(key) != other.counters.get(key):
            graph.counters[key] = Sym("phi", (ident(condition), "counter", key[1]))
    graph.undecided |= other.undecided
    for name in dict.fromkeys([*graph.automatic, *other.automatic]):
        first, second = graph.automatic.get(name, 0), other.automatic.get(name, 0)
        if first != second:
            graph.automatic[name] = max(first, second)
            graph.undecided.add(name)


# -- statements --------------------------------------------------------------------------------------


def run_if(ev: Evaluator, frame: Frame, node: ast.If) -> Outcome:
    test = evaluate(ev, frame, node.test)
    known = truth(ev, test)
    if known is not None:
        if frame.activation.generic:
            frame.activation.values.setdefault(node, known)
        return run_block(ev, frame, node.body if known else node.orelse)
    arms = [lambda: assume(ev, frame, node, True), lambda: assume(ev, frame, node, False)]
    return branch(ev, frame, node, test, arms)


def assume(ev: Evaluator, frame: Frame, node: ast.If, outcome: bool) -> Outcome:
    """Runs one arm with what its condition says about names: ``x is None`` and plain ``x``."""
    narrow(ev, frame, node.test, outcome)
    return run_block(ev, frame, node.body if outcome else node.orelse)


def narrow(ev: Evaluator, frame: Frame, test: ast.expr, outcome: bool) -> None:
    """Uses a condition as a fact inside its arm."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        narrow(ev, frame, test.operand, not outcome)
    elif isinstance(test, ast.Compare) and isinstance(test.left, ast.Name) and len(test.ops) == 1:
        right = test.comparators[0]
        is_none = isinstance(right, ast.Constant) and right.value is None
        same = isinstance(test.ops[0], ast.Is | ast.Eq)
        if is_none and same == outcome and test.left.id in frame.env.names:
            frame.env.names[test.left.id] = None
        elif is_none and same != outcome and test.left.id in frame.env.names:
            value = frame.env.names[test.left.id]
            options = (
                [item for item in ev.alternatives.get(value, ()) if item is not None]
                if isinstance(value, Sym)
                else []
            )
            if len(options) == 1:
                frame.env.names[test.left.id] = options[0]


FUNCTIONS = ("tf.nn.", "tf.layers.", "tf.contrib.slim.", "tf.contrib.layers.")


def truth(ev: Evaluator, value: Value) -> bool | None:
    """Python's truth of a value; None when unknown."""
    if isinstance(value, Sym):
        if value not in ev.alternatives:
            return None
        return ev.agreed(value, lambda option: None if isinstance(option, Sym) else truth(ev, option))
    if isinstance(value, ListVal):
        return bool(value.items) if value.items is not None else None
    if isinstance(value, DictVal):
        return True if value.items else (False if value.complete else None)
    if isinstance(value, External):
        return True if value.name == "tf.AUTO_REUSE" or value.name.startswith(FUNCTIONS) else None
    if isinstance(value, Tensor | NamespaceVal):
        return None if not isinstance(value, NamespaceVal) else True
    if isinstance(value, InstanceVal | FunctionVal | ClassVal | ModuleVal):
        return True
    if hasattr(value, "parts"):
        return True if any(isinstance(part, str) and part for part in value.parts) else None
    if isinstance(value, bool | int | float | str | tuple | bytes | complex) or value is None:
        return bool(value)
    return True


def run_for(ev: Evaluator, frame: Frame, node: ast.For | ast.AsyncFor) -> Outcome:
    from tf1to2reuse.scopes.loops import run_for as inner

    return inner(ev, frame, node)


def run_while(ev: Evaluator, frame: Frame, node: ast.While) -> Outcome:
    from tf1to2reuse.scopes.loops import run_while as inner

    return inner(ev, frame, node)


def run_assign(ev: Evaluator, frame: Frame, node: ast.Assign) -> Outcome:
    value = evaluate(ev, frame, node.value)
    for target in node.targets:
        assign(ev, frame, target, value)
    return None


def assign(ev: Evaluator, frame: Frame, target: ast.expr, value: Value) -> None:
    from tf1to2reuse.scopes.expressions import assign as inner

    inner(ev, frame, target, value)


def run_aug_assign(ev: Evaluator, frame: Frame, node: ast.AugAssign) -> Outcome:
    from tf1to2reuse.scopes.expressions import binary

    load = ast.copy_location(as_load(node.target), node.target)
    old, new = evaluate(ev, frame, load), evaluate(ev, frame, node.value)
    if isinstance(old, ListVal) and isinstance(node.op, ast.Add) and isinstance(new, ListVal | tuple):
        items = new.items if isinstance(new, ListVal) else list(new)
        ev.touch(old)
        if old.items is None or items is None:
            old.sym, old.items = Sym("plus", (ident(old), ident(new))), None
        else:
            old.items = [*old.items, *items]
        return None
    assign(ev, frame, node.target, binary(ev, frame, node, node.op, old, new))
    return None


def as_load(node: ast.expr) -> ast.expr:
    """The same expression, read instead of written."""
    if isinstance(node, ast.Name):
        return ast.Name(node.id, ast.Load())
    if isinstance(node, ast.Attribute):
        return ast.copy_location(ast.Attribute(node.value, node.attr, ast.Load()), node)
    assert isinstance(node, ast.Subscript)
    return ast.copy_location(ast.Subscript(node.value, node.slice, ast.Load()), node)


def run_ann_assign(ev: Evaluator, frame: Frame, node: ast.AnnAssign) -> Outcome:
    if node.value is not None:
        assign(ev, frame, node.target, evaluate(ev, frame, node.value))
    return None


def run_expr(ev: Evaluator, frame: Frame, node: ast.Expr) -> Outcome:
    evaluate(ev, frame, node.value)
    return None


def run_return(ev: Evaluator, frame: Frame, node: ast.Return) -> Outcome:
    return ("return", evaluate(ev, frame, node.value) if node.value is not None else None)


def run_raise(ev: Evaluator, frame: Frame, node: ast.Raise) -> Outcome:
    from tf1to2reuse.scopes.evaluator import Raised

    kind = "Exception"
    if node.exc is not None:
        target = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        kind = target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", kind)
    raise Raised(kind, "raised by the program", node)


def run_assert(ev: Evaluator, frame: Frame, node: ast.Assert) -> Outcome:
    """A passed assertion is a fact: ``assert len(a) == n`` gives the length of ``a``."""
    from tf1to2reuse.scopes.evaluator import Raised

    known = truth(ev, evaluate(ev, frame, node.test))
    if known is False:
        raise Raised("AssertionError", "", node)
    test = node.test
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.Eq):
        left, right = evaluate(ev, frame, test.left), evaluate(ev, frame, test.comparators[0])
        if isinstance(left, Sym) and left.op == "len":
            ev.equalities.setdefault(left, right)
        elif isinstance(right, Sym) and right.op == "len":
            ev.equalities.setdefault(right, left)
    return None


def run_function(ev: Evaluator, frame: Frame, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Outcome:
    from tf1to2reuse.scopes.calls import make_function

    made = make_function(ev, frame, node)
    frame.env.names[node.name] = made
    if ev.generic and isinstance(made, FunctionVal):
        ev.closures[made.definition.key] = made
    return None


def run_class(ev: Evaluator, frame: Frame, node: ast.ClassDef) -> Outcome:
    from tf1to2reuse.scopes.calls import make_class

    frame.env.names[node.name] = make_class(ev, frame, node)
    return None


def run_try(ev: Evaluator, frame: Frame, node: ast.Try) -> Outcome:
    from tf1to2reuse.scopes.tries import run_try as inner

    return inner(ev, frame, node)


def run_with(ev: Evaluator, frame: Frame, node: ast.With | ast.AsyncWith) -> Outcome:
    from tf1to2reuse.scopes.contexts import run_with as inner

    return inner(ev, frame, node)


def run_import(ev: Evaluator, frame: Frame, node: ast.Import) -> Outcome:
    from tf1to2reuse.scopes.imports import import_modules

    import_modules(ev, frame, node)
    return None


def run_import_from(ev: Evaluator, frame: Frame, node: ast.ImportFrom) -> Outcome:
    from tf1to2reuse.scopes.imports import import_names

    import_names(ev, frame, node)
    return None


def run_delete(ev: Evaluator, frame: Frame, node: ast.Delete) -> Outcome:
    from tf1to2reuse.scopes.deletions import delete

    for target in node.targets:
        delete(ev, frame, target)
    return None


def run_global(ev: Evaluator, frame: Frame, node: ast.Global | ast.Nonlocal) -> Outcome:
    declared = frame.env.names.setdefault("<global>", set())
    declared.update(node.names)
    return None


HANDLERS: dict[type, Callable[..., Outcome]] = {
    ast.If: run_if,
    ast.For: run_for,
    ast.AsyncFor: run_for,
    ast.While: run_while,
    ast.Assign: run_assign,
    ast.AugAssign: run_aug_assign,
    ast.AnnAssign: run_ann_assign,
    ast.Expr: run_expr,
    ast.Return: run_return,
    ast.Raise: run_raise,
    ast.Assert: run_assert,
    ast.FunctionDef: run_function,
    ast.AsyncFunctionDef: run_function,
    ast.ClassDef: run_class,
    ast.Try: run_try,
    ast.With: run_with,
    ast.AsyncWith: run_with,
    ast.Import: run_import,
    ast.ImportFrom: run_import_from,
    ast.Delete: run_delete,
    ast.Global: run_global,
    ast.Nonlocal: run_global,
    ast.Break: lambda ev, frame, node: ("break", None),
    ast.Continue: lambda ev, frame, node: ("continue", None),
}
