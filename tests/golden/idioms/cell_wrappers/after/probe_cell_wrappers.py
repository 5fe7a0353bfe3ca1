import numpy as np
import tensorflow as tf

import around
from wrapped import Both, Deep, Residual

random = np.random.RandomState(4)
X = random.standard_normal((2, 4, 3)).astype("float32")
Y = random.standard_normal((2, 4, 3)).astype("float32")
LENGTHS = np.array([4, 2], "int32")


class ProbeStacks(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.around = around.Around(5)
        self.deep = around.Deep(3, 2, 1.0, True)
        self.residual = around.Residual((4, 3))

    def call(self, x=X):
        outputs, gru, lstm = self.around(x, tf.ones([]))
        deep_outputs, memory = self.deep(x)
        added = self.residual(x)
        return {
            "outputs": outputs, "gru": gru, "lstm": lstm, "deep": deep_outputs, "memory": memory, "added": added,
        }


class ProbeCellWrappers(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.deep = Deep(5, 2, 1.0)
        self.residual = Residual(3, 1.0)
        self.both = Both(3)

    def call(self, x=X, y=Y, lengths=LENGTHS):
        outputs, last = self.deep(x, lengths)
        again, _ = self.deep(y, lengths)
        added, state = self.residual(x, lengths)
        return {
            "outputs": outputs, "last": last, "again": again, "added": added, "state": state, "both": self.both(x),
        }
