"""The loss of four rows of two classes."""
import numpy as np
import tensorflow as tf

from centers import center_loss, counted


def probe_scattered_updates(
    features=np.random.RandomState(0).standard_normal((4, 3)).astype("float32"),
    labels=np.array([0, 1, 1, 0], dtype="int32"),
):
    hidden = tf.layers.dense(features, 3, name="hidden")
    loss, centers = center_loss(hidden, labels, 0.9, classes=2)
    return {"loss": loss, "centers": centers, "rows": counted(features)}
