import numpy as np
from net import TextCNN


def probe_kept_families():
    m = TextCNN(7, 2, 10, 3, [2, 3, 5], 5)
    r = np.random.RandomState(0)
    return {"s": m.scores, "l": m.loss}, {m.input_x: r.randint(0, 10, (2, 7)), m.input_y: np.eye(2, dtype="float32"), m.dropout_keep_prob: 1.0}
