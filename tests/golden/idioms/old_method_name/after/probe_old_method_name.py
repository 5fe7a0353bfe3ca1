"""One encoder called by its name, through a function and as a value; and one without layers."""
import numpy as np
import tensorflow as tf

from encoders import Encoder, Identity
from evaluation import encode_all, spread

random = np.random.RandomState(3)
BATCH = random.standard_normal((4, 3)).astype("float32")


class ProbeOldMethodName(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.encoder = Encoder(5)

    def call(self, x=BATCH):
        first, second = encode_all(self.encoder.encode, [x, -x])
        return {
            "codes": self.encoder(x),
            "spread": spread(self.encoder, x),
            "first": first,
            "second": second,
            "identity": spread(Identity(), x),
        }
