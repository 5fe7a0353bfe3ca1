"""Both sides, for training length and for a shorter one."""
import numpy as np

from hparams import hp
from translator import Translator, score

random = np.random.RandomState(9)


def probe_hyperparameters(source=random.randint(0, 11, (2, 5)).astype("int32"),
                          target=random.randint(0, 11, (2, 4)).astype("int32"),
                          shorter=random.randint(0, 11, (2, 2)).astype("int32")):
    translator = Translator(hp)
    memory = translator.encode(source, training=False)
    logits = translator.decode(target, memory, training=False)
    again = translator.decode(shorter, translator.encode(source, False), False)
    difference = score(target) - score(shorter, reuse=True)[:, :1]
    return {"memory": memory, "logits": logits, "again": again, "difference": difference}
