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
    "sequence_loss": lambda: contrib.seq2seq.sequence_loss(potentials, tags, tf.ones([2, 3])),
    "tile_batch": lambda: contrib.seq2seq.tile_batch(x, 2),
    "hardmax": lambda: contrib.seq2seq.hardmax(x),
    "safe_cumprod": lambda: contrib.seq2seq.safe_cumprod(x),
    "TrainingHelper": lambda: contrib.seq2seq.TrainingHelper(potentials, lengths),
    "GreedyEmbeddingHelper": lambda: contrib.seq2seq.GreedyEmbeddingHelper(matrix, tags[:, 0], 1),
    "SampleEmbeddingHelper": lambda: contrib.seq2seq.SampleEmbeddingHelper(matrix, tags[:, 0], 1),
    "ScheduledEmbeddingTrainingHelper": lambda: contrib.seq2seq.ScheduledEmbeddingTrainingHelper(
        potentials, lengths, matrix, 0.5
    ),
    "BasicDecoder": lambda: contrib.seq2seq.BasicDecoder(
        tf.nn.rnn_cell.GRUCell(4), contrib.seq2seq.TrainingHelper(potentials, lengths), tf.zeros([2, 4])
    ),
    "BeamSearchDecoder": lambda: contrib.seq2seq.BeamSearchDecoder(
        tf.nn.rnn_cell.GRUCell(4), matrix, tags[:, 0], 1, contrib.seq2seq.tile_batch(tf.zeros([2, 4]), 3), 3
    ),
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
