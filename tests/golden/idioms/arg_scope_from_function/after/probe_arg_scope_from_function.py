"""The model as it is trained and as it is evaluated."""

import numpy as np
import tensorflow as tf

import model


def images(seed):
    return np.random.RandomState(seed).uniform(-1, 1, (4, 8, 8, 3)).astype("float32")


class ProbeArgScopeFromFunction(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.network = model.Network(3)

    def call(self, train_images=images(1), eval_images=images(2)):
        train_logits, _ = self.network(train_images, is_training=True, keep_prob=1.0)
        eval_logits, end_points = self.network(eval_images, is_training=False)
        return {"train": train_logits, "eval": eval_logits, "units": end_points["units"],
                "predictions": end_points["predictions"]}
