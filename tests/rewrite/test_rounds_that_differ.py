"""Lists of instances whose rounds differ by a condition on the round."""

from __future__ import annotations

from textwrap import dedent, indent

import pytest

from tf1to2reuse.pipeline import rewrite
from tf1to2reuse.repo.sources import SourceFile

CODE = """\
import tensorflow as tf


def block(x, size, first=False):
    w = tf.get_variable("w", [size, size])
    return tf.matmul(x, w) if first else tf.matmul(x + 1, w)


def net(x, sizes, n, deep):
    for i in range(n):
        with tf.variable_scope("b%d" % i):
"""


def made(body: str) -> str:
    """What follows ``self.block =`` in the constructor, in one line; empty for any other form."""
    code = CODE + indent(dedent(body), " " * 12) + "\n    return x\n"
    changes = rewrite([SourceFile("m.py", code)]).changes
    text = " ".join(changes[0].after.split()) if changes else ""
    return text.partition("self.block = ")[2].partition(" def call")[0]


@pytest.mark.parametrize(
    ("body", "element"),
    [
        ("x = block(x, 4)", "Block(4)"),
        ("if i > 0:\n    x = block(x, 4)", "Block(4) if i > 0 else None"),
        ("if not i:\n    x = x + 1\nelse:\n    x = block(x, 4)", "Block(4) if i else None"),
        ("if i % 2:\n    x = x + 1\nelse:\n    x = block(x, 4)", "Block(4) if not (i % 2) else None"),
        ("if i > 0:\n    if i < n - 1:\n        x = block(x, 4)",
         "Block(4) if (i > 0) and (i < n - 1) else None"),
        ("if i == 0:\n    x = block(x, 4, True)\nelse:\n    x = block(x, 4)",
         "Block(4, True) if i == 0 else Block(4)"),
        ("if i == 0:\n    x = block(x, 4)\nelse:\n    x = block(x + 1, 4)", "Block(4)"),
        ("if i != 1:\n    if deep:\n        x = block(x, 4)", "Block(4) if i != 1 else None"),
    ],
)  # fmt: skip
def test_a_list_says_what_its_rounds_make(body: str, element: str) -> None:
    assert made(body) == f"[{element} for i in range(n)]"


@pytest.mark.parametrize(
    "body",
    [
        "if i == 2:\n    continue\nx = block(x, 4)",
        "if i == 0:\n    x = block(x, 4)\nelif i == 1:\n    x = block(x, 4, True)",
        "if tf.shape(x)[0] > i:\n    x = block(x, 4)",
    ],
)
def test_what_the_constructor_cannot_tell_is_made_in_the_call(body: str) -> None:
    assert not made(body)
