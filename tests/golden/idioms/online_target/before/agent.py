"""Q-learning with an online and a target network."""
import tensorflow as tf


def mlp(x, sizes, activation=tf.nn.relu, output_activation=None):
    """Dense layers in the caller's scope, numbered by TensorFlow."""
    for size in sizes[:-1]:
        x = tf.layers.dense(x, units=size, activation=activation)
    return tf.layers.dense(x, units=sizes[-1], activation=output_activation)


def q_network(state, actions):
    """Values of all actions, and of the best one."""
    with tf.variable_scope("q"):
        values = mlp(state, [6, 6, actions])
    return values, tf.reduce_max(values, axis=1)


def td_error(state, action, next_state, actions=3, discount=0.9):
    """Temporal difference error; the online network is asked for both states."""
    with tf.variable_scope("main"):
        values, _ = q_network(state, actions)
    with tf.variable_scope("main", reuse=True):
        next_values, _ = q_network(next_state, actions)
    with tf.variable_scope("target"):
        target_values, _ = q_network(next_state, actions)

    # double Q-learning: the online network chooses, the target network values
    best = tf.one_hot(tf.argmax(next_values, axis=1), actions)
    goal = discount * tf.reduce_sum(best * target_values, axis=1)
    taken = tf.reduce_sum(tf.one_hot(action, actions) * values, axis=1)
    return values, next_values, goal - taken
