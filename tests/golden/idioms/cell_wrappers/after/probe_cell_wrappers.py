import numpy as np
import tensorflow as tf

from wrapped import Both, Deep, Residual

random = np.random.RandomState(4)
X = random.standard_normal((2, 4, 3)).astype("float32")
Y = random.standard_normal((2, 4, 3)).astype("float32")
LENGTHS = np.array([4, 2], "int32")


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
