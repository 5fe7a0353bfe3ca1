"""Templates of a very large program: every function by itself, in several processes where systems fork.

What a function's run needs of others is what those that it calls came to: whether they ask for variables,
and whether they return what makes some. So functions are run in rounds, each behind all that it calls, and
those of one round do not depend on each other. The listing is the same for any number of processes.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from tf1to2reuse.facts.interest import Interest
from tf1to2reuse.facts.program import Definition
from tf1to2reuse.scopes.roots import Evaluation, ListedRoot, Root, covered_by, is_covered, run_generic
from tf1to2reuse.scopes.shallow import gives_maker

SHARES = 3  # of a round, for each process: they take different times
LEAST = 4  # functions of a share

_state: tuple[Evaluation, dict[str, Definition]] | None = None


@dataclass(frozen=True)
class Outcomes:
    """The functions whose own run asked for no variable, and those that return what makes some."""

    silent: frozenset[str]
    givers: frozenset[str]


@dataclass(frozen=True)
class Share:
    """What one process found out: each function's listing, by its key, and what callers have to know."""

    listings: dict[str, list[ListedRoot]]
    outcomes: Outcomes


def run_apart(evaluation: Evaluation, generic: dict[str, Definition], jobs: int) -> None:
    """Runs what no concrete root went through, callees first and without following calls.

    With one process the roots are kept; with several, what is listed of them.
    """
    evaluation.ev.shallow = True
    covered = covered_by(evaluation.roots)
    keys = [
        key
        for key in reversed(evaluation.ev.interest.callers_first(generic))
        if generic[key].parent is None and not is_covered(generic[key], generic, covered)
    ]
    if jobs < 2 or "fork" not in multiprocessing.get_all_start_methods():
        for key in keys:
            before = len(evaluation.roots)
            run_generic(evaluation, generic[key])
            keep(evaluation, outcomes(evaluation, evaluation.roots[before:]))
        return
    global _state
    _state = (evaluation, generic)
    listings: dict[str, list[ListedRoot]] = {}
    try:
        with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("fork")) as pool:
            for keys_of_round in rounds(evaluation.ev.interest, generic, keys):
                known = Outcomes(frozenset(evaluation.ev.silent), frozenset(evaluation.ev.givers))
                shares = list(divided(keys_of_round, generic, jobs * SHARES))
                for share in pool.map(run_share, shares, [known] * len(shares)):
                    listings.update(share.listings)
                    keep(evaluation, share.outcomes)
    finally:
        _state = None
    evaluation.listed = [root for key in keys for root in listings[key]]


def run_share(keys: Sequence[str], known: Outcomes) -> Share:
    """Some functions of one round, in a process that was forked when the modules had run."""
    from tf1to2reuse.scopes.ledger import listed

    assert _state is not None
    evaluation, generic = _state
    evaluation.ev.silent, evaluation.ev.givers = set(known.silent), set(known.givers)
    evaluation.roots = []
    listings = {}
    for key in keys:
        before = len(evaluation.roots)
        run_generic(evaluation, generic[key])
        listings[key] = [listed(evaluation, root) for root in evaluation.roots[before:]]
    return Share(listings, outcomes(evaluation, evaluation.roots))


def outcomes(evaluation: Evaluation, roots: Iterable[Root]) -> Outcomes:
    """What callers have to know of the functions that were run."""
    return Outcomes(
        frozenset(root.label for root in roots if not root.asks and not root.activation.truncated),
        frozenset(root.label for root in roots if gives_maker(evaluation.ev, root.activation.result)),
    )


def keep(evaluation: Evaluation, found: Outcomes) -> None:
    """Tells the runs that follow."""
    evaluation.ev.silent |= found.silent
    evaluation.ev.givers |= found.givers


# -- which functions depend on which -----------------------------------------------------------------------


def rounds(interest: Interest, generic: dict[str, Definition], keys: Sequence[str]) -> list[list[str]]:
    """The keys so that each round needs only earlier ones, and no function knows more than in one process.

    Where functions call each other in a circle one of them runs first there, without knowing what becomes of
    the others: these must not be in an earlier round.
    """
    position = {key: number for number, key in enumerate(keys)}
    callers = {key: set[str]() for key in keys}
    for key, definition in generic.items():
        callee = outermost(definition).key
        if callee in callers:
            found = {outermost(generic[one]).key for one in calling(interest, generic, key)}
            callers[callee] |= {one for one in found if one in position and one != callee}
    callees = {key: set[str]() for key in keys}
    for callee, found in callers.items():
        for caller in found:
            callees[caller].add(callee)
    number: dict[str, int] = {}
    for key in keys:
        needed = [number[one] + 1 for one in callees[key] if position[one] < position[key]]
        unknowing = [number[one] for one in callers[key] if position[one] < position[key]]
        number[key] = max([0, *needed, *unknowing])
    found_rounds: list[list[str]] = [[] for _ in range(max(number.values(), default=-1) + 1)]
    for key in keys:
        found_rounds[number[key]].append(key)
    return found_rounds


def calling(interest: Interest, generic: dict[str, Definition], key: str) -> Iterator[str]:
    """The definitions that may call one, by its own name or by global names and attributes that hold it."""
    pending, seen = list(interest.callers.get(key, ())), {key}
    while pending:
        one = pending.pop()
        if one in seen:
            continue
        seen.add(one)
        if one in generic:
            yield one
        else:
            pending.extend(interest.callers.get(one, ()))


def outermost(definition: Definition) -> Definition:
    """The definition at the top of its module that one stands in."""
    while definition.parent is not None:
        definition = definition.parent
    return definition


def divided(keys: Sequence[str], generic: dict[str, Definition], shares: int) -> Iterator[list[str]]:
    """The keys of a round in lists of about the same number of lines, the longest functions first."""
    number = max(1, min(shares, len(keys) // LEAST))
    lists: list[list[str]] = [[] for _ in range(number)]
    lines = [0] * number
    for key in sorted(keys, key=lambda key: -length(generic[key])):
        least = lines.index(min(lines))
        lists[least].append(key)
        lines[least] += length(generic[key])
    yield from lists


def length(definition: Definition) -> int:
    """The lines of a definition."""
    return (definition.node.end_lineno or definition.line) - definition.line + 1
