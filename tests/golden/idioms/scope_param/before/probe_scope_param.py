"""Two critics, each of them asked twice."""
import numpy as np
import tensorflow as tf

from nets import critic


def probe_scope_param(
    state=np.random.RandomState(1).standard_normal((4, 3)).astype("float32"),
    action=np.random.RandomState(2).standard_normal((4, 2)).astype("float32"),
    policy=np.random.RandomState(3).standard_normal((4, 2)).astype("float32"),
):
    q1 = critic(state, action, "q1")
    q2 = critic(state, action, "q2")
    q1_pi = critic(state, policy, "q1", reuse=True)
    q2_pi = critic(state, policy, "q2", reuse=True)
    return {"q1": q1, "q2": q2, "q_pi": tf.minimum(q1_pi, q2_pi)}
