"""What a template may not claim: found by programs on unknown arguments that TF 1.15.5 ran on several."""

from __future__ import annotations

from tf1to2reuse.pipeline import scan
from tf1to2reuse.repo.sources import SourceFile

HEAD = "import tensorflow as tf\n\n"


def rows(code: str, root: str = "m.py:build") -> dict[str, set[str]]:
    """How each path is asked for, over all lines."""
    result = scan([SourceFile("m.py", HEAD + code)])
    return {row.path: {site.how for site in row.sites} for row in result.rows if row.root == root}


def test_an_error_after_a_possible_return_is_a_condition() -> None:
    found = rows(
        "def level(x, n):\n    if n <= 0:\n        return x\n"
        "    with tf.variable_scope('same'):\n        x = tf.layers.dense(x, 3, name='bn')\n"
        "    return level(x, n - 1)\n\n"
        "def build(x, n):\n    x = level(x, n)\n    return tf.get_variable('after', [3])\n"
    )
    assert "error" in found["same/bn/kernel"]  # with n = 2
    assert found["after"] == {"created"}  # with n = 1


def test_an_error_that_nothing_precedes_is_certain() -> None:
    found = rows(
        "def twice(x):\n    tf.get_variable('w', [3])\n    tf.get_variable('w', [3])\n\n"
        "def build(x, n):\n    twice(x)\n    return tf.get_variable('after', [3])\n"
    )
    assert "after" not in found


def test_a_branch_in_a_loop_leaves_numbers_open() -> None:
    found = rows(
        "def build(x, names):\n    for name in names:\n        if name.startswith('h'):\n            pass\n"
        "        else:\n            with tf.variable_scope(None, 'dec'):\n"
        "                tf.get_variable('w', [3])\n    return x\n"
    )
    assert "dec/w" not in found  # the second round makes dec_1/w
    assert any(path.startswith("{dec_") for path in found)


def test_a_loop_without_a_branch_counts() -> None:
    found = rows(
        "def build(x, names, flag):\n    if flag:\n        x = tf.layers.conv1d(x, 3, 1)\n"
        "    for name in names:\n        x = tf.layers.dense(x, 3)\n    return x\n"
    )
    assert not any("branch" in path for path in found)


def test_a_loop_that_makes_a_variable_again_may_raise() -> None:
    code = (
        "def build(x, n):\n    try:\n        for i in range(n):\n"
        "            x = tf.layers.dense(x, 3, name={})\n"
        "    except ValueError:\n        x = tf.layers.dense(x, 3, name='other')\n    return x\n"
    )
    assert "{...}" in rows(code.format("'conv'"))
    assert "{...}" not in rows(code.format("'conv%d' % i"))
