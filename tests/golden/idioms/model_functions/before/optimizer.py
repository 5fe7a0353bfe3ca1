"""Momentum with weights that decay."""
import tensorflow as tf


class DecayedMomentum(tf.train.Optimizer):
    """Keeps its own variables, named after those that it updates."""

    def __init__(self, learning_rate, decay=0.0, momentum=0.9, name="DecayedMomentum"):
        super(DecayedMomentum, self).__init__(False, name)
        self.learning_rate = learning_rate
        self.decay = decay
        self.momentum = momentum

    def apply_gradients(self, grads_and_vars, global_step=None, name=None):
        updates = []
        for gradient, variable in grads_and_vars:
            if gradient is None:
                continue
            moved = tf.get_variable(
                variable.op.name + "/momentum", variable.shape.as_list(), trainable=False,
                initializer=tf.zeros_initializer())
            step = self.momentum * moved + gradient + self.decay * variable
            updates += [moved.assign(step), variable.assign(variable - self.learning_rate * step)]
        return tf.group(*updates, name=name)
