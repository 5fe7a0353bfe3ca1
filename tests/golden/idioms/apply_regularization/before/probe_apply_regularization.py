import numpy as np

from critic import loss

random = np.random.RandomState(5)
STATE = random.standard_normal((3, 4)).astype("float32")
ACTION = random.standard_normal((3, 2)).astype("float32")
OTHER = random.standard_normal((3, 2)).astype("float32")


def probe_apply_regularization(state=STATE, action=ACTION, other=OTHER):
    return {"loss": loss(state, action, other)}
