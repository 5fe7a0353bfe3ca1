import numpy as np

from biased import biased, images

random = np.random.RandomState(5)
X = random.standard_normal((3, 4)).astype("float32")
IMAGES = random.standard_normal((2, 5, 4, 3)).astype("float32")


def probe_bias_add(x=X, pictures=IMAGES):
    return {"once": biased(x, 5), "again": biased(2 * x, 5, reuse=True), "images": images(pictures)}
