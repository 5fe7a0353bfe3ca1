"""The discriminator sees real and generated vectors."""
import numpy as np
import tensorflow as tf

from gan import Discriminator, Generator


class ProbeReuseParam(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.generator = Generator(6)
        self.discriminator = Discriminator()

    def call(self,
             real=np.random.RandomState(1).uniform(-1, 1, (4, 6)).astype("float32"),
             z=np.random.RandomState(2).uniform(-1, 1, (4, 3)).astype("float32")):
        fake = self.generator(z)
        real_prob, real_logits = self.discriminator(real)
        fake_prob, fake_logits = self.discriminator(fake)
        return {
            "fake": fake,
            "real_prob": real_prob,
            "real_logits": real_logits,
            "fake_prob": fake_prob,
            "fake_logits": fake_logits,
        }
