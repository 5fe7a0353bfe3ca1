"""Saves models of rewritten layers as .keras files and loads them; prints whether each gives the same again.

Run with a folder for the files; a line of JSON for each layer.
"""

import importlib
import json
import sys
from pathlib import Path

import keras
import numpy as np

HERE = Path(__file__).parent
LAYERS = {  # case: module, class, arguments, widths and dtype of the inputs
    "idioms/templates": ("towers", "Difference", {}, [6, 6], "float32"),
    "idioms/auto_reuse": ("encoder", "Encode", {"vocabulary": 9, "size": 3}, [4], "int32"),
    "idioms/apply_regularization": ("critic", "Critic", {"scale": 0.1}, [4, 2], "float32"),
}


def main(folder: Path) -> None:
    for case, (module, name, arguments, widths, dtype) in LAYERS.items():
        sys.path.insert(0, str(HERE / case / "after"))
        layer = getattr(importlib.import_module(module), name)
        inputs = [keras.Input((width,), dtype=dtype) for width in widths]
        model = keras.Model(inputs, layer(**arguments)(*inputs))
        model.save(folder / f"{name}.keras")
        loaded = keras.saving.load_model(folder / f"{name}.keras", custom_objects={name: layer})
        values = [np.random.default_rng(0).integers(0, 9, (3, width)).astype(dtype) for width in widths]
        before, after = (keras.tree.flatten(one(values)) for one in (model, loaded))
        equal = [np.array_equal(one, other) for one, other in zip(before, after, strict=True)]
        print(json.dumps([name, len(model.weights), len(loaded.weights), *equal]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
