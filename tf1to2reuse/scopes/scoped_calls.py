"""Functions that the program calls inside an ``arg_scope``: evaluated on unknown arguments inside it, too."""

from __future__ import annotations

import ast

from tf1to2reuse.facts.program import Definition
from tf1to2reuse.scopes.arg_scopes import Setting
from tf1to2reuse.scopes.roots import Evaluation, below, run_generic_function
from tf1to2reuse.scopes.trace import Activation, Event


def run_inside_arg_scopes(evaluation: Evaluation) -> None:
    """Runs those functions again, callers first, inside what is set around the call nearest to a root.

    The nearest call has the fewest arguments that are known there and may differ elsewhere.
    """
    calls = {key: scoped_calls(evaluation, key) for key in evaluation.generic}
    waiting = {key for key, runs in calls.items() if runs}
    for key in sorted(waiting, key=lambda one: max(root_of(run)[1] for run in calls[one])):
        definition = calls[key][0].definition
        if definition is None or definition.parent is not None or not is_function(definition):
            continue
        runs = scoped_calls(evaluation, key)
        settled = [run for run in runs if root_key(run) not in waiting]
        forget_root(evaluation, key)
        run_generic_function(evaluation, definition, min(settled or runs, key=nearness))
        waiting.discard(key)


def is_function(definition: Definition) -> bool:
    """Whether a definition is a plain function."""
    return isinstance(definition.node, ast.FunctionDef)


def scoped_calls(evaluation: Evaluation, key: str) -> list[Activation]:
    """The calls of a function below which something counts that is set around the call."""
    own = evaluation.generic[key]
    return [run for run in evaluation.ev.activations.get(key, []) if run is not own and inherited(run)]


def inherited(run: Activation) -> list[Setting]:
    """The settings that count in a run or below, and come from outside it."""
    runs = below(run)
    inside = {id(inner) for inner in runs}
    return [
        setting
        for inner in runs
        for event in inner.events
        for setting in settings_of(event)
        if id(setting.run) not in inside
    ]


def settings_of(event: Event) -> list[Setting]:
    """All settings that count for an event."""
    return [*event.settings.values(), *[s for group in event.attached.values() for s in group.values()]]


def root_key(run: Activation) -> str:
    """The key of the function that the root of a run is one of; empty for other roots."""
    top = root_of(run)[0].definition
    return top.key if top is not None else ""


def nearness(run: Activation) -> tuple[bool, int]:
    """Sorts runs below roots on unknown arguments first, and among these the nearest to its root."""
    top, depth = root_of(run)
    return (not top.generic, depth)


def root_of(run: Activation) -> tuple[Activation, int]:
    """The outermost run of a definition above a run, and how many calls lie between."""
    depth = 0
    while run.parent is not None and run.parent.definition is not None:
        run, depth = run.parent, depth + 1
    return run, depth


def forget_root(evaluation: Evaluation, key: str) -> None:
    """Takes back the run of a function outside any ``arg_scope``: the program does not run it so."""
    old = evaluation.generic[key]
    gone = {id(run) for run in below(old)}
    evaluation.roots[:] = [root for root in evaluation.roots if root.activation is not old]
    activations = evaluation.ev.activations
    for name, runs in activations.items():
        activations[name] = [run for run in runs if id(run) not in gone]
