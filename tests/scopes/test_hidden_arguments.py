"""Arguments that ``*`` and ``**`` hand over and that nothing is known of are not taken to be absent."""

from __future__ import annotations

import pytest

from tf1to2reuse.pipeline import rewrite, scan
from tf1to2reuse.repo.sources import SourceFile

HEAD = "import tensorflow as tf\n\n\n"


def rows(code: str) -> list[tuple[str, set[str]]]:
    """Each path with how it is asked for."""
    return [(r.path, {s.how for s in r.sites}) for r in scan([SourceFile("m.py", HEAD + code)]).rows]


def test_a_scope_that_may_reuse() -> None:
    body = "    with tf.variable_scope('s', **kw):\n        return tf.layers.dense(x, 3, name='d')\n"
    code = f"def net(x, **kw):\n{body}"
    assert rows(code) == [("s/d/kernel", {"created-or-reused"}), ("s/d/bias", {"created-or-reused"})]
    result = rewrite([SourceFile("m.py", HEAD + code)])
    assert not result.changes
    assert [one.code for one in result.outcomes] == ["refused-unmodelled"]


def test_a_scope_of_unknown_name() -> None:
    code = (
        "def net(x, *scope):\n    with tf.variable_scope(*scope):\n        return tf.get_variable('w', [2])\n"
    )
    assert rows(code) == [("{scope}/w", {"created-or-reused"})]


@pytest.mark.parametrize(
    "call",
    [
        "tf.layers.dense(x, 3, **kw)",
        "tf.layers.dense(*args)",
        "tf.get_variable('w', *args)",
        "tf.contrib.layers.fully_connected(x, 3, **kw)",
        "tf.nn.rnn_cell.LSTMCell(*args)",
        "functools.partial(tf.layers.dense, x)(**kw)",
    ],
)
def test_a_layer_whose_name_is_hidden(call: str) -> None:
    code = f"import functools\n\ndef net(x, *args, **kw):\n    return {call}\n"
    assert rows(code) == [("{...}", {"unresolved"})]


def test_what_is_known_counts() -> None:
    code = (
        "def probe(kw={'name': 'd'}):\n    return tf.layers.dense(tf.zeros([2, 3]), 3, **kw)\n\n\nprobe()\n"
    )
    assert ("d/kernel", {"created"}) in rows(code)


@pytest.mark.parametrize(
    "lines",
    [
        "grads, variables = zip(*optimizer.compute_gradients(x))",
        "first, *others = list(*x)",
        "name = os.path.join('a', *x)\n    tf.get_variable('b', [2])",
        "width = max(*x)\n    a, b = divmod(*x)",
    ],
)
def test_python_s_own_functions(lines: str) -> None:
    code = f"import os\n\ndef net(x, optimizer):\n    {lines}\n    return tf.get_variable('after', [3])\n"
    assert rows(code)[-1] == ("after", {"created"})


def test_lists_and_dictionaries_that_take_unknown_items() -> None:
    code = (
        "def net(x, *names, **more):\n    names_too = ['a']\n    names_too.extend(*names)\n"
        "    options = {'scope': 'b'}\n    options.update(**more)\n"
        "    tf.get_variable(names_too[0], [2])\n    return tf.get_variable(options.get('other', 'c'), [2])\n"
    )
    assert all("{" in path for path, _ in rows(code))


def test_a_text_that_takes_unknown_parts() -> None:
    code = "def net(x, *parts):\n    return tf.get_variable('layer_{}_{}'.format(*parts), [2])\n"
    ((path, _),) = rows(code)
    assert "{" in path
