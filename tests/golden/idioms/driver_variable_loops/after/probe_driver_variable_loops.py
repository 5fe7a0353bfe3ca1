"""The scores of two sentences."""
import numpy as np
from text_cnn import TextCNN


def probe_driver_variable_loops():
    model = TextCNN(length=5, classes=3, vocabulary=9, width=4, filter_sizes=[2, 3], filters=2)
    ids = np.array([[1, 2, 3, 4, 5], [8, 6, 7, 0, 0]], "int32")
    return {"topic": model.topic, "scores": model.scores}, {model.input_x: ids, model.keep_prob: 1.0}
