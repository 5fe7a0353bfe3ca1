"""The LSTM cell of TensorFlow 1 that normalizes its gates."""

import tensorflow as tf


@tf.keras.utils.register_keras_serializable("layer_norm_lstm")
class LayerNormLSTMCell(tf.keras.layers.Layer):
    """An LSTM cell with layer normalization of its gates and of its memory, and dropout of what is new.

    One kernel serves inputs and state; its columns are the input, the new memory, the forget and the output gate.
    Other numbers are dropped at each step, and in training and inference alike.
    """

    def __init__(
        self,
        units,
        forget_bias=1.0,
        activation="tanh",
        layer_norm=True,
        gain=1.0,
        shift=0.0,
        dropout_rate=0.0,
        kernel_initializer="glorot_uniform",
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.units = units
        self.forget_bias = forget_bias
        self.activation = tf.keras.activations.get(activation)
        self.layer_norm = layer_norm
        self.gain = gain
        self.shift = shift
        self.dropout_rate = dropout_rate
        self.kernel_initializer = tf.keras.initializers.get(kernel_initializer)
        self.output_size = units
        self.state_size = [units, units]
        if layer_norm:
            self.input_norm = self.normalization()
            self.new_norm = self.normalization()
            self.forget_norm = self.normalization()
            self.output_norm = self.normalization()
            self.memory_norm = self.normalization()

    def normalization(self):
        return tf.keras.layers.LayerNormalization(
            epsilon=1e-12,
            gamma_initializer=tf.keras.initializers.Constant(self.gain),
            beta_initializer=tf.keras.initializers.Constant(self.shift),
        )

    def build(self, input_shape):
        rows, columns = input_shape[-1] + self.units, 4 * self.units
        self.kernel = self.add_weight(
            name="kernel", shape=[rows, columns], initializer=self.kernel_initializer.clone()
        )
        if self.layer_norm:
            norms = (self.input_norm, self.new_norm, self.forget_norm, self.output_norm, self.memory_norm)
            for norm in norms:
                norm.build([None, self.units])
        else:  # TensorFlow 1 draws this bias as it draws the kernel
            self.bias = self.add_weight(
                name="bias", shape=[columns], initializer=self.kernel_initializer.clone()
            )
        self.built = True

    def call(self, inputs, states):
        hidden, memory = states
        gates = tf.matmul(tf.concat([inputs, hidden], 1), self.kernel)
        if not self.layer_norm:
            gates += self.bias
        enter, new, forget, leave = tf.split(gates, 4, axis=1)
        if self.layer_norm:
            enter, new = self.input_norm(enter), self.new_norm(new)
            forget, leave = self.forget_norm(forget), self.output_norm(leave)
        new = self.activation(new)
        if self.dropout_rate:
            new = tf.nn.dropout(new, self.dropout_rate)
        memory = memory * tf.sigmoid(forget + self.forget_bias) + tf.sigmoid(enter) * new
        if self.layer_norm:
            memory = self.memory_norm(memory)
        hidden = self.activation(memory) * tf.sigmoid(leave)
        return hidden, [hidden, memory]

    def get_initial_state(self, batch_size=None):
        return [tf.zeros([batch_size, size], self.compute_dtype) for size in self.state_size]

    def get_config(self):
        names = ("units", "forget_bias", "layer_norm", "gain", "shift", "dropout_rate")
        return {
            **super().get_config(),
            **{name: getattr(self, name) for name in names},
            "activation": tf.keras.activations.serialize(self.activation),
            "kernel_initializer": tf.keras.initializers.serialize(self.kernel_initializer),
        }
