"""Record what TF 1.15.5 computes for the calls of ``layer_cases.py``: ``recordings/layers.npz`` and
``.json``.

Run with a TF1 interpreter: ``python tests/apis/layers/record.py``. Per call: output, gradients of the
output against a fixed cotangent for input and trainable variables, variables in creation order, and in
training the new moving statistics.
"""

import json
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
FOLDER = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, FOLDER)

import layer_cases  # noqa: E402
import numbers_for  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402


def inputs():
    names = {letter: tf.constant(numbers_for.numbers(letter, s)) for letter, s in layer_cases.INPUTS.items()}
    for letter, (shape, limit) in layer_cases.INTEGERS.items():
        names[letter] = tf.constant(numbers_for.whole_numbers(letter, shape, limit))
    return names


def gradients(output, trained):
    found = tf.gradients(
        output, trained, tf.constant(numbers_for.numbers("cotangent", output.shape.as_list()))
    )
    dense = [None if g is None else tf.convert_to_tensor(g) for g in found]
    return [(v.op.name, g) for v, g in zip(trained, dense) if g is not None]  # noqa: B905 (Python 3.7)


def load(variables, short, session):
    for variable in variables:
        name = short[variable.op.name]
        variable.load(numbers_for.value_for(name, variable.shape.as_list()), session)


def record(call, flag):
    """The facts (JSON) and the arrays of one call."""
    with tf.Graph().as_default(), tf.Session() as session:
        names = inputs()
        with tf.variable_scope("S"):
            output = eval(call, dict(names, tf=tf, train=flag))
        if isinstance(output, tuple):
            output = output[0]
        variables = tf.global_variables()
        short = {v.op.name: v.op.name[2:] for v in variables}
        given = names[call.split("(", 1)[1].split(",")[0].split(")")[0]]
        trained = tf.trainable_variables() + ([given] if given.dtype == tf.float32 else [])
        found = gradients(output, trained) if output.dtype == tf.float32 else []
        load(variables, short, session)
        arrays = {"gradient:" + short.get(name, "input"): session.run(gradient) for name, gradient in found}
        load(variables, short, session)  # updates_collections=None updates on every run
        arrays["output"], _ = session.run([output, tf.get_collection(tf.GraphKeys.UPDATE_OPS)])
        for variable in variables:
            if "moving" in variable.op.name:
                arrays["after:" + short[variable.op.name]] = session.run(variable)
        trainable = {v.op.name for v in tf.trainable_variables()}
        facts = {
            "variables": [[short[v.op.name], v.shape.as_list(), v.op.name in trainable] for v in variables],
            "static": output.shape.as_list(),
        }
        return facts, arrays


def main():
    facts, arrays = {}, {}
    for number, (call, flag) in enumerate(layer_cases.calls()):
        name = layer_cases.name_of(call, flag)
        facts[name], found = record(call, flag)
        facts[name]["number"] = number
        arrays.update({f"{number}:{key}": value for key, value in found.items()})
    folder = os.path.join(FOLDER, "recordings")
    np.savez_compressed(os.path.join(folder, "layers.npz"), **arrays)
    with open(os.path.join(folder, "layers.json"), "w") as file:
        found = {"tensorflow": tf.__version__, "calls": facts}
        json.dump(found, file, indent=1, sort_keys=True)
        file.write("\n")


if __name__ == "__main__":
    main()
