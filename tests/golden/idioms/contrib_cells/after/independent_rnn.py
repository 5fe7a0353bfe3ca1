"""The recurrent cell of TensorFlow 1 whose units read only their own state (IndRNN)."""

import tensorflow as tf


@tf.keras.utils.register_keras_serializable("independent_rnn")
class IndependentRNNCell(tf.keras.layers.Layer):
    """A cell in which each unit has one weight for its own state, and none for those of the others."""

    def __init__(self, units, activation="tanh", kernel_initializer="glorot_uniform", **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.activation = tf.keras.activations.get(activation)
        self.kernel_initializer = tf.keras.initializers.get(kernel_initializer)
        self.state_size = units
        self.output_size = units

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel", shape=[input_shape[-1], self.units], initializer=self.kernel_initializer.clone()
        )
        self.recurrent_weight = self.add_weight(
            name="recurrent_weight",
            shape=[1, self.units],
            initializer=tf.keras.initializers.RandomUniform(-1.0, 1.0),
        )
        self.bias = self.add_weight(name="bias", shape=[self.units], initializer="zeros")
        self.built = True

    def call(self, inputs, states):
        nested = isinstance(states, (list, tuple))
        state = states[0] if nested else states
        state = self.activation(tf.matmul(inputs, self.kernel) + state * self.recurrent_weight + self.bias)
        return state, [state] if nested else state

    def get_initial_state(self, batch_size=None):
        return [tf.zeros([batch_size, self.units], self.compute_dtype)]

    def get_config(self):
        return {
            **super().get_config(),
            "units": self.units,
            "activation": tf.keras.activations.serialize(self.activation),
            "kernel_initializer": tf.keras.initializers.serialize(self.kernel_initializer),
        }
