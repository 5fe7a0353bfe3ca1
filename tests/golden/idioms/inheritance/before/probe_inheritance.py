"""An actor, and three critics of one family."""
import numpy as np

from nets import Actor, Deep, Plain, Wide

random = np.random.RandomState(10)


def probe_inheritance(x=random.standard_normal((4, 3)).astype("float32"),
                      y=random.standard_normal((4, 3)).astype("float32")):
    actor, target = Actor(3), Actor(3, name="target_actor", width=6)
    plain = Plain("plain")
    deep = Deep("deep", 2)
    wide = Wide("wide")
    action = actor(x)
    return {
        "action": action,
        "target": target(x),
        "plain": plain(x) - plain(y, reuse=True),
        "deep": deep(x) * deep(action, reuse=True),
        "wide": wide(y),
    }
