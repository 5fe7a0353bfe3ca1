"""What the results of a run over time are given to, and how they are read."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from tf1to2reuse.facts.program import Definition, ModuleFacts
from tf1to2reuse.plan.model import Unit
from tf1to2reuse.plan.needs import CannotMoveError
from tf1to2reuse.plan.states import Values, state_of
from tf1to2reuse.scopes.cells import MultiCell, is_zero
from tf1to2reuse.scopes.values import StateTuple


@dataclass
class Results:
    """The names that a call's results get. ``states`` are empty where nobody reads the last state.

    ``last``: nothing but the last output is read, which is the state ``h``.
    """

    outputs: str
    states: tuple[str, ...] = ()
    last: bool = False
    reads: dict[ast.AST, str] = field(default_factory=dict)


Code = Definition | ModuleFacts


def result_targets(unit: Unit, site: ast.Call, count: int = 2) -> tuple[Code, list[ast.expr]]:
    """The function or module of a run, and what its outputs and its last state are given to.

    ``count``: how many results it has.

    Raises:
        CannotMoveError: when they are not taken apart where the call stands.
    """
    inside = next((d for d in unit.body if site in d.calls), None)
    function = inside if inside is not None else unit.module
    statement = next(
        (n for n in function.nodes if isinstance(n, ast.Assign) and n.value is site and len(n.targets) == 1),
        None,
    )
    target = statement.targets[0] if statement is not None else None
    if not isinstance(target, ast.Tuple) or len(target.elts) != count:
        names = "two names" if count == 2 else "three names"
        raise CannotMoveError(f"the outputs and the state of an RNN are not given {names} at once")
    if inside is None and any(is_read(function, state) for state in target.elts[1:]):
        raise CannotMoveError("the last state of an RNN is read outside of a function")
    return function, target.elts


def list_results(unit: Unit, site: ast.Call) -> Results:
    """The outputs of a static run in both directions, whose last states nobody reads."""
    function, (outputs, *states) = result_targets(unit, site, 3)
    if not isinstance(outputs, ast.Name | ast.Attribute):
        raise CannotMoveError("the outputs of an RNN are given to more than a name")
    if any(is_read(function, state) for state in states):
        raise CannotMoveError("the last state of a static RNN is read")
    return Results(ast.unparse(outputs))


def pair_results(unit: Unit, site: ast.Call, two: tuple[bool, ...]) -> Results:
    """The results of both directions: outputs first, then the states one by one."""
    function, (outputs, state) = result_targets(unit, site)
    bases, parts = state_names(function, state)
    reads: dict[ast.AST, str] = {}
    for direction, node in parts:
        name, around = bases[direction], function.parents[node]
        which = state_of(around, StateTuple.fields) if two[direction] else ""
        if which is None:
            text = ast.unparse(node)
            raise CannotMoveError(f"`{text}` is used as a whole: an LSTM of Keras has two states")
        reads[around if which else node] = f"{name}_{which}" if which else name
    pair = isinstance(outputs, ast.Tuple) and len(outputs.elts) == 2
    if not pair and not isinstance(outputs, ast.Name | ast.Attribute):
        raise CannotMoveError("the outputs of an RNN are given to more than names")
    text = ast.unparse(outputs).strip("()")
    if not parts:
        return Results(text)
    every = [
        f"{base}_{name}" if name else base
        for base, both in zip(bases, two, strict=True)
        for name in (("h", "c") if both else ("",))
    ]
    used = set(reads.values())
    return Results(text if pair else f"*{text}", tuple(n if n in used else "_" for n in every), reads=reads)


def state_names(function: Code, state: ast.expr) -> tuple[list[str], list[tuple[int, ast.expr]]]:
    """What the states of both directions are called, and where each is read, with the direction."""
    loads = [n for n in function.nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)]
    if isinstance(state, ast.Tuple) and all(isinstance(e, ast.Name) for e in state.elts):
        names = [ast.unparse(element) for element in state.elts]
        return names, [(names.index(n.id), n) for n in loads if n.id in names]
    if not isinstance(state, ast.Name):
        raise CannotMoveError("the states of an RNN are given to more than names")
    found: list[tuple[int, ast.expr]] = []
    for load in loads:
        around = function.parents[load] if load.id == state.id else None
        place = state_of(around, ("0", "1")) if isinstance(around, ast.Subscript) else None
        if load.id == state.id and (place is None or not isinstance(around, ast.expr)):
            raise CannotMoveError(f"`{state.id}` is used as a whole: it is a pair of states")
        if isinstance(around, ast.expr) and place is not None:
            found.append((int(place), around))
    return [f"{state.id}_fw", f"{state.id}_bw"], found


def nested_results(function: Code, outputs: str, state: ast.expr, cell: MultiCell) -> Results:
    """States of several cells come one after the other, those of each cell in a list."""
    if isinstance(state, ast.Tuple) and all(isinstance(e, ast.Name) for e in state.elts):
        if cell.family or len(state.elts) != len(cell.cells):
            raise CannotMoveError("how many states there are to take apart is not known")
        pairs = zip(map(ast.unparse, state.elts), cell.cells, strict=True)
        return Results(outputs, tuple(n if one.has_two_states else f"({n},)" for n, one in pairs))
    if not isinstance(state, ast.Name):
        raise CannotMoveError("the states of several cells are given to more than names")
    return Results(outputs, (f"*{state.id}",)) if is_read(function, state) else Results(outputs)


def is_read(function: Code, target: ast.expr) -> bool:
    """Whether a function reads a name that it gives a value here."""
    names = {node.id for node in ast.walk(target) if isinstance(node, ast.Name)}
    loads = [n for n in function.nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)]
    return any(load.id in names for load in loads)


def begins(function: Code, node: ast.Name, values: Values) -> bool:
    """Whether a name is given the zeros that a cell begins with."""
    statement = function.parents.get(node)
    return isinstance(statement, ast.Assign) and is_zero(values.get(statement.value))
