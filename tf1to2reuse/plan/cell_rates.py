"""The dropout rates of recurrent cells: what the constructor can give, and what each run has to set.

TF1's ``DropoutWrapper`` is given what it keeps where the cell is made, and that may be a placeholder, or
differ between calls that share the cell. The cell of the new code has rates that are set before a run.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from tf1to2reuse.facts.program import Definition
from tf1to2reuse.plan.arguments import call_arguments
from tf1to2reuse.plan.cell_loops import is_family, round_names
from tf1to2reuse.plan.creation import Creation
from tf1to2reuse.plan.linker import bound_names
from tf1to2reuse.plan.made_for_caller import written
from tf1to2reuse.plan.needs import CannotMoveError, Needs
from tf1to2reuse.plan.syntax import contains, in_loop_around, tests_around
from tf1to2reuse.scopes.cells import MultiCell, WrapperObject, positions
from tf1to2reuse.scopes.values import Value

Loops = frozenset[str]

KEPT = {f"{what}_keep_prob": f"{what}_rate" for what in ("input", "output", "state")}


@dataclass(frozen=True)
class Held:
    """Where a layer holds a cell: in the attribute ``head``, or in ``tail`` of each cell of that list."""

    head: str
    tail: str | None = None

    def inside(self, attribute: str) -> Held:
        """Where that cell holds another one."""
        if self.tail is None:
            return Held(f"{self.head}.{attribute}")
        return Held(self.head, f"{self.tail}.{attribute}")

    def element(self, number: int) -> Held:
        """Where a stack of cells holds one."""
        return Held(f"{self.head}.cells[{number}]")


@dataclass(frozen=True)
class LateRate:
    """A rate of a cell that is set before each run.

    ``kept`` is what TF1's code says is kept, ``test`` the condition under which there is dropout at all.
    """

    held: Held
    name: str
    kept: ast.expr
    test: ast.expr | None


def kept_parts(creation: Creation, cell: WrapperObject, site: ast.Call) -> dict[str, ast.expr]:
    """The probabilities that a dropout wrapper is given, by argument, as the function of the run has them."""
    names = tuple(parameter.name for parameter in cell.api.parameters)
    given = call_arguments(cell.node, names)
    found = {name: written(creation, cell.run, given[name], site) for name in KEPT if name in given}
    return {name: node for name, node in found.items() if node is not None}


def condition(creation: Creation, cell: WrapperObject, site: ast.Call) -> ast.expr | None:
    """The test of the ``if`` that decides whether there is a wrapper.

    Raises:
        CannotMoveError: where it is not one ``if`` without ``else``, or one ``a if test else b``.
    """
    if not cell.optional:
        return None
    function = creation.functions_around(cell.node)[0].node
    tests = [test for test in tests_around(function, cell.node) if test not in tests_around(function, site)]
    around = [n for n in ast.walk(function) if isinstance(n, ast.If) and n.test in tests and n.orelse]
    tests += [n.test for n in ast.walk(function) if isinstance(n, ast.IfExp) and contains(n.body, cell.node)]
    test = written(creation, cell.run, tests[0], site) if len(tests) == 1 else None
    if test is None or around:
        raise CannotMoveError("more than one plain condition decides whether a cell has dropout")
    return test


def is_late(creation: Creation, node: ast.expr, loops: Loops) -> bool:
    """Whether an expression is known only where the cells are run.

    A constructor that builds is split: what it keeps in the object is there only once ``call`` has run.
    """
    try:
        code = creation.code(node, Needs(), loops)
    except CannotMoveError:
        return True
    reads = ast.walk(ast.parse(code, mode="eval"))
    return creation.unit.kind == "constructor" and any(
        isinstance(read, ast.Attribute) and ast.unparse(read.value) == "self" for read in reads
    )


def late_names(creation: Creation, cell: WrapperObject, site: ast.Call, loops: Loops) -> set[str]:
    """The arguments of a dropout wrapper that each run has to set.

    Raises:
        CannotMoveError: where one of them means something else at the run.
    """
    if cell.api.name != "rnn.DropoutWrapper":
        return set()
    test = condition(creation, cell, site)
    found: set[str] = set()
    for name, node in kept_parts(creation, cell, site).items():
        parts = [node, *([test] if test is not None else [])]
        if any(is_late(creation, part, loops) for part in parts):
            found.add(name)
            for part in parts:
                check_readable(creation, part, site, loops)
    return found


def check_readable(creation: Creation, node: ast.expr, site: ast.Call, loops: Loops) -> None:
    """Checks that an expression is worth the same where the cells are run as where they are made.

    Raises:
        CannotMoveError: with the reason.
    """
    here, there = creation.functions_around(node), creation.functions_around(site)
    for name in (n for n in ast.walk(node) if isinstance(n, ast.Name)):
        text = f"`{ast.unparse(node)}`, the dropout of a cell,"
        owner = next((d for d in here if name.id in bound_names(d.node)), None)
        reader = next((d for d in there if name.id in bound_names(d.node)), None)
        if name.id in loops:
            raise CannotMoveError(f"{text} differs from cell to cell and is known only in the call")
        if owner is not reader and not is_self(creation, name.id, here, there):
            raise CannotMoveError(f"{text} means something else where the cell is run")
        stores = creation.stores(owner).get(name.id, []) if owner is reader and owner is not None else []
        if owner is not None and any(
            s.lineno >= node.lineno or in_loop_around(owner.node, s, node) for s in stores
        ):
            raise CannotMoveError(f"{text} may change before the cell is run")
    for attribute in (n for n in ast.walk(node) if isinstance(n, ast.Attribute)):
        if times_set(creation, attribute) > 1:
            raise CannotMoveError(f"`{ast.unparse(attribute)}` may change before the cell is run")


def times_set(creation: Creation, attribute: ast.Attribute) -> int:
    """How many lines of a module may set an attribute; one of ``self`` is another class's elsewhere."""
    own = set(creation.unit.nodes)
    return sum(
        isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and node.attr == attribute.attr
        and (node in own or ast.unparse(node.value) != "self")
        for node in creation.unit.module.nodes
    )


def is_self(creation: Creation, name: str, here: list[Definition], there: list[Definition]) -> bool:
    """Whether a name is the object in two methods of one class."""
    return all(
        any(d in creation.unit.body and d.is_method and d.parameters()[:1] == [name] for d in around)
        for around in (here, there)
    )


def late_rates(creation: Creation, cell: Value, held: Held, site: ast.Call, loops: Loops) -> list[LateRate]:
    """The rates to set before a run, in a cell and in those that it holds."""
    if isinstance(cell, MultiCell):
        return rates_of_stack(creation, cell, held, site)
    if not isinstance(cell, WrapperObject):
        return []
    late = late_names(creation, cell, site, loops)
    test = condition(creation, cell, site) if late else None
    kept = kept_parts(creation, cell, site)
    own = [LateRate(held, KEPT[name], kept[name], test) for name in KEPT if name in late]
    inner = held if cell.api.name == "rnn.DeviceWrapper" else held.inside("cell")
    return [*own, *late_rates(creation, cell.cell, inner, site, loops)]


def rates_of_stack(creation: Creation, multi: MultiCell, held: Held, site: ast.Call) -> list[LateRate]:
    """The same for cells one above the other; one that stands there several times is set once."""
    if is_family(multi):
        each = Held(f"{held.head}.cells", "")
        return late_rates(creation, multi.cells[0], each, site, round_names(creation, multi))
    return [
        rate
        for number in sorted(set(positions(multi)))
        for rate in late_rates(creation, multi.cells[number], held.element(number), site, frozenset())
    ]
