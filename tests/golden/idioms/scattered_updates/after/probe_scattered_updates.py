"""The loss of four rows of two classes."""
import numpy as np
import tensorflow as tf

from centers import CenterLoss, Counted


class ProbeScatteredUpdates(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.hidden = tf.keras.layers.Dense(3, name="hidden")
        self.center_loss = CenterLoss(0.9, classes=2)
        self.counted = Counted()

    def call(self,
             features=np.random.RandomState(0).standard_normal((4, 3)).astype("float32"),
             labels=np.array([0, 1, 1, 0], dtype="int32")):
        hidden = self.hidden(features)
        loss, centers = self.center_loss(hidden, labels)
        return {"loss": loss, "centers": centers, "rows": self.counted(features)}
