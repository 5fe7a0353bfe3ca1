import numpy as np
from net import build


def probe_scope_of_object():
    net, workers = build()
    x = np.random.RandomState(0).randn(3, 4).astype("float32")
    nets = [net] + [w.AC for w in workers]
    out = {"y%d" % i: n.v for i, n in enumerate(nets)}
    out.update({"p%d" % i: n.a_prob for i, n in enumerate(nets)})
    out.update({"g%d_%d" % (i, k): g for i, w in enumerate(workers) for k, g in enumerate(w.AC.c_grads)})
    feeds = {n.s: x for n in nets}
    feeds.update({w.AC.target: x[:, :1] for w in workers})
    return out, feeds
