"""Functions that ``functools.partial`` gives something that only a call of the instance takes."""

from __future__ import annotations

from textwrap import dedent

from tf1to2reuse.pipeline import rewrite
from tf1to2reuse.repo.sources import SourceFile

TEXT = """\
    from functools import partial

    import tensorflow as tf


    def net(x, width, training=False):
        with tf.variable_scope("net"):
            return tf.layers.dropout(tf.layers.dense(x, width), training=training)


    {module}


    def model(x):
        {local}
        return made(x)
    """


def reasons(module: str, local: str) -> list[str]:
    """Why the function stays."""
    source = SourceFile("m.py", dedent(TEXT).format(module=module, local=local))
    result = rewrite([source], jobs=1, progress=None)
    return [outcome.reason for outcome in result.outcomes if outcome.function == "m.py:net"]


def test_a_partial_of_the_module_gives_the_constructor_its_arguments() -> None:
    assert reasons("made = partial(net, width=3)", "pass") == [""]
    assert "is called here by code" in reasons("made = partial(net, width=3, training=True)", "pass")[0]


def test_a_local_partial_is_written_out_where_it_is_only_called() -> None:
    assert reasons("", "made = partial(net, width=3, training=True)") == [""]
    assert "is passed on" in reasons("", "made = partial(net, width=3); keep = [made]")[0]
