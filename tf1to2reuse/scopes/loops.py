"""Loops: unrolled when the sequence is known; otherwise one symbolic round stands for all of them.

In a symbolic round automatic layer numbers are ``start + round * step``: a first trial round finds the step.
"""

from __future__ import annotations

import ast
from math import prod
from typing import TYPE_CHECKING, Any

from tf1to2reuse.scopes.statements import Outcome, assign, branch, evaluate, run_block, truth
from tf1to2reuse.scopes.store import plus, times
from tf1to2reuse.scopes.values import DictVal, ListVal, Path, StateList, StateTuple, Sym, Tensor, Value, ident

if TYPE_CHECKING:
    from tf1to2reuse.scopes.evaluator import Evaluator, Frame

UNROLL_BUDGET = 600
NESTED_BUDGET = 2_000  # rounds of loops in loops: more than that trains a model and builds none
SMALL = 20


def items_of(ev: Evaluator, value: Value) -> list[Value] | None:
    """The items of a sequence of known length, else None."""
    if isinstance(value, ListVal):
        return value.items
    if isinstance(value, tuple):
        return None if isinstance(value, StateList) and value.family else list(value)
    if isinstance(value, range):
        return list(value) if len(value) <= UNROLL_BUDGET else None
    if isinstance(value, str):
        return list(value)
    if isinstance(value, DictVal) and value.complete:
        return list(value.items)
    return None


def run_for(ev: Evaluator, frame: Frame, node: ast.For | ast.AsyncFor) -> Outcome:
    """A ``for`` statement."""
    iterable = evaluate(ev, frame, node.iter)
    items = items_of(ev, iterable)
    if items is None:
        count = length(ev, iterable)
        if not isinstance(count, int) or isinstance(count, bool) or count > UNROLL_BUDGET:
            return symbolic_rounds(ev, frame, node, iterable)
        items = [item_at(ev, iterable, number) for number in range(count)]  # an assertion told the length
    if len(items) > SMALL and prod(ev.unrolled, start=len(items)) > NESTED_BUDGET:
        return symbolic_rounds(ev, frame, node, iterable)
    conditions = ev.conditions
    ev.unrolled.append(len(items))
    try:
        outcome = known_rounds(ev, frame, node, items)
    finally:
        ev.unrolled.pop()
    ev.conditions = conditions
    return outcome


def known_rounds(ev: Evaluator, frame: Frame, node: ast.For | ast.AsyncFor, items: list[Value]) -> Outcome:
    """One round for each item."""
    for index, item in enumerate(items):
        frame.loops.append((node, index))
        try:
            assign(ev, frame, node.target, item)
            outcome = run_block(ev, frame, node.body)
        finally:
            frame.loops.pop()
        if outcome is not None and outcome[0] == "break":
            return None
        if outcome is not None and outcome[0] != "continue":
            return outcome
    return run_block(ev, frame, node.orelse)


def symbolic_rounds(ev: Evaluator, frame: Frame, node: ast.For | ast.AsyncFor, iterable: Value) -> Outcome:
    """One round with an unknown index, entered with the state that any round may start from."""
    count = length(ev, iterable)
    place = (frame.module.file, node.lineno, node.col_offset)
    index = Sym("iter", (ident(count), *place, node_label(node)))  # one loop over as many items has one index

    def one_round(number: Any) -> Outcome:
        frame.loops.append((node, number))
        try:
            assign(ev, frame, node.target, item_at(ev, iterable, number))
            return run_block(ev, frame, node.body)
        finally:
            frame.loops.pop()

    return repeat(ev, frame, node, one_round, index, count)


def repeat(ev: Evaluator, frame: Frame, node: ast.AST, one_round: Any, index: Sym, count: Any) -> Outcome:
    """One round stands for all."""
    ev.moment += 1
    ev.rounds.append(ev.moment)
    try:
        return two_rounds(ev, frame, node, one_round, index, count)
    finally:
        ev.rounds.pop()


def two_rounds(ev: Evaluator, frame: Frame, node: ast.AST, one_round: Any, index: Sym, count: Any) -> Outcome:
    """Finds how counters move in a round, then evaluates the round that stands for all."""
    from tf1to2reuse.scopes.evaluator import restore

    events, logged = len(frame.activation.events), len(ev.log)
    opened, counters = set(ev.graph.opened), dict(ev.graph.counters)
    graph = ev.graph.copy()
    names = dict(frame.env.names)
    undecided: set[Any] = set()

    def observed() -> Outcome:
        around, ev.graph.undecided = ev.graph.undecided, set()
        result = trial(one_round, index)
        undecided.update(ev.graph.undecided)
        ev.graph.undecided |= around
        return result

    ev.journals.append({})
    outcome = branch(ev, frame, node, index, [observed, lambda: None])
    touched = ev.journals.pop()
    for one, entry in touched.items() if ev.journals else ():
        ev.journals[-1].setdefault(one, entry)
    if (
        len(frame.activation.events) == events
        and len(ev.log) == logged
        and ev.graph.automatic == graph.automatic
    ):
        return outcome if outcome and outcome[0] == "return" else None  # nothing here asks for variables
    for value, fields in touched.values():
        if "unsettled" in fields:  # which scope an object has is decided anew in the round that counts
            restore(value, fields)
    trial_graph = ev.graph
    del frame.activation.events[events:], ev.log[logged:]
    steps = counter_steps(graph.automatic, opened, counters, trial_graph.automatic, undecided)
    changed = {name for name, value in frame.env.names.items() if name in names and value is not names[name]}
    ev.graph = graph
    if frame.definition is not None:
        frame.env.names = names
    for name in changed:
        if not isinstance(names[name], ListVal):
            names[name] = carried(ev, names[name], name, index)
    for key, (start, step) in steps.items():
        ev.graph.counters[key] = plus(start, times(index, step))
    outcome = branch(ev, frame, node, index, [lambda: trial(one_round, index), lambda: None])
    for key, (start, step) in steps.items():
        ev.graph.counters[key] = plus(start, times(count, step))
    return outcome if outcome and outcome[0] == "return" else None


def trial(one_round: Any, number: Any) -> Outcome:
    """A round whose ``break`` and ``continue`` end it."""
    outcome: Outcome = one_round(number)
    return None if outcome and outcome[0] in ("break", "continue") else outcome


def carried(ev: Evaluator, value: Value, name: str, index: Sym) -> Value:
    """A value that a loop passes from round to round: a tensor stays a tensor, the rest is unknown."""
    if isinstance(value, Tensor):
        return Tensor(None, value.dtype)
    if isinstance(value, StateList):
        return StateList([carried(ev, part, name, index) for part in value], value.family)
    if isinstance(value, StateTuple):
        return StateTuple([carried(ev, part, name, index) for part in value])
    sym = Sym("carried", (name, index))
    if ev.is_tensor(value):
        ev.tensorish.add(sym)
    return sym


def counter_steps(
    before: dict[tuple[Path, str], int],
    opened: set[Path],
    counters: dict[Any, Any],
    after: dict[tuple[Path, str], int],
    undecided: set[Any],
) -> dict[tuple[Path, str], tuple[Any, Any]]:
    """For every automatic name that a round opens: the number it starts from and how many it adds, which is
    not known where a branch in the round decides it."""
    steps: dict[tuple[Path, str], tuple[Any, Any]] = {}
    fresh: dict[tuple[Path, str], int] = {}
    for (scope, base), number in after.items():
        start = before.get((scope, base), 0)
        if number > start:
            fresh[scope, base] = number - start
    for key, step in fresh.items():
        unknown = Sym("names", (key,), "a branch decides how many came before")
        added = unknown if key in undecided else step
        steps[key] = (counters.get(key, next_number(opened, key)), added)
    return steps


def next_number(opened: set[Path], key: tuple[Path, str]) -> int:
    """The number that TF1 gives the next unnamed layer of that base in that scope."""
    from tf1to2reuse.scopes.values import join

    number = 0
    scope, base = key
    while join(scope, (base if number == 0 else f"{base}_{number}",)) in opened:
        number += 1
    return number


def run_while(ev: Evaluator, frame: Frame, node: ast.While) -> Outcome:
    """A ``while`` statement, unrolled as long as its condition is known."""
    for round_number in range(0 if isinstance(node.test, ast.Constant) else UNROLL_BUDGET):
        known = truth(ev, evaluate(ev, frame, node.test))
        if known is False:
            return run_block(ev, frame, node.orelse)
        if known is None or round_number == UNROLL_BUDGET - 1:
            break
        frame.loops.append((node, round_number))
        try:
            outcome = run_block(ev, frame, node.body)
        finally:
            frame.loops.pop()
        if outcome is not None and outcome[0] == "break":
            return None
        if outcome is not None and outcome[0] != "continue":
            return outcome
    index = Sym("iter", (node_label(node), "round"))

    def one_round(number: Any) -> Outcome:
        frame.loops.append((node, number))
        try:
            return run_block(ev, frame, node.body)
        finally:
            frame.loops.pop()

    return repeat(ev, frame, node, one_round, index, Sym("rounds", (node_label(node),)))


def node_label(node: ast.AST) -> str:
    """A name for a loop's index: its target when that is one name."""
    target = getattr(node, "target", None)
    if isinstance(target, ast.Tuple) and target.elts:
        target = target.elts[0]
    return target.id if isinstance(target, ast.Name) else f"line {getattr(node, 'lineno', '?')}"


def length(ev: Evaluator, value: Value) -> Any:
    """``len(value)``, as a number or an unknown."""
    items = items_of(ev, value)
    if items is not None:
        return len(items)
    if isinstance(value, Sym) and value.op == "range":
        start, stop, step = value.args
        if step == 1 and start == 0:
            return stop
        return Sym("len", (value,))
    if isinstance(value, Sym) and value.op == "enumerate":
        return value_length(ev, value.args[0])
    return value_length(ev, ident(value))


def value_length(ev: Evaluator, identity: Any) -> Any:
    """The length of what ``identity`` stands for, after what assertions have said."""
    sym = Sym("len", (identity,))
    if sym in ev.equalities or not isinstance(identity, Sym):
        return ev.equalities.get(sym, sym)
    if identity.op == "list-of":
        return len(identity.args)
    if identity.op == "concat":
        return plus(value_length(ev, identity.args[0]), value_length(ev, identity.args[1]))
    if identity.op in ("list", "tuple", "reversed", "sorted") and identity.args:
        return value_length(ev, identity.args[0])
    if identity.op == "item" and isinstance(identity.args[1], Sym) and identity.args[1].op == "slice-of":
        return slice_length(ev, identity.args[0], identity.args[1].args) or sym
    return sym


def slice_length(ev: Evaluator, owner: Any, bounds: tuple[Any, ...]) -> Any:
    """The length of ``owner[:-k]`` and ``owner[k:]`` where ``owner`` certainly has ``k`` items; else None."""
    start, stop, step = bounds
    whole = value_length(ev, owner)
    sure = (
        whole.args[1]
        if isinstance(whole, Sym) and whole.op == "plus" and isinstance(whole.args[1], int)
        else 0
    )
    if step is not None:
        return None
    if start is None and isinstance(stop, int) and -sure <= stop < 0:
        return plus(whole, stop)
    if stop is None and isinstance(start, int) and 0 < start <= sure:
        return plus(whole, -start)
    return None


def item_at(ev: Evaluator, iterable: Value, index: Any) -> Value:
    """The item of an unknown sequence in the round ``index``."""
    if isinstance(iterable, Sym) and iterable.op == "range":
        start, _, step = iterable.args
        return plus(start, index if step == 1 else Sym("times", (index, step)))
    if isinstance(iterable, Sym) and iterable.op == "enumerate":
        inner, start = iterable.args
        return (plus(start, index), Sym("item", (inner, index)))
    if isinstance(iterable, Sym) and iterable.op == "zip":
        return tuple(Sym("item", (inner, index)) for inner in iterable.args)
    value = Sym("item", (ident(iterable), index))
    if ev.is_tensor(iterable):
        ev.tensorish.add(value)
    return value
