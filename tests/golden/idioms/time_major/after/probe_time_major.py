import numpy as np
import tensorflow as tf

from turned import Stacked, Apart, BothWays, Last, Read

random = np.random.RandomState(7)
X = random.standard_normal((4, 2, 3)).astype("float32")
Y = random.standard_normal((2, 5, 3)).astype("float32")
LENGTHS = np.array([4, 2], "int32")


class ProbeTimeMajor(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.read = Read(5)
        self.apart = Apart(4)
        self.both_ways = BothWays(3)
        self.last = Last(4)
        self.stacked = Stacked(4)

    def call(self, x=X, y=Y, lengths=LENGTHS):
        logits, state = self.read(x, lengths)
        difference, memory = self.apart(x, lengths)
        return {
            "logits": logits, "state": state, "both": self.both_ways(x), "difference": difference,
            "memory": memory, "last": self.last(x), "stacked": self.stacked(y).last,
        }
