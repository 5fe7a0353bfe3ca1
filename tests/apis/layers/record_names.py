"""The public functions and classes of TF 1.15.5 that the catalogue is measured by, as JSON on stdout.

Run with a TF1 interpreter and kept in the package:
``python tests/apis/layers/record_names.py > tf1to2reuse/apis/layers/public_names.json``.
"""

import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import tensorflow as tf

RUNS = (
    "bidirectional_dynamic_rnn",
    "dynamic_rnn",
    "raw_rnn",
    "static_bidirectional_rnn",
    "static_rnn",
    "static_state_saving_rnn",
)


def public(module):
    """Names of everything that can be called."""
    return sorted(n for n in dir(module) if not n.startswith("_") and callable(getattr(module, n)))


def names():
    """By namespace; ``tf.contrib.slim`` has here what it does not share with ``tf.contrib.layers``."""
    layers = tf.contrib.layers
    return {
        "tf.layers": public(tf.layers),
        "tf.contrib.layers": public(layers),
        "tf.contrib.slim": [n for n in public(tf.contrib.slim) if not hasattr(layers, n)],
        "tf.contrib.rnn": public(tf.contrib.rnn),
        "tf.nn.rnn_cell": public(tf.nn.rnn_cell),
        "tf.nn": [n for n in public(tf.nn) if n in RUNS],
    }


if __name__ == "__main__":
    print(json.dumps({"tensorflow": tf.__version__, "names": names()}, indent=1, sort_keys=True))
