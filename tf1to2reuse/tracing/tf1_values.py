"""Values that a traced program passes around, as plain data for the probe writer. Python 3.6 or newer.

A description is a dictionary with a ``kind``:

    code      ``text``: a closed expression (numbers, strings, ``tf.relu``, ``np.float32``)
    list, tuple, set   ``items``                      dict   ``items``: pairs
    call      ``function``, ``arguments``, ``keywords``: how such a value is made
    name      ``module``, ``name``: a module's own definition        module   ``name``
    attribute ``of``, ``name``: a bound method
    array     ``dtype``, ``shape``, ``values`` (of a small one), ``low``, ``high``
    tensor    ``number`` in the trace's table         object   ``number``: an instance of a class of the tree
    hole      ``what``: cannot be written down; says what it is
"""

import argparse
import builtins
import collections
import enum
import functools
import hashlib
import inspect
import json
import sys
import types
from typing import Any

SMALL = 32  # numbers of an array that are written out one by one
DEEPEST = 12
LONGEST = 500
PLAIN = (type(None), bool, int, complex, str, bytes, type(Ellipsis))
NAMESPACES = (
    "",
    "nn",
    "layers",
    "initializers",
    "math",
    "train",
    "losses",
    "nn.rnn_cell",
    "keras.layers",
    "contrib.layers",
    "contrib.slim",
    "contrib.rnn",
    "contrib.framework",
)


def code(text: Any) -> Any:
    return {"kind": "code", "text": text}


def hole(what: Any) -> Any:
    return {"kind": "hole", "what": what}


def call(function: Any, arguments: Any, keywords: Any) -> Any:
    return {"kind": "call", "function": function, "arguments": arguments, "keywords": keywords}


class Values:
    """Describes values, and keeps every tensor and object that it has seen: their numbers stay theirs."""

    def __init__(self, tf: Any, np: Any, is_tree_file: Any) -> None:
        self.tf, self.np, self.is_tree_file = tf, np, is_tree_file
        self.tensors, self.objects = Kept(), Kept()
        self.others = Kept()
        self.public = {}

    def describe(self, value: Any, around: Any = ()) -> Any:
        if len(around) > DEEPEST or id(value) in around:
            return hole("a value that contains itself, or is nested very deeply")
        inner = functools.partial(self.describe, around=(*around, id(value)))
        for describe in (
            self.plain,
            self.container,
            self.of_tensorflow,
            self.of_numpy,
            self.definition,
            self.record_like,
            self.instance,
        ):
            found = describe(value, inner)
            if found is not None:
                return found
        return hole("%s (%s)" % (type_name(value), type(value).__module__))

    def plain(self, value: Any, inner: Any) -> Any:
        if type(value) is str and repr(value) == "'%s'" % value and '"' not in value:
            return code('"%s"' % value)
        if type(value) in PLAIN:
            return code(repr(value))
        if type(value) is float:
            return code(repr(value) if value - value == 0 else 'float("%r")' % value)
        return None

    def container(self, value: Any, inner: Any) -> Any:
        kind = type(value)
        if kind in (list, tuple, set, frozenset, dict, collections.OrderedDict) and len(value) > LONGEST:
            return hole("%s of %d items" % (kind.__name__, len(value)))
        if kind in (list, tuple):
            return {"kind": kind.__name__, "items": [inner(item) for item in value]}
        if kind in (set, frozenset):
            items = {"kind": "list", "items": [inner(item) for item in sorted(value, key=repr)]}
            return call(code(kind.__name__), [items], {})
        if kind is dict:
            return {"kind": "dict", "items": [[inner(key), inner(item)] for key, item in value.items()]}
        if kind is collections.OrderedDict:
            pairs = {"kind": "list", "items": [inner(pair) for pair in value.items()]}
            return call({"kind": "name", "module": "collections", "name": "OrderedDict"}, [pairs], {})
        if isinstance(value, tuple) and hasattr(value, "_fields"):
            fields = {name: inner(item) for name, item in zip(value._fields, value)}
            return call(self.describe(kind), [], fields)
        if kind is slice:
            return call(code("slice"), [inner(part) for part in (value.start, value.stop, value.step)], {})
        return code(repr(value)) if kind is range else None

    def of_tensorflow(self, value: Any, inner: Any) -> Any:
        tf = self.tf
        if isinstance(value, tf.Tensor):
            return {"kind": "tensor", "number": self.tensors.number(value)}
        if isinstance(value, tf.Variable):
            return hole("the variable %s" % value.op.name)
        if isinstance(value, tf.DType):
            return hole("a reference type") if value._is_ref_dtype else code("tf.%s" % value.name)
        if isinstance(value, tf.Dimension):
            return code("tf.Dimension(%r)" % value.value)
        if isinstance(value, tf.TensorShape):
            return code("tf.TensorShape(%r)" % (value.as_list() if value.ndims is not None else None))
        if value is tf.AUTO_REUSE:
            return code("tf.AUTO_REUSE")
        if type(value).__name__ == "HParams" and type(value).__module__.startswith("tensorflow."):
            fields = {name: inner(item) for name, item in sorted(value.values().items())}
            return call(code("tf.contrib.training.HParams"), [], fields)
        if type(value).__module__.startswith("tensorflow.") and hasattr(value, "get_config"):
            maker = self.public_name(type(value))
            usual = inspect.signature(type(value)).parameters
            fields = {
                name: inner(item)
                for name, item in value.get_config().items()
                if name not in usual or not same(usual[name].default, item)
            }
            return call(code(maker), [], fields) if maker else None
        return None

    def of_numpy(self, value: Any, inner: Any) -> Any:
        np = self.np
        if isinstance(value, np.dtype):
            return code("np.dtype(%r)" % value.name)
        if isinstance(value, np.generic) and value.dtype.kind in "biuf":
            if value.dtype.kind == "f" and not np.isfinite(value):
                return code('np.%s("%r")' % (value.dtype.name, float(value)))
            return code("np.%s(%r)" % (value.dtype.name.replace("bool", "bool_"), value.item()))
        if type(value) is not np.ndarray:
            return None
        if value.dtype.kind not in "biuf" or (value.dtype.kind == "f" and not np.isfinite(value).all()):
            return hole("an array of %s, or with nan or infinity in it" % value.dtype)
        found = {"kind": "array", "dtype": value.dtype.name, "shape": list(value.shape), "values": None}
        if value.size <= SMALL:
            found["values"] = repr(value.tolist())
        else:
            found["low"], found["high"] = value.min().item(), value.max().item()
        return found

    def definition(self, value: Any, inner: Any) -> Any:
        if isinstance(value, types.ModuleType):
            return {"kind": "module", "name": value.__name__}
        if inspect.ismethod(value):
            return {"kind": "attribute", "of": inner(value.__self__), "name": value.__name__}
        if isinstance(value, functools.partial):
            parts = [inner(value.func)] + [inner(item) for item in value.args]
            fields = {name: inner(item) for name, item in value.keywords.items()}
            return call({"kind": "name", "module": "functools", "name": "partial"}, parts, fields)
        if not callable(value) or not hasattr(value, "__name__"):
            return None
        if getattr(builtins, value.__name__, None) is value:
            return code(value.__name__)
        if getattr(self.np, value.__name__, None) is value:
            return code("np.%s" % value.__name__)
        public = self.public_name(value)
        if public:
            return code(public)
        module, name = getattr(value, "__module__", None), getattr(value, "__qualname__", "")
        if held_by(module, name, value):
            return {"kind": "name", "module": module, "name": name}
        return hole("the function %s of %s, which no module holds under that name" % (name, module))

    def record_like(self, value: Any, inner: Any) -> Any:
        if isinstance(value, enum.Enum):
            return {"kind": "attribute", "of": inner(type(value)), "name": value.name}
        if type(value) in (argparse.Namespace, types.SimpleNamespace):
            fields = {name: inner(item) for name, item in sorted(vars(value).items())}
            module = "argparse" if type(value) is argparse.Namespace else "types"
            return call({"kind": "name", "module": module, "name": type(value).__name__}, [], fields)
        return None

    def instance(self, value: Any, inner: Any) -> Any:
        if not self.of_the_tree(value):
            return None
        return {
            "kind": "object",
            "number": self.objects.number(value),
            "class": self.describe(type(value)),
            "bare": not state(value)
            and type(value).__init__ is object.__init__
            and type(value).__new__ is object.__new__,
            "what": type_name(value),
        }

    def of_the_tree(self, value: Any) -> Any:
        """Whether this is an instance of a class that a file of the tree defines."""
        module = sys.modules.get(type(value).__module__)
        return self.is_tree_file(getattr(module, "__file__", None) or "")

    def public_name(self, value: Any) -> Any:
        """``tf.nn.relu``; empty for what TensorFlow does not offer by name."""
        if not str(getattr(value, "__module__", "")).startswith(("tensorflow", "tensorflow_core")):
            return ""
        if not self.public:
            for namespace in NAMESPACES:
                for name, item in sorted(vars(self.namespace(namespace)).items()):
                    if callable(item) and not name.startswith("_"):
                        self.public.setdefault(id(item), ".".join(p for p in ("tf", namespace, name) if p))
        return self.public.get(id(value), "")

    def namespace(self, name: Any) -> Any:
        found = self.tf
        if name.startswith("contrib") and "tensorflow.contrib" not in sys.modules:
            return types.SimpleNamespace()  # loading it takes seconds, and nothing of it can have been used
        for part in name.split(".") if name else ():
            found = getattr(found, part, types.SimpleNamespace())
        return found

    def results(self, value: Any, path: Any = "", around: Any = ()) -> Any:
        """``[path, kind, number]`` of every tensor and object in a result: ``["logits"]``, ``.o1``."""
        if len(around) > 4 or id(value) in around:
            return []
        around = (*around, id(value))
        if isinstance(value, self.tf.Tensor):
            return [[path, "tensor", self.tensors.number(value)]]
        if isinstance(value, tuple) and hasattr(value, "_fields"):
            parts = [(".%s" % name, item) for name, item in zip(value._fields, value)]
        elif isinstance(value, (list, tuple)):
            parts = [("[%d]" % index, item) for index, item in enumerate(value[:LONGEST])]
        elif isinstance(value, dict):
            parts = [
                ("[%s]" % json.dumps(key), item) for key, item in value.items() if type(key) in (str, int)
            ]
        elif self.of_the_tree(value):
            parts = [
                (".%s" % name, item) for name, item in sorted(state(value).items()) if name.isidentifier()
            ]
        else:
            return []
        found = [[path, "object", self.objects.number(value)]] if self.of_the_tree(value) else []
        for step, item in parts:
            found += self.results(item, path + step, around)
        return found[:LONGEST]

    def states(self, described: Any) -> Any:
        """Fingerprints of the attributes of all objects that a description reaches, by number."""
        found, pending = {}, numbers_in(described)
        while pending:
            number = pending.pop()
            if number not in found:
                attributes = {name: self.describe(item) for name, item in state(self.objects[number]).items()}
                pending += numbers_in(list(attributes.values()))
                found[number] = {
                    name: self.fingerprint(number, name, item) for name, item in attributes.items()
                }
        return found

    def fingerprint(self, number: Any, name: Any, described: Any) -> Any:
        text = json.dumps(described, sort_keys=True)
        if '"hole"' in text:  # only known by being the same thing
            text += str(self.others.number(state(self.objects[number])[name]))
        return hashlib.md5(text.encode("utf-8")).hexdigest()[:12]


class Kept:
    """Numbers things by identity, and keeps them, so that no other thing takes their place in memory."""

    def __init__(self) -> None:
        self.numbers, self.things = {}, []

    def __getitem__(self, number: Any) -> Any:
        return self.things[number]

    def number(self, thing: Any) -> Any:
        if id(thing) not in self.numbers:
            self.numbers[id(thing)] = len(self.things)
            self.things.append(thing)
        return self.numbers[id(thing)]


def state(value: Any) -> Any:
    """The attributes of an object, those in slots included."""
    found = dict(getattr(value, "__dict__", {}))
    for kind in type(value).__mro__:
        names = kind.__dict__.get("__slots__", ())
        for name in [names] if isinstance(names, str) else names:
            if hasattr(value, name) and name not in ("__dict__", "__weakref__"):
                found[name] = getattr(value, name)
    return found


def same(default: Any, value: Any) -> Any:
    """Whether a configuration says what the default says: it names data types."""
    return (
        default is value
        or (type(default) is type(value) and default == value)
        or (value is not None and name_of(default) == value)
    )


def name_of(kind: Any) -> Any:
    return getattr(kind, "name", kind) if type(kind).__name__ == "DType" else None


def type_name(value: Any) -> Any:
    return type(value).__name__


def held_by(module: Any, name: Any, value: Any) -> Any:
    """Whether ``module.name`` is this very thing."""
    found = sys.modules.get(module)
    for part in name.split("."):
        found = getattr(found, part, None)
    return found is value and found is not None


def numbers_in(described: Any) -> Any:
    if isinstance(described, list):
        return [number for item in described for number in numbers_in(item)]
    if not isinstance(described, dict):
        return []
    if described.get("kind") == "object":
        return [described["number"]]
    return [number for item in described.values() for number in numbers_in(item)]
