"""Scores how well an answer fits a question."""
import tensorflow as tf

from encoder import encode


def match(question, answer, width=12, depth=2):
    """Cosine similarity of question and answer, and both codes."""
    left = encode(question, width, depth)
    right = encode(answer, width, depth, reuse=True)
    left = tf.nn.l2_normalize(left, axis=1)
    right = tf.nn.l2_normalize(right, axis=1)
    return tf.reduce_sum(left * right, axis=1), left, right
