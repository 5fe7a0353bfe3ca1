"""Several processes list of a very large program what one process lists."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tf1to2reuse.facts.interest import Interest
from tf1to2reuse.facts.program import read_program
from tf1to2reuse.pipeline import scan
from tf1to2reuse.repo.discover import discover
from tf1to2reuse.repo.sources import SourceFile
from tf1to2reuse.scopes import apart, roots

GOLDEN = Path(__file__).parent.parent / "golden"
PROGRAM = """
import tensorflow as tf

def first(x, n):
    if n > 3:
        return second(x, n)
    return tf.layers.dense(x, n, name="first")

def second(x, n, then=None):
    return third(x, n) if then is None else first

def third(x, n):
    layers = [tf.layers.dense, first]
    return second(x, n, layers)

def unit(x):
    return third(x, 4)

def library():
    return tf.layers

def silent(x):
    return x + len(tf.trainable_variables())

def user(x):
    with tf.variable_scope("user"):
        silent(x)
        library().Dense(4)(x)
"""


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> list[SourceFile]:
    """All golden programs as one, which is taken to be very large."""
    monkeypatch.setattr(roots, "LIMIT", 0)
    files = [SourceFile("program.py", PROGRAM)]
    for before in sorted(GOLDEN.glob("*/*/before")):
        folder = before.parent.name
        files += [SourceFile(f"{folder}/{s.path}", s.text) for s in discover([before], exclude=()).sources]
    assert len(files) > 50
    return files


def test_the_listing_is_the_same(large: list[SourceFile]) -> None:
    one = scan(large, jobs=1)
    assert len(one.rows) > 300
    assert len({finding.code for finding in one.findings}) > 3
    assert scan(large, jobs=2) == one
    assert scan(large, jobs=5) == one


def test_without_fork_one_process_does_it(large: list[SourceFile], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart.multiprocessing, "get_all_start_methods", lambda: ["spawn"])
    monkeypatch.setattr(apart, "ProcessPoolExecutor", None)
    assert scan(large[:1], jobs=2) == scan(large[:1], jobs=1)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30), st.permutations(range(10)))
def test_rounds(pairs: list[tuple[int, int]], order: list[int]) -> None:
    """A function runs behind the callees that come before it, and never behind one that comes later."""
    source = SourceFile("m.py", "\n".join(f"def f{n}(): ..." for n in range(10)))
    program, _ = read_program([source])
    generic = {definition.key: definition for definition in program.definitions()}
    callers: dict[str, list[str]] = {key: [] for key in generic}
    for caller, callee in pairs:
        callers[f"m.py:f{callee}"].append(f"m.py:f{caller}")
    keys = [f"m.py:f{n}" for n in order]
    found = apart.rounds(Interest(set(generic), set(), callers), generic, keys)
    assert sorted(key for keys_of_round in found for key in keys_of_round) == sorted(keys)
    number = {key: n for n, keys_of_round in enumerate(found) for key in keys_of_round}
    for callee, its_callers in callers.items():
        for caller in its_callers:
            if keys.index(callee) < keys.index(caller):
                assert number[callee] < number[caller]
            elif callee != caller:
                assert number[callee] >= number[caller]


def test_names_between_functions_are_followed() -> None:
    """``make = unit`` and an attribute that holds it stand between a function and its caller."""
    program, _ = read_program([SourceFile("m.py", "def unit(): ...\ndef net(): ...\n")])
    generic = {definition.key: definition for definition in program.definitions()}
    callers = {"m.py:unit": ["m.py:make"], "m.py:make": ["m.py:=.make"], "m.py:=.make": ["m.py:net"]}
    found = apart.rounds(Interest(set(generic), set(), callers), generic, ["m.py:unit", "m.py:net"])
    assert found == [["m.py:unit"], ["m.py:net"]]


def test_a_share_is_divided_by_lines() -> None:
    text = "def long():\n" + "    x = 1\n" * 9 + "".join(f"def f{n}():\n    ...\n" for n in range(9))
    program, _ = read_program([SourceFile("m.py", text)])
    generic = {definition.key: definition for definition in program.definitions()}
    assert isinstance(generic["m.py:long"].node, ast.FunctionDef)
    first, second = apart.divided(list(generic), generic, 2)
    assert first[0] == "m.py:long"
    assert (len(first), len(second)) == (3, 7)
