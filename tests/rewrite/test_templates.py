"""``tf.make_template``: written out where that is the same program, refused with a reason where it is not."""

from __future__ import annotations

import pytest

from tf1to2reuse.pipeline import rewrite
from tf1to2reuse.plan.refusals import TEMPLATE_REASON
from tf1to2reuse.repo.sources import SourceFile
from tf1to2reuse.report.model import RewriteResult

NET = """import tensorflow as tf


def net(x, units=3):
    return tf.layers.dense(x, units)


def build(x, y, flag=None):
    shared = {make}
{uses}


def probe():
    x = tf.placeholder(tf.float32, [2, 3])
    return build(x, x)
"""
PLAIN = 'tf.make_template("net", net)'


def rewritten(uses: str, make: str = PLAIN, text: str = NET) -> RewriteResult:
    lines = "\n".join(f"    {line}" for line in uses.split("\n"))
    return rewrite([SourceFile("m.py", text.replace("{make}", make).replace("{uses}", lines))])


def test_two_calls_share_a_layer() -> None:
    (change,) = rewritten("a = shared(x)\nb = shared(y)\nreturn a - b").changes
    assert "        a = self.net(x)\n        b = self.net(y)\n" in change.after
    assert "template" not in change.after


@pytest.mark.parametrize(
    ("make", "uses"),
    [
        (PLAIN, "a = shared(x)\nwith tf.variable_scope('in'):\n    b = shared(y)\nreturn a - b"),
        (PLAIN, "a, b = shared(x), shared(y)\nreturn a - b"),  # its layers have no names of their own
        (PLAIN, "a = shared(x)\nreturn a, shared.trainable_variables"),
        (PLAIN, "return [shared(one) for one in (x, y)]"),
        (PLAIN, "return list(map(shared, (x, y)))"),
        (PLAIN, "def inner(shared):\n    return shared(x)\nreturn inner(shared)"),
        (PLAIN, "return shared(x) if flag else x"),
        (PLAIN, "if tf.layers.dense(shared(x), 1) is None:\n    return y\nreturn shared(y)"),
        (PLAIN, "with tf.variable_scope('net'):\n    tf.layers.dense(x, 3)\nreturn shared(x)"),
        ('tf.make_template("net", net, unique_name_="net")', "a = shared(x)\nreturn a - shared(y)"),
        ('tf.make_template("net", net, create_scope_now_=True)', "a = shared(x)\nreturn a - shared(y)"),
        ('tf.make_template("net", lambda x: net(x))', "a = shared(x)\nreturn a - shared(y)"),
        ('tf.make_template("net", net, **{"units": 4})', "a = shared(x)\nreturn a - shared(y)"),
        ('tf.make_template(flag or "net", net)', "a = shared(x)\nreturn a - shared(y)"),
    ],
)
def test_another_program_is_refused(make: str, uses: str) -> None:
    result = rewritten(uses, make)
    found = [one for one in result.findings if one.code == "refused-template"]
    assert [one.place.line for one in found] == [9, 9] or [one.place.line for one in found] == [9], found
    assert not any("variable_scope('net'" in c.after or "AUTO_REUSE" in c.after for c in result.changes)
    assert all("make_template" in change.after for change in result.changes)


def test_another_value_of_the_name_is_refused() -> None:
    result = rewritten("if flag:\n    shared = net\nreturn shared(x)")
    assert [one.kind for one in result.outcomes] == ["refused", "refused"]


def test_a_class_whose_template_is_used_elsewhere_is_refused() -> None:
    model = (
        "import tensorflow as tf\n\n\nclass Model(object):\n    def __init__(self):\n"
        '        self.net = tf.make_template("net", self._net)\n\n'
        "    def _net(self, x):\n        return tf.layers.dense(x, 3)\n\n"
        "    def run(self, x):\n        return self.net(x)\n"
    )
    assert not rewrite(
        [SourceFile("model.py", model + "\n\ndef of(m):\n    return getattr(m, 'net')\n")]
    ).changes
    other = model.replace("Model", "Other")
    both = rewrite([SourceFile("model.py", model), SourceFile("other.py", other)])
    assert [one.kind for one in both.outcomes] == ["lifted", "lifted"]
    derived = (
        "from model import Model\n\n\nclass Child(Model):\n    def more(self):\n        return self.net\n"
    )
    assert not rewrite([SourceFile("model.py", model), SourceFile("child.py", derived)]).changes
    used = "from model import Model\n\n\ndef probe(x):\n    return Model().net(x)\n"
    alone = rewrite([SourceFile("model.py", model)])
    assert "self._net(x)" in alone.changes[0].after
    both = rewrite([SourceFile("model.py", model), SourceFile("probe.py", used)])
    assert any(one.code == "refused-template" for one in both.findings)


def test_a_function_that_stays_keeps_its_template_and_gives_its_own_reason() -> None:
    text = NET.replace("tf.layers.dense(x, units)", "tf.contrib.nothing.layer(x, units)")
    result = rewritten("a = shared(x)\nb = shared(y)\nreturn a - b", text=text)
    reasons = {one.function: one.reason for one in result.outcomes}
    assert TEMPLATE_REASON not in reasons.values()
    assert "tf.contrib.nothing.layer is not modelled" in " ".join(reasons.values())
    assert not any("variable_scope" in change.after for change in result.changes)


def test_lines_are_those_of_the_file() -> None:
    text = NET + "\n\ndef last(x):\n    return tf.contrib.nothing.layer(x)\n"
    result = rewritten("a = shared(x)\nb = shared(y)\nreturn a - b", text=text)
    written = text.replace("{uses}", "1\n2\n3").split("\n")
    line = next(number for number, one in enumerate(written, 1) if "contrib" in one)
    assert {one.place.line for one in result.findings if "contrib" in one.message} == {line}
    (change,) = result.changes
    assert change.before.count("make_template") == 1


def test_windows_line_ends_stay() -> None:
    text = NET.replace("{make}", PLAIN).replace("{uses}", "    a = shared(x)\n    return a - shared(y)")
    (change,) = rewrite([SourceFile("m.py", text.replace("\n", "\r\n"))]).changes
    assert change.after.count("\r\n") == change.after.count("\n")
