"""One batch goes through the perceptron once and twice."""
import numpy as np
import tensorflow as tf

from layers import TwoLayers


class ProbeTwoLayersReuse(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.two_layers = TwoLayers(5)

    def call(self,
             x=np.random.RandomState(1).standard_normal((4, 6)).astype("float32")):
        once, twice = self.two_layers(x)
        return {"once": once, "twice": tf.nn.softmax(twice)}
