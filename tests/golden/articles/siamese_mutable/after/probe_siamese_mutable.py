"""Contrastive loss over two branches."""
import numpy as np
import tensorflow as tf

from siamese import Siamese


class ProbeSiameseMutable(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.siamese = Siamese()

    def call(self,
             left=np.random.RandomState(1).standard_normal((4, 5)).astype("float32"),
             right=np.random.RandomState(2).standard_normal((4, 5)).astype("float32"),
             same=np.array([0, 1, 1, 0], "float32")):
        a, b = self.siamese(left, right)
        squared = tf.reduce_sum(tf.square(a - b), 1)
        apart = tf.square(tf.maximum(2.0 - tf.sqrt(squared + 1e-6), 0.0))
        return {"a": a, "b": b, "loss": tf.reduce_mean(same * squared + (1.0 - same) * apart)}
