"""The GRU cell of TensorFlow 1 that computes what cuDNN computes."""

import tensorflow as tf


@tf.keras.utils.register_keras_serializable("cudnn_gru")
class CudnnGRUCell(tf.keras.layers.Layer):
    """A GRU cell that resets the state after its product with the kernel.

    It differs from Keras' `GRUCell(reset_after=True)` in having one bias for its gates, not two that add up.
    """

    def __init__(self, units, kernel_initializer="glorot_uniform", **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.kernel_initializer = tf.keras.initializers.get(kernel_initializer)
        self.state_size = units
        self.output_size = units

    def build(self, input_shape):
        features, units = input_shape[-1], self.units
        self.gate_kernel, self.gate_bias = self.linear("gate", features + units, 2 * units, "ones")
        self.input_kernel, self.input_bias = self.linear("input", features, units, "zeros")
        self.hidden_kernel, self.hidden_bias = self.linear("hidden", units, units, "zeros")
        self.built = True

    def linear(self, name, rows, columns, bias_initializer):
        kernel = self.add_weight(
            name=f"{name}_kernel", shape=[rows, columns], initializer=self.kernel_initializer.clone()
        )
        bias = self.add_weight(name=f"{name}_bias", shape=[columns], initializer=bias_initializer)
        return kernel, bias

    def call(self, inputs, states):
        nested = isinstance(states, (list, tuple))
        state = states[0] if nested else states
        gates = tf.sigmoid(tf.matmul(tf.concat([inputs, state], 1), self.gate_kernel) + self.gate_bias)
        reset, update = tf.split(gates, 2, axis=1)
        hidden = tf.matmul(state, self.hidden_kernel) + self.hidden_bias
        new = tf.tanh(tf.matmul(inputs, self.input_kernel) + self.input_bias + reset * hidden)
        state = (1.0 - update) * new + update * state
        return state, [state] if nested else state

    def get_initial_state(self, batch_size=None):
        return [tf.zeros([batch_size, self.units], self.compute_dtype)]

    def get_config(self):
        return {
            **super().get_config(),
            "units": self.units,
            "kernel_initializer": tf.keras.initializers.serialize(self.kernel_initializer),
        }
