"""Record what TF 1.15.5 computes for ``rnn_cases.py``: ``recordings/rnn.npz`` and ``rnn.json``.

Run with a TF1 interpreter: ``python tests/apis/layers/record_rnn.py``.
"""

import json
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
FOLDER = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, FOLDER)

import numbers_for  # noqa: E402
import numpy as np  # noqa: E402
import rnn_cases  # noqa: E402
import tensorflow as tf  # noqa: E402
from tensorflow.python.ops import nn_ops  # noqa: E402


def record(cell, lengths):
    with tf.Graph().as_default(), tf.Session() as session:
        inputs = tf.constant(numbers_for.numbers("s", (3, 10, 6)))
        with tf.variable_scope("S"):
            made = eval(cell, {"tf": tf})
            output, state = tf.nn.dynamic_rnn(made, inputs, sequence_length=lengths, dtype=tf.float32)
        variables = tf.trainable_variables()
        cotangent = tf.constant(numbers_for.numbers("cotangent", output.shape.as_list()))
        gradients = tf.gradients(output, variables, cotangent)
        initial = constant_starts(session, variables)
        for variable in variables:
            value = numbers_for.numbers(variable.op.name[2:], variable.shape.as_list())
            variable.load(value, session)
        states = list(state) if isinstance(state, tuple) else [state]
        arrays = {"output": session.run(output)}
        arrays.update({"state:%d" % i: session.run(one) for i, one in enumerate(states)})  # noqa: UP031
        arrays.update({"initial:" + name: value for name, value in initial.items()})
        for variable, gradient in zip(variables, gradients):  # noqa: B905 (Python 3.7)
            arrays["gradient:" + variable.op.name[2:]] = session.run(gradient)
        return [[v.op.name[2:], v.shape.as_list()] for v in variables], arrays


def constant_starts(session, variables):
    """The variables that begin with the same numbers each time."""
    rounds = []
    for _ in range(2):
        session.run(tf.global_variables_initializer())
        rounds.append(session.run(variables))
    triples = zip(variables, *rounds)  # noqa: B905 (Python 3.7)
    return {v.op.name[2:]: one for v, one, other in triples if (one == other).all()}


def main():
    nn_ops.dropout_v2 = rnn_cases.not_random
    facts, arrays = {}, {}
    texts = (rnn_cases.CELLS, rnn_cases.WRAPPED, rnn_cases.DROPPING)
    cells = [line for text in texts for line in rnn_cases.lines(text)]
    for number, cell in enumerate(cells):
        for which, lengths in enumerate(rnn_cases.LENGTHS):
            names, found = record(cell, lengths)
            facts[cell] = {"number": number, "variables": names}
            arrays.update({f"{number}.{which}:{k}": v for k, v in found.items()})
    folder = os.path.join(FOLDER, "recordings")
    np.savez_compressed(os.path.join(folder, "rnn.npz"), **arrays)
    with open(os.path.join(folder, "rnn.json"), "w") as file:
        json.dump({"tensorflow": tf.__version__, "cells": facts}, file, indent=1, sort_keys=True)
        file.write("\n")


if __name__ == "__main__":
    main()
