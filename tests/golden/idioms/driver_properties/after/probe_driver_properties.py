"""Reading a property again reuses its layers."""
import numpy as np
import tensorflow as tf

from regression import Regression


def probe_driver_properties():
    random = np.random.RandomState(2)
    features = tf.compat.v1.placeholder(tf.float32, [None, 5], name="features")
    target = tf.compat.v1.placeholder(tf.float32, [None, 2], name="target")
    model = Regression(features, target)
    feed = {
        features: random.standard_normal((4, 5)).astype("float32"),
        target: random.standard_normal((4, 2)).astype("float32"),
    }
    return {"prediction": model.prediction, "score": model.score, "loss": model.loss}, feed
