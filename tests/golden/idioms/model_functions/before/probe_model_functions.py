"""What the classifier computes in evaluation."""
import numpy as np

from classifier import create_model


def probe_model_functions(ids=np.arange(6).reshape(2, 3), labels=np.array([0, 2])):
    loss, logits = create_model(False, ids, labels, num_labels=3, size=4)
    return {"loss": loss, "logits": logits}
