"""The training graph and the evaluation graph, one probe for each."""
import numpy as np

from model import Classifier


def probe_train_graph(
    features=np.random.RandomState(1).standard_normal((8, 6)).astype("float32"),
    labels=np.array([0, 1, 2, 0, 1, 2, 0, 1], "int32"),
):
    model = Classifier(features, labels, is_training=True)
    return {"logits": model.logits, "loss": model.loss}


def probe_eval_graph(
    features=np.random.RandomState(2).standard_normal((8, 6)).astype("float32"),
    labels=np.array([0, 1, 2, 0, 1, 2, 0, 1], "int32"),
):
    model = Classifier(features, labels, is_training=False)
    return {"prediction": model.prediction, "loss": model.loss}
