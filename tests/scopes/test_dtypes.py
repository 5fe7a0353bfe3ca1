"""The dtypes of operations' results, against what TensorFlow 1.15 gives them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tf1to2reuse.equivalence.record import environment
from tf1to2reuse.pipeline import scan
from tf1to2reuse.repo.sources import SourceFile
from tf1to2reuse.scopes.values import Tensor

HERE = Path(__file__).parent / "dtypes"
EXPRESSIONS = (HERE / "expressions.txt").read_text("utf-8").splitlines()
HEAD = (HERE / "head.py").read_text("utf-8")


def dtypes_found() -> dict[str, str | None]:
    """What the evaluator takes each expression's dtype to be."""
    from tf1to2reuse.facts.program import read_program
    from tf1to2reuse.scopes.evaluator import Evaluator

    lines = [f"v{number} = {code}" for number, code in enumerate(EXPRESSIONS)]
    program, broken = read_program([SourceFile("m.py", HEAD + "\n".join(lines) + "\n")])
    assert not broken
    ev = Evaluator(program)
    names = ev.module(program.modules["m.py"]).names
    assert ev.activations["m.py:"][0].truncated == ""
    found = {}
    for number, code in enumerate(EXPRESSIONS):
        value = names[f"v{number}"]
        assert isinstance(value, Tensor), code
        found[code] = value.dtype
    return found


@pytest.fixture(scope="module")
def found() -> dict[str, str | None]:
    return dtypes_found()


@pytest.mark.tf1
def test_tensorflow_agrees(tf1_python: str, found: dict[str, str | None]) -> None:
    command = [tf1_python, "-W", "ignore", "-B", str(HERE / "print_dtypes.py")]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(), check=True)
    real = json.loads(done.stdout.splitlines()[-1])
    assert set(real) == set(EXPRESSIONS)
    assert {code: dtype for code, dtype in found.items() if dtype is not None} == {
        code: real[code] for code, dtype in found.items() if dtype is not None
    }


def test_most_are_known(found: dict[str, str | None]) -> None:
    unknown = [code for code, dtype in found.items() if dtype is None]
    assert len(unknown) < 0.1 * len(found), unknown


def errors(*lines: str) -> list[str]:
    """The findings of a probe that reuses variables as it can."""
    body = "".join(f"        {line}\n" for line in lines)
    head = "def probe():\n    with tf.variable_scope('s', reuse=tf.AUTO_REUSE):\n"
    return [one.message for one in scan([SourceFile("m.py", HEAD + head + body)]).findings]


def test_a_one_hot_code_is_no_whole_number() -> None:
    """The labels that are encoded are whole numbers; what is encoded shares a layer with other inputs."""
    assert not errors("tf.layers.dense(tf.one_hot(i, 4), 3, name='d')", "tf.layers.dense(x, 3, name='d')")


def test_an_embedding_is_no_whole_number() -> None:
    embedded = "tf.contrib.layers.embed_sequence(i, 9, 4)"
    assert not errors(f"tf.layers.dense({embedded}, 3, name='d')", "tf.layers.dense(x, 3, name='d')")


def test_a_tensor_as_initializer_has_a_dtype() -> None:
    first = "tf.get_variable('a', initializer=tf.zeros([3]))"
    assert "float64 differs" in errors(first, "tf.get_variable('a', [3], dtype=tf.float64)")[0]
    assert not errors(first, "tf.get_variable('a', [3])")


def test_sizes_say_nothing_of_a_tensor() -> None:
    """What is repeated is of unknown dtype; how often it is, is a whole number."""
    wide = "tf.tile(tf.py_func(abs, [x], tf.float32), [1, tf.shape(x)[0]])"
    assert not errors(
        "tf.layers.dense(x, 3, name='d')", f"tf.layers.dense(tf.reshape({wide}, [2, 4]), 3, name='d')"
    )


def test_float_is_float32() -> None:
    """``tf.placeholder("float")`` is common in old programs."""
    given = "tf.placeholder('float', [2, 4])"
    assert not errors("tf.layers.dense(x, 3, name='d')", f"tf.layers.dense({given}, 3, name='d')")


def test_a_string_has_no_scope_s_attributes() -> None:
    code = (
        "def inner(scope):\n    return tf.get_variable('w', [2])\n\n"
        "def probe():\n    inner(1)\n    name = 'a'\n    name.reuse\n    tf.get_variable('later', [2])\n"
    )
    assert [row.path for row in scan([SourceFile("m.py", HEAD + code)]).rows] == ["w", "{...}"]
