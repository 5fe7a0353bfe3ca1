"""What the network computes."""
import numpy as np

from model import Scorer


def probe_unit_tests(rows=np.random.RandomState(0).standard_normal((2, 4)).astype("float32")):
    model = Scorer(rows, 3)
    return {"hidden": model.hidden, "score": model.score}
