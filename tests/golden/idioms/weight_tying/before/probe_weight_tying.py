"""The model on a prompt and on a continuation."""
import numpy as np
import tensorflow as tf

from language_model import language_model


def probe_weight_tying(
    prompt=np.random.RandomState(1).randint(0, 11, (2, 5)).astype("int32"),
    following=np.random.RandomState(2).randint(0, 11, (2, 3)).astype("int32"),
):
    return {
        "prompt": language_model(prompt, 11, 6),
        "following": language_model(following, 11, 6, reuse=tf.AUTO_REUSE),
    }
