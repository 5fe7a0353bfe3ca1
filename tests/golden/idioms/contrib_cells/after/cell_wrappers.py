"""Cells of recurrent layers that do more at each step than the cell that they hold."""

import tensorflow as tf


class WrapperCell(tf.keras.layers.Layer):
    """A cell that holds another one and has its states."""

    def __init__(self, cell, **kwargs):
        super().__init__(**kwargs)
        self.cell = cell
        self.state_size = cell.state_size
        self.output_size = cell.output_size

    def build(self, input_shape):
        if not self.cell.built:
            self.cell.build(input_shape)
        self.built = True

    def get_initial_state(self, batch_size=None):
        return self.cell.get_initial_state(batch_size=batch_size)

    def get_config(self):
        return {**super().get_config(), "cell": tf.keras.layers.serialize(self.cell)}

    @classmethod
    def from_config(cls, config):
        return cls(tf.keras.layers.deserialize(config.pop("cell")), **config)


@tf.keras.utils.register_keras_serializable("cell_wrappers")
class DropoutCell(WrapperCell):
    """Drops some of what goes into a cell, of its output, and of its first state (the `h` of an LSTM).

    Other numbers are dropped at each step, and in training and inference alike: a program that drops in training
    only sets the rates to 0 before it runs the cell for anything else.
    """

    def __init__(self, cell, input_rate=0.0, output_rate=0.0, state_rate=0.0, **kwargs):
        super().__init__(cell, **kwargs)
        self.input_rate = input_rate
        self.output_rate = output_rate
        self.state_rate = state_rate

    def call(self, inputs, states):
        outputs, (first, *others) = self.cell(tf.nn.dropout(inputs, self.input_rate), states)
        if tf.is_tensor(first):  # around a stack of cells it is a list
            first = tf.nn.dropout(first, self.state_rate)
        return tf.nn.dropout(outputs, self.output_rate), [first, *others]

    def get_config(self):
        rates = ("input_rate", "output_rate", "state_rate")
        return {**super().get_config(), **{name: getattr(self, name) for name in rates}}


@tf.keras.utils.register_keras_serializable("cell_wrappers")
class ResidualCell(WrapperCell):
    """Adds what goes into a cell to its output."""

    def call(self, inputs, states):
        outputs, states = self.cell(inputs, states)
        return inputs + outputs, states
