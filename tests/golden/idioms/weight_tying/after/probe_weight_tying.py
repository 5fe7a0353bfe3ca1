"""The model on a prompt and on a continuation."""
import numpy as np
import tensorflow as tf

from language_model import LanguageModel


class ProbeWeightTying(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.model = LanguageModel(11, 6)

    def call(self,
             prompt=np.random.RandomState(1).randint(0, 11, (2, 5)).astype("int32"),
             following=np.random.RandomState(2).randint(0, 11, (2, 3)).astype("int32")):
        return {
            "prompt": self.model(prompt),
            "following": self.model(following),
        }
