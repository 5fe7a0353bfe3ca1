"""The names of ``tf.contrib.keras`` in TF 1.15, and whether each is the object of that name in ``tf.keras``.

Runs under TF 1.15.5 (Python 3.7): ``contrib_keras_names.py`` prints JSON.
"""

import json
import types

import tensorflow as tf

SKIPPED = ("api", "python", "absolute_import", "division", "print_function")


def walk(module, twin, path):
    """(name, whether tf.keras has the same object there) of everything in a module and below."""
    for name in dir(module):
        if name.startswith("_") or name in SKIPPED:
            continue
        value, other = getattr(module, name), getattr(twin, name, None)
        if not isinstance(value, types.ModuleType):
            yield path + "." + name, value is other
        elif "keras" in value.__name__:
            yield from walk(value, other, path + "." + name)


if __name__ == "__main__":
    print(json.dumps(dict(walk(tf.contrib.keras, tf.keras, "tf.contrib.keras"))))
