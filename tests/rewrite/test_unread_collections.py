"""A collection that a layer fills goes where nobody reads it; where somebody may, the call is refused."""

from __future__ import annotations

import pytest

from tf1to2reuse.pipeline import rewrite
from tf1to2reuse.repo.sources import SourceFile

NETWORK = """\
import tensorflow as tf

slim = tf.contrib.slim


def network(x):
    with tf.variable_scope("a"):
        return slim.conv2d(x, 2, 3, scope="conv", {argument})


{reader}
"""


def code_of(argument: str, reader: str) -> str:
    result = rewrite([SourceFile("m.py", NETWORK.format(argument=argument, reader=reader))])
    return next(outcome.code for outcome in result.outcomes)


@pytest.mark.parametrize(
    "reader",
    [
        "",
        "def read():\n    return tf.get_collection('others')",
        "def read():\n    return tf.get_collection(tf.GraphKeys.LOSSES)",
    ],
)
@pytest.mark.parametrize("argument", ["outputs_collections='mine'", "variables_collections=['mine', 'too']"])
def test_unread_collection_goes(argument: str, reader: str) -> None:
    assert code_of(argument, reader) == ""


@pytest.mark.parametrize(
    "reader",
    [
        "def read():\n    return tf.get_collection('mine')",
        "def read():\n    return slim.utils.convert_collection_to_dict('mine')",
        "def read(key):\n    return tf.get_collection(key)",
        "def read(graph):\n    return graph.get_collection_ref(name='mine')",
        "read = tf.get_collection",
        "def read():\n    return tf.get_default_graph().get_all_collection_keys()",
    ],
)
def test_read_collection_is_refused(reader: str) -> None:
    assert code_of("outputs_collections=['mine']", reader) == "refused-outputs-collections"


@pytest.mark.parametrize("name", ["'losses'", "tf.GraphKeys.LOSSES"])
def test_collection_that_is_read_under_its_key(name: str) -> None:
    reader = "def read():\n    return tf.get_collection(tf.GraphKeys.LOSSES)"
    assert code_of(f"outputs_collections={name}", reader) == "refused-outputs-collections"


def test_collection_with_unknown_name() -> None:
    reader = "def read():\n    return tf.get_collection('others')"
    assert code_of("outputs_collections=x.name", "") == ""
    assert code_of("outputs_collections=x.name", reader) == "refused-outputs-collections"
    assert code_of("variables_collections=x.name", "") == "refused-variables-collections"


@pytest.mark.parametrize("name", ["'trainable_variables'", "'variables'"])
def test_collection_that_tensorflow_reads_is_refused(name: str) -> None:
    assert code_of(f"variables_collections=[{name}]", "") == "refused-variables-collections"
