"""A classifier that is built in two graphs: one to train, one to evaluate."""
import tensorflow as tf


class Classifier(object):
    """Logits, loss and prediction for a batch of vectors."""

    def __init__(self, features, labels, is_training, units=8, classes=3):
        self.is_training = is_training
        with tf.variable_scope("classifier"):
            hidden = tf.layers.dense(features, units, name="hidden")
            hidden = tf.layers.batch_normalization(hidden, training=is_training, name="norm")
            hidden = tf.nn.relu(hidden)
            self.logits = tf.layers.dense(hidden, classes, name="logits")
        self.prediction = tf.nn.softmax(self.logits)
        self.loss = tf.reduce_mean(
            tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=self.logits))
