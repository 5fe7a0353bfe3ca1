import numpy as np
import tensorflow as tf

from encoder import Encoder, Penalized, Difference
from graph_batch_norm import GraphBatchNormalization

IMAGES = np.random.RandomState(5).standard_normal((2, 4, 4, 1)).astype("float32")
OTHERS = np.random.RandomState(1).standard_normal((2, 4, 4, 1)).astype("float32")
ROWS = np.random.RandomState(2).standard_normal((3, 4)).astype("float32")


class ProbeEncoder(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.encoder = Encoder([5, 6], 2)
        self.difference = Difference(4)

    def call(self, left=IMAGES, right=OTHERS):
        one, two = self.encoder(left, is_training=True), self.encoder(right, is_training=False)
        return {"one": one, "two": two, "difference": self.difference(one, two)}


class ProbePenalized(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.model = Penalized(4)

    def call(self, x=ROWS):
        model = self.model(x)
        return {"out": model.out, "penalty": model.penalty}


def probe_session():
    x = tf.compat.v1.placeholder(tf.float32, [None, 4], name="x")
    dense = tf.keras.layers.Dense(3)
    norm = GraphBatchNormalization(name="norm")
    again = tf.keras.layers.Dense(3, name="again")
    y = norm(dense(x), training=True) + again(x)
    return {"y": y * dense(2 * x)}, {x: ROWS}
