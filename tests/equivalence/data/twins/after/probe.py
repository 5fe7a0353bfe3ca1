"""Both inputs in training and in inference mode."""
import net
import numpy as np
import tensorflow as tf


def uniform(seed, *shape):
    return np.random.RandomState(seed).uniform(-1, 1, shape).astype("float32")


class ProbeTwins(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.encoder = net.Encoder(name="encoder")

    def call(self, left, right):
        trained = self.encoder(left, training=True)
        twin = self.encoder(right, training=True)
        calm = self.encoder(right, training=False)
        distance = tf.reduce_sum(tf.square(trained - twin), 1)
        return {"trained": trained, "twin": twin, "calm": calm, "distance": distance}
