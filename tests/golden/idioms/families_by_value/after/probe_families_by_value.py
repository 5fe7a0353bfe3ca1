import numpy as np
import tensorflow as tf
from net import Classifier, Towers


def probe_families_by_value():
    x = np.random.RandomState(0).randn(2, 7, 3).astype("float32")
    model = Classifier(7, 3, [2, 3, 5], 4)
    given = tf.compat.v1.placeholder(tf.float32, [None, 7, 3])
    towers = Towers([1, 2, 4], 5)
    return {"scores": model.scores, "towers": towers(given)}, {model.x: x[..., None], given: x}
