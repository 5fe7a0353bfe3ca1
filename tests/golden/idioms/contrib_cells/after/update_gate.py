"""The recurrent cell of TensorFlow 1 with one gate (UGRNN)."""

import tensorflow as tf


@tf.keras.utils.register_keras_serializable("update_gate")
class UpdateGateCell(tf.keras.layers.Layer):
    """A cell whose one gate decides how much of its state stays.

    One kernel serves inputs and state; its columns are the gate and the new state.
    """

    def __init__(
        self, units, forget_bias=1.0, activation="tanh", kernel_initializer="glorot_uniform", **kwargs
    ):
        super().__init__(**kwargs)
        self.units = units
        self.forget_bias = forget_bias
        self.activation = tf.keras.activations.get(activation)
        self.kernel_initializer = tf.keras.initializers.get(kernel_initializer)
        self.state_size = units
        self.output_size = units

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel",
            shape=[input_shape[-1] + self.units, 2 * self.units],
            initializer=self.kernel_initializer.clone(),
        )
        self.bias = self.add_weight(name="bias", shape=[2 * self.units], initializer="zeros")
        self.built = True

    def call(self, inputs, states):
        nested = isinstance(states, (list, tuple))
        state = states[0] if nested else states
        both = tf.matmul(tf.concat([inputs, state], 1), self.kernel) + self.bias
        gate, new = tf.split(both, 2, axis=1)
        kept = tf.sigmoid(gate + self.forget_bias)
        state = kept * state + (1.0 - kept) * self.activation(new)
        return state, [state] if nested else state

    def get_initial_state(self, batch_size=None):
        return [tf.zeros([batch_size, self.units], self.compute_dtype)]

    def get_config(self):
        return {
            **super().get_config(),
            "units": self.units,
            "forget_bias": self.forget_bias,
            "activation": tf.keras.activations.serialize(self.activation),
            "kernel_initializer": tf.keras.initializers.serialize(self.kernel_initializer),
        }
