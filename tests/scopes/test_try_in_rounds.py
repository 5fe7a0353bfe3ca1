"""A ``try`` in rounds whose number is not known: what the first round makes, the second may fail to make."""

from __future__ import annotations

from tf1to2reuse.pipeline import scan
from tf1to2reuse.repo.sources import SourceFile

PROGRAM = """\
import tensorflow as tf


def build(x, names):
    for {loop}:
        try:
            with tf.variable_scope("level"{reuse}):
                x = tf.layers.dense(x, 3, name={name})
        except ValueError:
            with tf.variable_scope("again"):
                x = tf.layers.dense(x, 3, name="d")
    return x
"""


def gaps(loop: str, name: str = '"d"', reuse: str = "") -> list[str]:
    """Why something is unresolved."""
    text = PROGRAM.format(loop=loop, name=name, reuse=reuse)
    rows = scan([SourceFile("m.py", text)]).rows
    return [row.reason for row in rows for site in row.sites if site.how == "unresolved"]


def test_a_later_round_may_raise() -> None:
    assert gaps("name in names") == ["whether the try statement at line 6 raises is not known"]


def test_names_of_the_rounds_differ() -> None:
    assert not gaps("name in names", name="name")


def test_reuse_raises_in_no_round() -> None:
    assert not gaps("name in names", reuse=", reuse=tf.AUTO_REUSE")


def test_rounds_that_are_known_are_followed() -> None:
    assert not gaps("name in ('a', 'b')")
