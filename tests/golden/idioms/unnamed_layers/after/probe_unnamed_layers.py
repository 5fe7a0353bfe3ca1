"""Encode and decode in training mode, then both again in inference mode."""
import numpy as np
import tensorflow as tf

from autoencoder import Decode, Encode


class ProbeUnnamedLayers(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.encode = Encode()
        self.decode = Decode()

    def call(self,
             images=np.random.RandomState(1).uniform(-1, 1, (3, 8, 8, 1)).astype("float32"),
             unseen=np.random.RandomState(2).uniform(-1, 1, (3, 8, 8, 1)).astype("float32")):
        code = self.encode(images, is_training=True)
        decoded = self.decode(code, is_training=True)
        unseen_code = self.encode(unseen, is_training=False)
        unseen_decoded = self.decode(unseen_code, is_training=False)
        return {
            "code": code,
            "decoded": decoded,
            "unseen_code": unseen_code,
            "unseen_decoded": unseen_decoded,
        }
