import numpy as np
import tensorflow as tf

from listed import Classify, Tag

X = np.random.RandomState(7).standard_normal((2, 4, 3)).astype("float32")


class ProbeBothWaysInLists(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.classify = Classify(4, 3, 2)
        self.tag = Tag(2, 3)

    def call(self, x=X):
        first, again = self.classify(x), self.classify(x[:, ::-1])
        return {"first": first, "again": again, "tags": self.tag(x)}
