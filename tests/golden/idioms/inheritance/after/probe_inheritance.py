"""An actor, and three critics of one family."""
import numpy as np
import tensorflow as tf

from nets import Actor, Deep, Plain, Wide

random = np.random.RandomState(10)


class ProbeInheritance(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.actor = Actor(3)
        self.actor_1 = Actor(3, name="target_actor", width=6)
        self.plain = Plain("plain")
        self.deep = Deep("deep", 2)
        self.wide = Wide("wide")

    def call(self, x=random.standard_normal((4, 3)).astype("float32"),
             y=random.standard_normal((4, 3)).astype("float32")):
        actor, target = self.actor, self.actor_1
        action = actor(x)
        return {
            "action": action,
            "target": target(x),
            "plain": self.plain(x) - self.plain(y),
            "deep": self.deep(x) * self.deep(action),
            "wide": self.wide(y),
        }
