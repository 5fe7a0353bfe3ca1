"""``slim.repeat`` and ``slim.stack`` written out as loops; calls in code that stays are left alone."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tf1to2reuse.pipeline import rewrite
from tf1to2reuse.repo.sources import SourceFile
from tf1to2reuse.report.model import RewriteResult

HEAD = """\
import tensorflow as tf

slim = tf.contrib.slim


"""


def result_of(code: str) -> RewriteResult:
    """The rewrite of one file."""
    return rewrite([SourceFile("m.py", HEAD + dedent(code))])


def test_refused_function_keeps_the_call() -> None:
    """The lines of findings behind the call are those of the file, and the other function is rewritten."""
    result = result_of("""\
        def first(net):
            net = slim.repeat(net, 2, slim.conv2d, 4, [3, 3], scope="conv1")
            return tf.contrib.layers.gdn(net)


        def second(net):
            return slim.stack(net, slim.fully_connected, [4, 5], scope="fc")


        def third(net):
            net = slim.repeat(net, 2, slim.conv2d, 4, [3, 3], scope="conv1")
            return net
        """)
    places = {outcome.function: (outcome.kind, outcome.place.line) for outcome in result.outcomes}
    assert places["m.py:first"] == ("refused", 6)
    assert places["m.py:third"] == ("lifted", 15)
    assert {finding.place.line for finding in result.findings if "gdn" in finding.message} == {8}
    text = result.changes[0].after
    assert 'net = slim.repeat(net, 2, slim.conv2d, 4, [3, 3], scope="conv1")\n    return tf.contrib' in text
    assert "for i in range(2):" in text


def test_inputs_of_another_name() -> None:
    result = result_of("""\
        def network(x):
            net = slim.repeat(x, 2, slim.conv2d, 4, [3, 3], scope="conv1")
            return net
        """)
    assert "net = x\n" in result.changes[0].after
    assert result.changes[0].before.startswith(HEAD)


@pytest.mark.parametrize(
    "call",
    [
        'slim.repeat(net, 2, lambda x, scope: slim.conv2d(x, 4, 3, scope=scope), scope="a")',
        "slim.repeat(net, 2, choose(), 4)",
        "slim.stack(net, slim.conv2d, widths)",
        "slim.repeat(*everything)",
    ],
)
def test_other_forms_are_refused(call: str) -> None:
    code = f"def network(net, widths, choose, everything):\n    net = {call}\n    return net\n"
    result = result_of(code)
    kinds = {outcome.kind for outcome in result.outcomes} | {
        "refused" for finding in result.findings if finding.code.startswith("refused")
    }
    assert kinds == {"refused"}
    assert all(call in change.after for change in result.changes)
