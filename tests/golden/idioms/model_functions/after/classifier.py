"""A classifier of sentences for an estimator, whose model function is made by another function."""
import tensorflow as tf

from encoder import Encoder
from optimizer import DecayedMomentum


class CreateModel(tf.keras.layers.Layer):
    def __init__(self, is_training, num_labels, size, **kwargs):
        super().__init__(**kwargs)
        self.num_labels = num_labels
        self.encoder = Encoder(is_training, size)
        self.output_weights = self.add_weight(
            name="output_weights", shape=[num_labels, size],
            initializer=tf.keras.initializers.TruncatedNormal(stddev=0.02))
        self.output_bias = self.add_weight(
            name="output_bias", shape=[num_labels],
            initializer=tf.keras.initializers.Zeros())

    def call(self, ids, labels):
        encoder = self.encoder(ids)
        pooled = encoder.pooled

        logits = tf.nn.bias_add(tf.matmul(pooled, self.output_weights, transpose_b=True), self.output_bias)
        one_hot = tf.one_hot(labels, depth=self.num_labels)
        per_example = -tf.reduce_sum(one_hot * tf.nn.log_softmax(logits), axis=-1)
        return tf.reduce_mean(per_example), logits


def model_fn_builder(num_labels, size, learning_rate):
    """Returns the `model_fn` of an estimator."""

    def model_fn(features, labels, mode, params):
        """The model for one mode."""
        is_training = mode == tf.estimator.ModeKeys.TRAIN
        create_model = CreateModel(is_training, num_labels, size)
        loss, logits = create_model(features["ids"], labels)
        if is_training:
            optimizer = DecayedMomentum(learning_rate, decay=params["decay"])
            variables = [v.value for v in create_model.trainable_variables]
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
