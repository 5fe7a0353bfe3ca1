import numpy as np
import tensorflow as tf

from repeats import Dropped, Pair, Plain

X = np.random.RandomState(3).standard_normal((2, 4, 3)).astype("float32")


class ProbeRepeatedCell(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.plain = Plain(3, 3, 2)
        self.dropped = Dropped(3, 1.0)
        self.pair = Pair(3)

    def call(self, x=X):
        outputs, last = self.plain(x)
        return {"outputs": outputs, "last": last, "dropped": self.dropped(x), "pair": self.pair(x)}
