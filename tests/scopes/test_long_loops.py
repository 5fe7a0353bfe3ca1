"""Loops in loops that train are not followed round by round: what comes after them is still seen."""

from __future__ import annotations

from tf1to2reuse.pipeline import scan
from tf1to2reuse.repo.sources import SourceFile

PROGRAM = """import tensorflow as tf


def step(session, x):
    losses = []
    for _ in range(50):
        losses.append(session.run(x))
    return sum(losses)


def probe():
    x = tf.get_variable("before", [2])
    session = tf.Session()
    for episode in range(300):
        for time in range(200):
            for part in range(100):
                step(session, x)
    for block in range(4):
        for layer in range(30):
            tf.get_variable("block%d_%d" % (block, layer), [2])
    return tf.get_variable("after", [2])
"""


def test_a_training_loop_does_not_use_up_the_budget() -> None:
    paths = [row.path for row in scan([SourceFile("m.py", PROGRAM)]).rows]
    assert paths[0] == "before"
    assert paths[1:-1] == [f"block{block}_{layer}" for block in range(4) for layer in range(30)]
    assert paths[-1] == "after"
