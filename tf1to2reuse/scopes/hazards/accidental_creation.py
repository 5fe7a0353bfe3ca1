"""Code that means to share makes new variables: a mistyped scope, a ``tf.Variable``, a number too high."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from tf1to2reuse.report.model import Finding, Place
from tf1to2reuse.scopes.hazards.reuse_false_inherits import passed
from tf1to2reuse.scopes.history import GraphHistory, place, place_of
from tf1to2reuse.scopes.roots import Evaluation
from tf1to2reuse.scopes.store import AUTO
from tf1to2reuse.scopes.trace import Request, ScopeStep
from tf1to2reuse.scopes.values import Path, show

CODE = "hazard-accidental-creation"
SHORTEST_WORD = 5
MOST_SIBLINGS = 60


def find(evaluation: Evaluation, graphs: list[GraphHistory]) -> Iterator[Finding]:
    """All three kinds, in concrete roots and templates alike."""
    for graph in graphs:
        yield from new_variables(graph)
        yield from mistyped(graph)
        yield from renumbered(graph)


# -- tf.Variable under reuse -----------------------------------------------------------------------------


def new_variables(graph: GraphHistory) -> Iterator[Finding]:
    """A ``tf.Variable`` line that runs again in the same scope under reuse."""
    first: dict[tuple[Any, Path], Request] = {}
    for request in graph.requests:
        if request.api != "tf.Variable":
            continue
        key = request.node, scope_path(request)
        earlier = first.setdefault(key, request)
        if earlier is not request and request.mode in (True, AUTO) and request.cause is not None:
            message = (
                f"tf.Variable is never shared: this line makes {show(request.path)} "
                f"beside {show(earlier.path)}, though the scope reuses since {place_of(request.cause)}"
            )
            yield Finding(CODE, message, place_of(request), related=(place_of(request.cause),))


def scope_path(request: Request) -> Path:
    """The variable scope around a request, without a layer's own."""
    steps = [step for step in request.trail if step.kind != "layer"]
    return steps[-1].path if steps else ()


# -- a mistyped scope under AUTO_REUSE ---------------------------------------------------------------------


def mistyped(graph: GraphHistory) -> Iterator[Finding]:
    """Two scopes whose names differ by a letter and in which the same lines create the same variables."""
    steps: dict[str, ScopeStep] = {}
    made: dict[str, set[Any]] = {}
    for request in graph.requests:
        for step in request.trail:
            if request.how == "created" and request.mode == AUTO and is_named(step):
                steps.setdefault(step.path[0], step)
                made.setdefault(step.path[0], set()).add(below(request, step.path[0]))
    alike: dict[Any, list[str]] = {}
    for name, what in made.items():
        alike.setdefault((name.rpartition("/")[0], frozenset(what)), []).append(name)
    for names in alike.values():
        for one, two in combinations(names[:MOST_SIBLINGS], 2):
            if is_typo(one.rpartition("/")[2], two.rpartition("/")[2]):
                yield typo_finding(steps[one], steps[two])


def is_named(step: ScopeStep) -> bool:
    """Whether a step opens a scope by a wholly known name."""
    known = len(step.path) == 1 and isinstance(step.path[0], str)
    return step.kind == "named" and known and isinstance(step.given, str)


def below(request: Request, scope: str) -> tuple[Any, ...]:
    """A request without its scope: the line, the name below the scope and the shape."""
    return request.node, show(request.path)[len(scope) :], str(request.shape)


def is_typo(one: str, two: str) -> bool:
    """Whether a letter was left out, put in or swapped; digits and single letters count things on purpose."""
    short, long = sorted((one, two), key=len)
    if len(short) < SHORTEST_WORD or not one.isascii() or not two.isascii():
        return False
    if len(long) == len(short) + 1:
        cut = next((i for i in range(len(short)) if short[i] != long[i]), len(short))
        return long[cut].isalpha() and short[cut:] == long[cut + 1 :] and not stands_alone(long, cut)
    if len(long) == len(short):
        differing = [i for i in range(len(short)) if short[i] != long[i]]
        swapped = len(differing) == 2 and differing[1] == differing[0] + 1
        return (
            swapped
            and [short[i] for i in differing] == [long[i] for i in reversed(differing)]
            and ("".join(short[i] for i in differing).isalpha())
        )
    return False


def stands_alone(name: str, position: int) -> bool:
    """Whether the character is a word of its own, as in ``tower_a``."""
    around = name[max(position - 1, 0) : position] + name[position + 1 : position + 2]
    return not any(character.isalpha() for character in around)


def typo_finding(one: ScopeStep, two: ScopeStep) -> Finding:
    """The report about a scope that resembles an earlier one."""
    message = (
        f'AUTO_REUSE creates everything anew in "{show(two.path)}": the same lines made the same '
        f'variables in "{show(one.path)}" for {origin(one)}'
    )
    return Finding(CODE, message, origin(two), related=(origin(one),))


def origin(step: ScopeStep) -> Place:
    """Where a scope's name was written: in the call that passed it, or at the scope itself."""
    call = step.node
    argument = call.args[0] if isinstance(call, ast.Call) and call.args else None
    parent = step.activation.parent
    given = passed(step, argument.id) if isinstance(argument, ast.Name) else None
    if isinstance(given, ast.Constant) and parent is not None and step.activation.site is not None:
        return place(parent.module, step.activation.site)
    return place_of(step)


# -- another automatic number --------------------------------------------------------------------------------


def renumbered(graph: GraphHistory) -> Iterator[Finding]:
    """An unnamed layer under AUTO_REUSE that gets another number when its scope is entered again."""
    first: dict[tuple[Any, Path], tuple[ScopeStep, list[Path]]] = {}
    again: dict[tuple[Any, ScopeStep], list[Path]] = {}
    for request in graph.requests:
        if (
            not request.automatic
            or request.mode != AUTO
            or len(request.trail) < 2
            or request.leaf != first_leaf(request)
        ):
            continue
        around = request.trail[-2]
        entry, paths = first.setdefault((request.node, around.path), (around, []))
        if entry is around:
            paths.append(request.path)
            continue
        mine = again.setdefault((request.node, around), [])
        mine.append(request.path)
        if request.how == "created" and len(mine) <= len(paths) and paths[len(mine) - 1] != request.path:
            expected = show(paths[len(mine) - 1])
            message = (
                f"this unnamed layer makes {show(request.path)} where it made {expected} "
                f"when {place_of(entry)} opened the scope: entered again at "
                f"{place_of(around)}, TensorFlow goes on counting"
            )
            yield Finding(CODE, message, place_of(request), related=(place_of(entry), place_of(around)))


def first_leaf(request: Request) -> str:
    """One variable stands for a layer: the one that every such layer has first."""
    return {"tf.layers.batch_normalization": "gamma"}.get(request.api, "kernel")
