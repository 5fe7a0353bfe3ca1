"""Both towers and the decoder, in training and in inference."""
import numpy as np
import picture
import tensorflow as tf


def uniform(seed, *shape):
    return np.random.RandomState(seed).uniform(-1, 1, shape).astype("float32")


def probe_picture(left=uniform(1, 3, 8, 8, 2), right=uniform(2, 3, 8, 8, 2)):
    first = picture.tower(left, True, "left")
    second = picture.tower(right, False, "right")
    again = picture.tower(right, False, "left")
    drawn = picture.decoder(first, "draw")
    redrawn = picture.decoder(tf.stop_gradient(second), "draw")
    error = tf.reduce_sum(tf.square(drawn - redrawn), axis=-1)
    return {"first": first, "second": second, "again": again, "drawn": drawn, "error": error}
