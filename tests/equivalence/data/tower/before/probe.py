"""Two passes over one tower."""
import numpy as np
import tower


def probe_tower(
    tokens=np.array([[1], [4], [10]], "int32"), more=np.array([[0], [1]], "int32"), keep_prob=np.float32(0.8)
):
    logits, scale, best = tower.tower(tokens, 2, keep_prob)
    again, _, _ = tower.tower(more, 2, keep_prob)
    return {"logits": logits, "scale": scale, "best": best, "again": again}
