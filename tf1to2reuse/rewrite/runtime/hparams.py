"""Hyper-parameters by name: stands in for the class of that name that left TensorFlow with tf.contrib."""

import json


class HParams(object):
    """Attributes given by keyword; new ones are added by ``add_hparam`` only."""

    def __init__(self, **values):
        self._names = []
        for name, value in values.items():
            self.add_hparam(name, value)

    def add_hparam(self, name, value):
        if hasattr(self, name):
            raise ValueError("Hyperparameter name is reserved: %s" % name)
        self._names.append(name)
        setattr(self, name, value)

    def set_hparam(self, name, value):
        if name not in self._names:
            raise KeyError("Unknown hyperparameter: %s" % name)
        setattr(self, name, value)

    def del_hparam(self, name):
        self._names.remove(name)
        delattr(self, name)

    def get(self, name, default=None):
        return getattr(self, name) if name in self._names else default

    def values(self):
        return {name: getattr(self, name) for name in self._names}

    def override_from_dict(self, values):
        for name, value in values.items():
            self.set_hparam(name, value)
        return self

    def parse_json(self, text):
        return self.override_from_dict(json.loads(text))

    def to_json(self, **options):
        return json.dumps(self.values(), **options)

    def __contains__(self, name):
        return name in self._names

    def __str__(self):
        return str(sorted(self.values().items()))
