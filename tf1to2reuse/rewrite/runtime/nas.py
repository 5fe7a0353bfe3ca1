"""The recurrent cell of TensorFlow 1 that a neural architecture search found."""

import tensorflow as tf


@tf.keras.utils.register_keras_serializable("nas")
class NASCell(tf.keras.layers.Layer):
    """A cell with the states of an LSTM that combines eight products of its inputs and its state."""

    def __init__(self, units, projection=None, use_bias=False, kernel_initializer="glorot_uniform", **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.projection = projection
        self.use_bias = use_bias
        self.kernel_initializer = tf.keras.initializers.get(kernel_initializer)
        self.output_size = units if projection is None else projection
        self.state_size = [self.output_size, units]

    def build(self, input_shape):
        columns = 8 * self.units
        self.recurrent_kernel = self.weight("recurrent_kernel", [self.output_size, columns])
        self.kernel = self.weight("kernel", [input_shape[-1], columns])
        if self.use_bias:
            self.bias = self.add_weight(name="bias", shape=[columns], initializer="zeros")
        if self.projection is not None:
            self.projection_kernel = self.weight("projection_kernel", [self.units, self.projection])
        self.built = True

    def weight(self, name, shape):
        initializer = self.kernel_initializer.clone()
        return self.add_weight(name=name, shape=shape, initializer=initializer)

    def call(self, inputs, states):
        hidden, memory = states
        of_hidden = tf.matmul(hidden, self.recurrent_kernel)
        if self.use_bias:
            of_hidden += self.bias
        h = tf.split(of_hidden, 8, axis=1)
        x = tf.split(tf.matmul(inputs, self.kernel), 8, axis=1)
        first = tf.tanh(tf.sigmoid(x[0] + h[0]) * tf.nn.relu(x[1] + h[1]))
        second = tf.tanh(tf.sigmoid(x[2] + h[2]) + tf.nn.relu(x[3] * h[3]))
        third = tf.tanh(tf.tanh(x[4] + h[4]) * tf.sigmoid(x[5] + h[5]))
        fourth = tf.sigmoid(tf.tanh(x[6] + h[6]) + tf.sigmoid(x[7] + h[7]))
        memory = tf.tanh(first + memory) * second
        hidden = tf.tanh(memory * tf.tanh(third + fourth))
        if self.projection is not None:
            hidden = tf.matmul(hidden, self.projection_kernel)
        return hidden, [hidden, memory]

    def get_initial_state(self, batch_size=None):
        return [tf.zeros([batch_size, size], self.compute_dtype) for size in self.state_size]

    def get_config(self):
        return {
            **super().get_config(),
            "units": self.units,
            "projection": self.projection,
            "use_bias": self.use_bias,
            "kernel_initializer": tf.keras.initializers.serialize(self.kernel_initializer),
        }
