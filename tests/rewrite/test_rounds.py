"""What a loop computes for its layers is said again in the comprehension, or left in the call."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tf1to2reuse.pipeline import rewrite
from tf1to2reuse.repo.sources import SourceFile

MODEL = """\
    import tensorflow as tf


    def net(x, width, wide=False):
        {before}
        with tf.variable_scope("net"):
            for i in {rounds}:
                {lines}
                x = tf.layers.dense(x, {argument}, name="a%d" % i)
        return x
    """


def written(lines: str, argument: str, rounds: str = "range(2)", before: str = "pass") -> str:
    """The new text."""
    text = dedent(MODEL).format(lines=lines, argument=argument, rounds=rounds, before=before)
    result = rewrite([SourceFile("m.py", text)], jobs=1, progress=None)
    return next((change.after for change in result.changes if change.path == "m.py"), "")


@pytest.mark.parametrize("rounds", ["range(2)", "range(width)", "[0, 1]"])
def test_what_a_round_computes_is_written_in_terms_of_the_round(rounds: str) -> None:
    assert "Dense(width * (i + 1), name" in written("units = width * (i + 1)", "units", rounds)
    assert "Dense((width + i) * 2," in written("units = width + i", "units * 2", rounds)
    assert "Dense(width * (i + 1)," in written("pass", "width * (i + 1)", rounds)


@pytest.mark.parametrize(
    "lines",
    ["units = units + width", "units += i", "if wide: units = width * i", "units = width * i; units += 1"],
)
def test_what_depends_on_earlier_rounds_stays_in_the_call(lines: str) -> None:
    text = written(lines, "units", before="units = 1")
    assert "for i in range(2)]" not in text
    assert not text or "tf.keras.layers.Dense, units)" in text
