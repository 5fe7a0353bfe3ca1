"""The simple recurrent unit of TensorFlow 1 (SRU)."""

import tensorflow as tf


@tf.keras.utils.register_keras_serializable("simple_unit")
class SimpleUnitCell(tf.keras.layers.Layer):
    """A cell whose gates read the inputs only, so that no kernel is multiplied with its state.

    The columns of the kernel are the new state, the forget and the reset gate, and what passes by.
    """

    def __init__(self, units, activation="tanh", kernel_initializer="glorot_uniform", **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.activation = tf.keras.activations.get(activation)
        self.kernel_initializer = tf.keras.initializers.get(kernel_initializer)
        self.state_size = units
        self.output_size = units

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel",
            shape=[input_shape[-1], 4 * self.units],
            initializer=self.kernel_initializer.clone(),
        )
        self.bias = self.add_weight(name="bias", shape=[2 * self.units], initializer="zeros")
        self.built = True

    def call(self, inputs, states):
        nested = isinstance(states, (list, tuple))
        state = states[0] if nested else states
        new, forget, reset, passed = tf.split(tf.matmul(inputs, self.kernel), 4, axis=1)
        gates = tf.sigmoid(tf.concat([forget, reset], 1) + self.bias)
        forget, reset = tf.split(gates, 2, axis=1)
        state = forget * state + (1.0 - forget) * new
        output = reset * self.activation(state) + (1.0 - reset) * passed
        return output, [state] if nested else state

    def get_initial_state(self, batch_size=None):
        return [tf.zeros([batch_size, self.units], self.compute_dtype)]

    def get_config(self):
        return {
            **super().get_config(),
            "units": self.units,
            "activation": tf.keras.activations.serialize(self.activation),
            "kernel_initializer": tf.keras.initializers.serialize(self.kernel_initializer),
        }
