"""The online and the target networks, and the gate."""
import numpy as np
import tensorflow as tf

from critics import actor_critic, gate

random = np.random.RandomState(8)


def probe_local_lambdas(x=random.standard_normal((4, 5)).astype("float32"),
                        a=random.standard_normal((4, 2)).astype("float32")):
    with tf.variable_scope("main"):
        pi, q1, q2, q1_pi = actor_critic(x, a, limit=1.5)
    with tf.variable_scope("target"):
        _, _, _, target = actor_critic(x, a, limit=1.5)
    return {"pi": pi, "q1": q1, "q2": q2, "q1_pi": q1_pi, "target": target, "gated": gate(x, 3)}
