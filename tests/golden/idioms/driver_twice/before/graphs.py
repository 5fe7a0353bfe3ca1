"""Builds one graph for training and one for evaluation, with the weights in common."""
import tensorflow as tf


def build(batch, classes, is_training, reuse=False):
    images = tf.placeholder(tf.float32, [batch, 6], name="images")
    with tf.variable_scope("classifier", reuse=reuse):
        h = tf.layers.dense(images, 8, activation=tf.nn.relu, name="hidden")
        if is_training:
            h = tf.clip_by_value(h, 0.0, 1.5)
        logits = tf.layers.dense(h, classes, name="logits")
    return images, logits


def train_and_evaluate(classes=3):
    images, logits = build(16, classes, is_training=True)
    eval_images, eval_logits = build(None, classes, is_training=False, reuse=True)
    return images, logits, eval_images, eval_logits
