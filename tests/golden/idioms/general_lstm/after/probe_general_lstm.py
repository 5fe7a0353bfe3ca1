import numpy as np
import tensorflow as tf

from lstms import Deep, Hand, Peep, Ways

X = np.random.RandomState(3).standard_normal((2, 4, 3)).astype("float32")
LENGTHS = np.array([4, 2], "int32")


class ProbeGeneralLstm(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.peep = Peep(4)
        self.deep = Deep(5, 2, 1.0)
        self.ways = Ways(3, 0.6)
        self.hand = Hand(3)

    def call(self, x=X, lengths=LENGTHS):
        outputs, memory = self.peep(x, lengths)
        logits, last = self.deep(x)
        return {
            "outputs": outputs, "memory": memory, "logits": logits, "last": last,
            "ways": self.ways(x), "hand": self.hand(x),
        }
