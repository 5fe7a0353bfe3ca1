"""One encoder called by its name, through a function and as a value; and one without layers."""
import numpy as np

from encoders import Encoder, Identity
from evaluation import encode_all, spread

random = np.random.RandomState(3)
BATCH = random.standard_normal((4, 3)).astype("float32")


def probe_old_method_name(x=BATCH):
    encoder = Encoder(5)
    first, second = encode_all(encoder.encode, [x, -x])
    return {
        "codes": encoder.encode(x),
        "spread": spread(encoder, x),
        "first": first,
        "second": second,
        "identity": spread(Identity(), x),
    }
