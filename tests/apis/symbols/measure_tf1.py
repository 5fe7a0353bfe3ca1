"""The expressions of ``symbol_cases.py`` become ``numbers.json``, evaluated in real TF 1.15.5.

TF1_PYTHON measure_tf1.py > numbers.json
"""

import json
import sys

import numpy as np
import symbol_cases
import tensorflow as tf

TENSORS = ("x", "m", "v", "k", "lab", "ids", "mask")


def plain(value):
    """A numpy value as JSON: dtype and rounded numbers."""
    array = np.asarray(value)
    if array.dtype.kind in "OSU":
        return {
            "dtype": "string",
            "value": [s.decode() for s in array.reshape(-1)],
            "shape": list(array.shape),
        }
    if array.dtype.kind == "c":
        array = np.stack([array.real, array.imag], -1)
    flat = array.reshape(-1)
    numbers = [float(format(n, ".8g")) for n in flat] if array.dtype.kind == "f" else flat.tolist()
    return {"dtype": str(array.dtype), "value": numbers, "shape": list(array.shape)}


def evaluate(code, values):
    """One expression in a graph of its own."""
    with tf.Graph().as_default(), tf.Session() as session:
        scope = dict(values, tf=tf, **{name: tf.constant(values[name]) for name in TENSORS})
        return plain(session.run(tf.convert_to_tensor(eval(code, scope))))


def gradient(code, argument, values):
    """The gradient of an expression of ``t``; None where TF1 says that there is none."""
    with tf.Graph().as_default(), tf.Session() as session:
        scope = dict(values, tf=tf, **{name: tf.constant(values[name]) for name in TENSORS})
        scope["t"] = scope[argument]
        made = tf.gradients(eval(code, scope), scope["t"])[0]
        return None if made is None else plain(session.run(made))


def moments(code, shape):
    """Mean, deviation, minimum and maximum of what an initializer makes."""
    with tf.Graph().as_default(), tf.Session() as session:
        tf.set_random_seed(3)
        values = session.run(eval(code, {"tf": tf})(list(shape)))
        return [float(format(n, ".6g")) for n in (values.mean(), values.std(), values.min(), values.max())]


def section(name, entries):
    """One entry a line."""
    lines = [json.dumps(key) + ": " + json.dumps(entries[key]) for key in sorted(entries)]
    return json.dumps(name) + ": {\n" + ",\n".join(lines) + "\n}"


def main():
    assert tf.__version__ == "1.15.5", tf.__version__
    values = symbol_cases.inputs(np)
    codes, starts = symbol_cases.words(symbol_cases.VALUES), symbol_cases.words(symbol_cases.INITIALIZERS)
    found = {
        "values": {code: evaluate(code, values) for code in codes},
        "gradients": {
            name: gradient(code, argument, values) for name, code, argument in symbol_cases.GRADIENTS
        },
        "initializers": {code: [moments(code, shape) for shape in symbol_cases.SHAPES] for code in starts},
    }
    sys.stdout.write("{\n" + ",\n".join(section(name, found[name]) for name in sorted(found)) + "\n}\n")


if __name__ == "__main__":
    main()
