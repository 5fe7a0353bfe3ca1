"""A classifier that is built in two graphs: one to train, one to evaluate."""
import tensorflow as tf
from graph_batch_norm import GraphBatchNormalization


class Classifier(tf.keras.layers.Layer):
    """Logits, loss and prediction for a batch of vectors."""

    def __init__(self, units=8, classes=3, **kwargs):
        super().__init__(**kwargs)
        self.hidden = tf.keras.layers.Dense(units, name="hidden")
        self.norm = GraphBatchNormalization(name="norm")
        self.logits_layer = tf.keras.layers.Dense(classes, name="logits")

    def call(self, features, labels, is_training):
        self.is_training = is_training
        hidden = self.hidden(features)
        hidden = self.norm(hidden, training=is_training)
        hidden = tf.nn.relu(hidden)
        self.logits = self.logits_layer(hidden)
        self.prediction = tf.nn.softmax(self.logits)
        self.loss = tf.reduce_mean(
            tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=self.logits))
        return self
