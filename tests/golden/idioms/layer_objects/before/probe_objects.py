import numpy as np
import tensorflow as tf

from encoder import Encoder, Penalized, difference

IMAGES = np.random.RandomState(5).standard_normal((2, 4, 4, 1)).astype("float32")
OTHERS = np.random.RandomState(1).standard_normal((2, 4, 4, 1)).astype("float32")
ROWS = np.random.RandomState(2).standard_normal((3, 4)).astype("float32")


def probe_encoder(left=IMAGES, right=OTHERS):
    encoder = Encoder([5, 6], 2)
    one, two = encoder(left, True), encoder(right, False)
    return {"one": one, "two": two, "difference": difference(one, two, 4)}


def probe_penalized(x=ROWS):
    with tf.variable_scope("model"):
        model = Penalized(x, 4)
    return {"out": model.out, "penalty": model.penalty}


def probe_session():
    x = tf.placeholder(tf.float32, [None, 4], name="x")
    dense = tf.layers.Dense(3)
    norm = tf.layers.BatchNormalization(name="norm")
    y = norm(dense(x), training=True) + tf.layers.Dense(3, name="again")(x)
    return {"y": y * dense(2 * x)}, {x: ROWS}
