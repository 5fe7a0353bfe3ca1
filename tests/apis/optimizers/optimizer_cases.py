# ruff: noqa: E501 (one expression per line)
"""Training idioms of TF1, three steps of which are recorded from TF 1.15.5 (syntax of Python 3.6).

Each line is an expression that makes the training operation: ``w`` is a weight of shape (3, 2), ``loss`` a
function of it that is not symmetric, ``step`` the step counter. ``average`` (expressions that make ``moved``
after the step) and schedules are read beside the weight.
"""

W = [[0.5, -1.0], [2.0, 0.1], [-0.3, 0.0]]
STEPS = 3

OPTIMIZERS = """
tf.train.GradientDescentOptimizer(0.1).minimize(loss)
tf.train.MomentumOptimizer(0.1, 0.9).minimize(loss)
tf.train.MomentumOptimizer(learning_rate=0.1, momentum=0.9, use_nesterov=True).minimize(loss)
tf.train.AdamOptimizer().minimize(loss)
tf.train.AdamOptimizer(0.05, beta1=0.5).minimize(loss, global_step=step)
tf.train.AdamOptimizer(0.05, beta1=0.5, beta2=0.9, epsilon=1e-3).minimize(loss, var_list=[w])
tf.train.AdagradOptimizer(0.1).minimize(loss)
tf.train.AdagradOptimizer(0.1, initial_accumulator_value=0.5).minimize(loss)
tf.train.AdadeltaOptimizer(1.0).minimize(loss)
tf.train.AdadeltaOptimizer(0.5, rho=0.9, epsilon=1e-6).minimize(loss)
tf.train.RMSPropOptimizer(0.01).minimize(loss)
tf.train.RMSPropOptimizer(0.01, decay=0.95, momentum=0.9, epsilon=1e-6, centered=True).minimize(loss)
tf.train.FtrlOptimizer(0.1).minimize(loss)
tf.train.FtrlOptimizer(0.1, l1_regularization_strength=0.01, l2_regularization_strength=0.02).minimize(loss)
tf.train.ProximalGradientDescentOptimizer(0.1, l1_regularization_strength=0.05).minimize(loss)
tf.train.ProximalAdagradOptimizer(0.1, l2_regularization_strength=0.05).minimize(loss)
tf.train.GradientDescentOptimizer(tf.train.exponential_decay(0.2, step, 2, 0.5, staircase=True)).minimize(loss, step)
tf.train.GradientDescentOptimizer(tf.train.exponential_decay(0.2, step, 2, 0.5)).minimize(loss, global_step=step)
tf.train.GradientDescentOptimizer(tf.train.polynomial_decay(0.2, step, 2, 0.05, power=2.0)).minimize(loss, step)
tf.train.GradientDescentOptimizer(tf.train.piecewise_constant(step, [0, 1], [0.3, 0.2, 0.1])).minimize(loss, step)
tf.train.GradientDescentOptimizer(tf.train.inverse_time_decay(0.2, step, 2, 0.5)).minimize(loss, step)
tf.train.GradientDescentOptimizer(tf.train.natural_exp_decay(0.2, step, 2, 0.5)).minimize(loss, step)
tf.train.GradientDescentOptimizer(tf.train.cosine_decay(0.2, step, 4, alpha=0.1)).minimize(loss, step)
tf.train.GradientDescentOptimizer(0.1).apply_gradients(tf.train.AdamOptimizer().compute_gradients(loss, [w]))
tf.train.GradientDescentOptimizer(0.1).apply_gradients(zip(tf.clip_by_global_norm(tf.gradients(loss, [w]), 0.5)[0], [w]))
tf.train.AdamOptimizer(0.1).apply_gradients([(tf.clip_by_value(tf.gradients(loss, w)[0], -0.2, 0.2), w)], global_step=step)
tf.train.GradientDescentOptimizer(0.1).apply_gradients([(tf.clip_by_norm(tf.gradients(loss, w)[0], 0.3), w)])
"""

AVERAGES = """
tf.train.ExponentialMovingAverage(0.9)
tf.train.ExponentialMovingAverage(0.999, num_updates=step)
tf.train.ExponentialMovingAverage(0.9, zero_debias=True)
"""


def lines(text):
    """The expressions of one of the texts above."""
    return text.strip().split("\n")


def loss_of(tf, w):
    """Every entry of the weight has a gradient of its own."""
    scale = tf.constant([[1.0, 0.5], [0.1, 2.0], [3.0, 0.7]])
    return tf.reduce_sum(scale * tf.square(w - 1.0)) + tf.reduce_sum(tf.sin(w))


def run(session, operation, values):
    """What ``values`` are after each step."""
    found = []
    for _ in range(STEPS):
        session.run(operation)
        found.append(session.run(values).tolist())
    return found
