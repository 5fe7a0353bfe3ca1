import numpy as np
import net


def probe_listed_tensors(a=np.random.RandomState(0).rand(2, 4).astype("float32"), b=np.random.RandomState(1).rand(2, 5).astype("float32")):
    return {"l": net.model(a, b)}
