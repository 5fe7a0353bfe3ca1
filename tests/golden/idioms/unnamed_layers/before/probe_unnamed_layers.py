"""Encode and decode in training mode, then both again in inference mode."""
import numpy as np

from autoencoder import decode, encode


def probe_unnamed_layers(
    images=np.random.RandomState(1).uniform(-1, 1, (3, 8, 8, 1)).astype("float32"),
    unseen=np.random.RandomState(2).uniform(-1, 1, (3, 8, 8, 1)).astype("float32"),
):
    code = encode(images, True)
    decoded = decode(code, True)
    unseen_code = encode(unseen, False, reuse=True)
    unseen_decoded = decode(unseen_code, False, reuse=True)
    return {
        "code": code,
        "decoded": decoded,
        "unseen_code": unseen_code,
        "unseen_decoded": unseen_decoded,
    }
