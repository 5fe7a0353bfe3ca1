"""What the model computes before it is trained."""
import numpy as np
from model import build


def probe_driver_network(
    images=np.random.RandomState(0).standard_normal((2, 3)).astype("float32"),
    noise=np.random.RandomState(1).standard_normal((2, 2)).astype("float32"),
):
    fake, score_real, score_fake, _ = build(images, noise)
    return {"fake": fake, "real": score_real, "score": score_fake}
