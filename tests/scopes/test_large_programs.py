"""In a very large program templates do not follow calls: every function is listed once, by itself."""

from __future__ import annotations

import pytest

from tf1to2reuse.pipeline import scan
from tf1to2reuse.repo.sources import SourceFile
from tf1to2reuse.scopes import roots

PROGRAM = """
import numpy as np
import tensorflow as tf

def libs():
    return tf.layers

def again():
    return libs()

def size(x):
    return x.shape[-1].value

def unit(x, n):
    with tf.variable_scope("unit"):
        w = tf.get_variable("w", [size(x), n])
    return tf.matmul(x, w)

def by(make, x):
    return make(x, 3)

class Tower:
    def __init__(self, n):
        self.n = n

    def run(self, x):
        with tf.variable_scope("tower"):
            return unit(x, self.n)

def net(x, name):
    def inner(y):
        return tf.get_variable("inner", [2])
    with tf.variable_scope(name):
        inner(x)
        h = unit(x, 4)
        again().Dense(4)(h)
        by(unit, h)
        return Tower(3).run(h)

def probe_net(x=np.zeros((1, 2), "float32")):
    with tf.variable_scope("p"):
        return {"y": unit(x, 3)}
"""


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[tuple[str, str]]]:
    monkeypatch.setattr(roots, "LIMIT", 0)
    found: dict[str, list[tuple[str, str]]] = {}
    for row in scan([SourceFile("m.py", PROGRAM)]).rows:
        found.setdefault(row.root, []).append((row.path, row.reason))
    return found


def test_a_function_lists_what_it_makes_itself(large: dict[str, list[tuple[str, str]]]) -> None:
    assert ("{name}/inner", "") in large["m.py:net"]


def test_what_it_calls_is_named(large: dict[str, list[tuple[str, str]]]) -> None:
    (reason,) = [reason for path, reason in large["m.py:net"] if path == "{name}/{...}"]
    assert "what unit makes is not followed from here: see m.py:unit" in reason
    assert "what by makes is not followed from here: see m.py:by" in reason  # it makes what it is given
    assert "again().Dense" in reason
    assert "what Tower makes" not in reason  # its constructor makes nothing
    assert "size" not in reason


def test_a_method_is_listed_by_itself(large: dict[str, list[tuple[str, str]]]) -> None:
    assert large["m.py:Tower.run"] == [
        ("tower/{...}", "what unit makes is not followed from here: see m.py:unit")
    ]


def test_a_probe_is_followed_all_the_way(large: dict[str, list[tuple[str, str]]]) -> None:
    assert large["m.py:probe_net"] == [("p/unit/w", "")]


def test_a_smaller_program_is_followed_from_every_template() -> None:
    rows = [row for row in scan([SourceFile("m.py", PROGRAM)]).rows if row.root == "m.py:net"]
    assert "{name}/unit/w" in [row.path for row in rows]
    assert not any("not followed" in row.reason for row in rows)
