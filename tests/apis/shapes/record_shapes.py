"""Write ``expected.json``: the static shapes that TF 1.15.5 gives the calls of ``shape_cases.py``.

Run with a TF1 interpreter: ``python tests/apis/shapes/record_shapes.py``.
"""

import json
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
FOLDER = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, FOLDER)

import shape_cases as cases  # noqa: E402
import tensorflow as tf  # noqa: E402


def shape_of(value):
    if isinstance(value, (list, tuple)):
        return {"many": [shape_of(one) for one in value]}
    shape = value.get_shape()
    return None if shape.ndims is None else shape.as_list()


def record():
    expected = {}
    for call in cases.calls():
        with tf.Graph().as_default():
            names = {"tf": tf}
            for letter, shape in cases.SHAPES.items():
                names[letter] = tf.placeholder(tf.float32, shape)
            for letter, shape in cases.INTEGERS.items():
                names[letter] = tf.placeholder(tf.int32, shape)
            expected[call] = shape_of(eval(call, names))
    return expected


if __name__ == "__main__":
    with open(os.path.join(FOLDER, "expected.json"), "w") as file:
        json.dump({"tensorflow": tf.__version__, "shapes": record()}, file, indent=1, sort_keys=True)
        file.write("\n")
