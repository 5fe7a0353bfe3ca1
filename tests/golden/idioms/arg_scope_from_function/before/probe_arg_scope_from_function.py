"""The model as it is trained and as it is evaluated."""

import numpy as np
import tensorflow as tf

import model

slim = tf.contrib.slim


def images(seed):
    return np.random.RandomState(seed).uniform(-1, 1, (4, 8, 8, 3)).astype("float32")


def probe_arg_scope_from_function(train_images=images(1), eval_images=images(2)):
    with slim.arg_scope(model.model_arg_scope(weight_decay=0.001)):
        train_logits, _ = model.network(train_images, 3, is_training=True, keep_prob=1.0)
        eval_logits, end_points = model.network(eval_images, 3, is_training=False, reuse=True)
    return {"train": train_logits, "eval": eval_logits, "units": end_points["units"],
            "predictions": end_points["predictions"]}
