"""Calls of functions that make no variables, and one that does. Run by TensorFlow 1.15."""

import json

import numpy as np
import tensorflow as tf

contrib = tf.contrib
x = tf.placeholder(tf.float32, [2, 64])
images = tf.placeholder(tf.float32, [2, 8, 8, 3])
lengths = tf.constant([3, 3])
potentials = tf.placeholder(tf.float32, [2, 3, 4])
tags = tf.zeros([2, 3], tf.int32)
matrix = tf.zeros([4, 4])
CALLS = {
    "stft": lambda: contrib.signal.inverse_stft(contrib.signal.stft(x, 16, 8), 16, 8),
    "rotate": lambda: contrib.image.rotate(images, 0.1),
    "summarize_activation": lambda: contrib.layers.summarize_activation(tf.nn.relu(x)),
    "summarize_tensor": lambda: contrib.layers.summarize_tensor(x),
    "crf_decode": lambda: contrib.crf.crf_decode(potentials, matrix, lengths),
    "crf_sequence_score": lambda: contrib.crf.crf_sequence_score(potentials, tags, lengths, matrix),
    "crf_log_norm": lambda: contrib.crf.crf_log_norm(potentials, lengths, matrix),
    "crf_unary_score": lambda: contrib.crf.crf_unary_score(tags, lengths, potentials),
    "crf_binary_score": lambda: contrib.crf.crf_binary_score(tags, lengths, matrix),
    "AdamWOptimizer": lambda: contrib.opt.AdamWOptimizer(1e-3),
    "EstimatorSpec": lambda: tf.estimator.EstimatorSpec("infer", predictions=x),
    "RunConfig": lambda: tf.estimator.RunConfig(),
    "PredictOutput": lambda: tf.estimator.export.PredictOutput({"x": x}),
    "numpy_input_fn": lambda: tf.estimator.inputs.numpy_input_fn({"x": np.zeros(3)}, shuffle=False),
    "optimize_loss": lambda: contrib.layers.optimize_loss(
        tf.reduce_sum(tf.get_variable("w", [2])), None, 0.1, "Adam"
    ),
}

found = {}
for name, call in CALLS.items():
    with tf.Graph().as_default() if name == "optimize_loss" else tf.name_scope("call"):
        call()
        found[name] = [variable.op.name for variable in tf.global_variables() + tf.local_variables()]
print(json.dumps(found))
