"""A classifier of sentences for an estimator, whose model function is made by another function."""
import tensorflow as tf

from encoder import Encoder
from optimizer import DecayedMomentum


def create_model(is_training, ids, labels, num_labels, size):
    encoder = Encoder(ids, is_training, size)
    pooled = encoder.pooled
    weights = tf.get_variable(
        "output_weights", [num_labels, size], initializer=tf.truncated_normal_initializer(stddev=0.02))
    bias = tf.get_variable("output_bias", [num_labels], initializer=tf.zeros_initializer())

    with tf.variable_scope("loss"):
        logits = tf.nn.bias_add(tf.matmul(pooled, weights, transpose_b=True), bias)
        one_hot = tf.one_hot(labels, depth=num_labels)
        per_example = -tf.reduce_sum(one_hot * tf.nn.log_softmax(logits), axis=-1)
        return tf.reduce_mean(per_example), logits


def model_fn_builder(num_labels, size, learning_rate):
    """Returns the `model_fn` of an estimator."""

    def model_fn(features, labels, mode, params):
        """The model for one mode."""
        is_training = mode == tf.estimator.ModeKeys.TRAIN
        loss, logits = create_model(is_training, features["ids"], labels, num_labels, size)
        if is_training:
            optimizer = DecayedMomentum(learning_rate, decay=params["decay"])
            variables = tf.trainable_variables()
            gradients = tf.gradients(loss, variables)
            train_op = optimizer.apply_gradients(zip(gradients, variables))
            return tf.estimator.EstimatorSpec(mode, loss=loss, train_op=train_op)
        return tf.estimator.EstimatorSpec(mode, loss=loss, predictions={"logits": logits})

    return model_fn


def main():
    model_fn = model_fn_builder(num_labels=3, size=4, learning_rate=0.1)
    estimator = tf.estimator.Estimator(model_fn=model_fn, params={"decay": 0.01})
    print(estimator.model_dir)


if __name__ == "__main__":
    main()
