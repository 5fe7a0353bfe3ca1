"""The LSTM cell of TensorFlow 1 with what Keras' own cell does not have."""

import tensorflow as tf


@tf.keras.utils.register_keras_serializable("general_lstm")
class GeneralLSTMCell(tf.keras.layers.Layer):
    """An LSTM cell that may have peepholes, a projection of its output, limits, and any forget bias.

    One kernel serves inputs and state; its columns are the input, the new memory, the forget and the output gate.
    """

    def __init__(
        self,
        units,
        use_peepholes=False,
        cell_clip=None,
        projection=None,
        projection_clip=None,
        forget_bias=1.0,
        activation="tanh",
        kernel_initializer="glorot_uniform",
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.units = units
        self.use_peepholes = use_peepholes
        self.cell_clip = cell_clip
        self.projection = projection
        self.projection_clip = projection_clip
        self.forget_bias = forget_bias
        self.activation = tf.keras.activations.get(activation)
        self.kernel_initializer = tf.keras.initializers.get(kernel_initializer)
        self.output_size = units if projection is None else projection
        self.state_size = [self.output_size, units]

    def build(self, input_shape):
        rows = input_shape[-1] + self.output_size
        self.kernel = self.weight("kernel", [rows, 4 * self.units])
        self.bias = self.add_weight(name="bias", shape=[4 * self.units], initializer="zeros")
        if self.use_peepholes:
            self.forget_peephole = self.weight("forget_peephole", [self.units])
            self.input_peephole = self.weight("input_peephole", [self.units])
            self.output_peephole = self.weight("output_peephole", [self.units])
        if self.projection is not None:
            self.projection_kernel = self.weight("projection_kernel", [self.units, self.projection])
        self.built = True

    def weight(self, name, shape):
        initializer = self.kernel_initializer.clone()
        return self.add_weight(name=name, shape=shape, initializer=initializer)

    def call(self, inputs, states):
        hidden, memory = states
        gates = tf.matmul(tf.concat([inputs, hidden], 1), self.kernel) + self.bias
        enter, new, forget, leave = tf.split(gates, 4, axis=1)
        if self.use_peepholes:
            enter += self.input_peephole * memory
            forget += self.forget_peephole * memory
        kept = tf.sigmoid(forget + self.forget_bias) * memory
        memory = limited(kept + tf.sigmoid(enter) * self.activation(new), self.cell_clip)
        if self.use_peepholes:
            leave += self.output_peephole * memory
        hidden = tf.sigmoid(leave) * self.activation(memory)
        if self.projection is not None:
            hidden = limited(tf.matmul(hidden, self.projection_kernel), self.projection_clip)
        return hidden, [hidden, memory]

    def get_initial_state(self, batch_size=None):
        return [tf.zeros([batch_size, size], self.compute_dtype) for size in self.state_size]

    def get_config(self):
        names = ("units", "use_peepholes", "cell_clip", "projection", "projection_clip", "forget_bias")
        return {
            **super().get_config(),
            **{name: getattr(self, name) for name in names},
            "activation": tf.keras.activations.serialize(self.activation),
            "kernel_initializer": tf.keras.initializers.serialize(self.kernel_initializer),
        }


def limited(values, limit):
    """The values, none further from 0 than the limit, if there is one."""
    return values if limit is None else tf.clip_by_value(values, -limit, limit)
