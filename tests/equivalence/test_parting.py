"""The walk back from a wrong output: where it ends, and what it passes by."""

from __future__ import annotations

from tf1to2reuse.equivalence.measured import MeasuredOperation, Print
from tf1to2reuse.equivalence.parting import parting

INPUT, WEIGHT, RIGHT, OTHER, WRONG, LAST = (((2,), (float(n), float(n))) for n in range(1, 7))
KNOWN = {INPUT, RIGHT}


def ran(kind: str, given: tuple[Print, ...], made: Print, line: str = "a.py:1") -> MeasuredOperation:
    return MeasuredOperation(kind, line, 0, given, (made,))


def found(*operations: MeasuredOperation, end: Print = LAST) -> tuple[str, str]:
    one = parting(operations, {"y": end}, ["y"], KNOWN.__contains__, frozenset({WEIGHT}))
    return (one.operation.kind, one.output) if one else ("", "")


def test_the_operation_that_got_known_values_and_gave_another() -> None:
    wrong, after = ran("Sum", (RIGHT,), WRONG), ran("Mul", (WRONG, INPUT), LAST)
    assert found(ran("Relu", (INPUT,), RIGHT), wrong, after) == ("Sum", "")


def test_steps_of_another_formula_are_passed_by() -> None:
    """What is made on the way to a known value is not wrong."""
    steps = ran("Mul", (INPUT,), OTHER), ran("Add", (OTHER,), RIGHT)
    assert found(*steps, ran("Mean", (RIGHT,), LAST)) == ("Mean", "")


def test_what_depends_on_weights_alone_is_no_start() -> None:
    scaled = ran("Mul", (WEIGHT,), OTHER)
    assert found(scaled, ran("MatMul", (INPUT, OTHER), LAST)) == ("MatMul", "")


def test_another_value_of_the_original_is_told_as_an_output() -> None:
    assert found(ran("Relu", (INPUT,), RIGHT), end=RIGHT) == ("Relu", "y")


def test_nothing_is_known_without_operations() -> None:
    assert found() == ("", "")
