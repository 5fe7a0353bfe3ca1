import numpy as np
import tensorflow as tf

from cells import Hand, Normalized, Others, Stacked, Ways

X = np.random.RandomState(3).standard_normal((2, 4, 3)).astype("float32")
LENGTHS = np.array([4, 2], "int32")


class ProbeContribCells(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.normalized = Normalized(4)
        self.stacked = Stacked(5, 2)
        self.ways = Ways(3)
        self.hand = Hand(3)
        self.others = Others(4)

    def call(self, x=X, lengths=LENGTHS):
        outputs, memory = self.normalized(x, lengths)
        logits, last = self.stacked(x)
        again, _ = self.stacked(-x)
        both, first = self.ways(x)
        return {
            "outputs": outputs, "memory": memory, "logits": logits, "last": last, "again": again, "both": both,
            "first": first, "hand": self.hand(x), "others": self.others(x),
        }
