"""The training graph and the evaluation graph, one probe for each."""
import numpy as np
import tensorflow as tf

from model import Classifier


class ProbeTrainGraph(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.classifier = Classifier()

    def call(self,
             features=np.random.RandomState(1).standard_normal((8, 6)).astype("float32"),
             labels=np.array([0, 1, 2, 0, 1, 2, 0, 1], "int32")):
        model = self.classifier(features, labels, is_training=True)
        return {"logits": model.logits, "loss": model.loss}


class ProbeEvalGraph(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.classifier = Classifier()

    def call(self,
             features=np.random.RandomState(2).standard_normal((8, 6)).astype("float32"),
             labels=np.array([0, 1, 2, 0, 1, 2, 0, 1], "int32")):
        model = self.classifier(features, labels, is_training=False)
        return {"prediction": model.prediction, "loss": model.loss}
