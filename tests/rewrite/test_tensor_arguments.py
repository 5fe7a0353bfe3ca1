"""Which parameters are tensors, and so belong to ``call``."""

from __future__ import annotations

import pytest

from tf1to2reuse.pipeline import rewrite
from tf1to2reuse.repo.sources import SourceFile

CODE = """\
import tensorflow as tf


def net(ids, size):
    table = tf.get_variable("table", [size, 4])
    return {operation}
"""


@pytest.mark.parametrize(
    "operation",
    [
        "tf.nn.embedding_lookup(table, ids)",
        "tf.nn.embedding_lookup(params=table, ids=ids)",
        "tf.gather(table, ids)",
        "tf.matmul(table, ids)",
    ],
)
def test_second_argument_of_an_operation(operation: str) -> None:
    [change] = rewrite([SourceFile("m.py", CODE.format(operation=operation))]).changes
    assert "def __init__(self, size, **kwargs):" in change.after
    assert "def call(self, ids):" in change.after
