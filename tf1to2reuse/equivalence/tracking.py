"""A running program becomes the list of what it created: layers, variables, and the locals of its drivers.

Layers are kept alive, since a Keras variable that only a discarded layer holds would disappear with it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FrameType, SimpleNamespace
from typing import Any

import keras
import tensorflow as tf

from tf1to2reuse.checkpoint.manifest import Manifest, Owner
from tf1to2reuse.checkpoint.walk import Root, class_key
from tf1to2reuse.equivalence.holding import underlying


@dataclass(frozen=True, eq=False)
class LayerCall:
    """One call of a layer that ended. ``line``: ``file:line`` of the call in the tree; ``start``: how many
    calls had started before it; ``original``: the TF1 function that the layer, or the one around it, was;
    ``inner``: the call was made by a layer of Keras itself, as a recurrent layer calls its cell."""

    layer: Any
    inputs: Any
    outputs: Any
    line: str
    start: int
    original: str
    inner: bool


class Tracker:
    """Call ``install`` once; run the program inside ``watching``."""

    def __init__(self, manifest: Manifest, tree: Path) -> None:
        self.tree = tree
        self.layers: list[Any] = []
        self.variables: list[Any] = []
        self.plain: list[Any] = []
        self.calls: list[LayerCall] = []
        self.started = 0
        self.open: list[tuple[Any, int]] = []  # the layer calls that run now, and their ``start``
        self.drivers: list[Root] = []
        self.holders: list[Root] = []
        self._functions = dict(manifest.functions)
        self._inits = {f"{key}.__init__": owner for key, owner in manifest.classes.items()}
        self._keys: dict[CodeType, str] = {}
        self._files: dict[CodeType, str] = {}
        self._classes = dict(manifest.classes)

    def install(self) -> None:
        self._wrap(keras.Layer, self.layers)
        self._wrap(keras.Variable, self.variables)
        self._wrap_calls()

    @staticmethod
    def _wrap(cls: Any, kept: list[Any]) -> None:
        original = cls.__init__

        def init(self: Any, *args: Any, **kwargs: Any) -> None:
            kept.append(self)
            original(self, *args, **kwargs)

        init.__signature__ = __import__("inspect").signature(original)  # type: ignore[attr-defined]
        cls.__init__ = init

    def _wrap_calls(self) -> None:
        original, tracker = keras.Layer.__call__, self
        functions = [""]

        def call(self: Any, *args: Any, **kwargs: Any) -> Any:
            start, line = tracker.started, tracker.line_of(sys._getframe(1))
            tracker.started += 1
            functions.append(tracker.original_of(type(self)) or functions[-1])
            tracker.open.append((self, start))
            try:
                outputs = original(self, *args, **kwargs)
            finally:
                function = functions.pop()
                tracker.open.pop()
            inner = bool(tracker.open) and is_of_keras(tracker.open[-1][0])
            tracker.calls.append(LayerCall(self, (args, kwargs), outputs, line, start, function, inner))
            return outputs

        keras.Layer.__call__ = call

    def line_of(self, frame: FrameType | None) -> str:
        """``file:line`` of the nearest frame inside the tree."""
        while frame is not None:
            if frame.f_code not in self._files:
                self._files[frame.f_code] = self._file(frame.f_code)
            if self._files[frame.f_code]:
                return f"{self._files[frame.f_code]}:{frame.f_lineno}"
            frame = frame.f_back
        return ""

    def original_of(self, cls: type) -> str:
        """The TF1 function that a class of the manifest was."""
        owner = self._classes.get(class_key(cls, self.tree))
        return owner.function if owner else ""

    def _file(self, code: CodeType) -> str:
        try:
            return Path(code.co_filename).resolve().relative_to(self.tree).as_posix()
        except (ValueError, OSError):
            return ""

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Notice plain TensorFlow variables, returning drivers, and constructors of holders."""
        before = sys.getprofile()
        sys.setprofile(self._on_event)
        try:
            with tf.variable_creator_scope(self._on_variable):
                yield
        finally:
            sys.setprofile(before)

    def _on_variable(self, create: Any, **kwargs: Any) -> Any:
        variable = create(**kwargs)
        self.plain.append(variable)
        return variable

    def _on_event(self, frame: FrameType, event: str, _: Any) -> None:
        if event != "return":
            return
        key = self._key(frame)
        if not key:
            return
        if key in self._functions:
            held = SimpleNamespace(**{n: v for n, v in frame.f_locals.items() if n.isidentifier()})
            self.drivers.append(Root(held, self._functions[key], "", key))
        elif key in self._inits:
            self._constructed(frame, self._inits[key])

    def _constructed(self, frame: FrameType, owner: Owner) -> None:
        names = frame.f_code.co_varnames
        if owner.kind == "holder" and names:
            self.holders.append(Root(frame.f_locals.get(names[0]), owner, "", owner.key))

    def _key(self, frame: FrameType) -> str:
        code = frame.f_code
        if code not in self._keys:
            self._keys[code] = self._make_key(code)
        return self._keys[code]

    def _make_key(self, code: CodeType) -> str:
        file = self._file(code)
        if not file:
            return ""
        qualified = getattr(code, "co_qualname", None)
        if qualified is not None:
            return f"{file}:{qualified}"
        known = [
            *self._functions,
            *self._inits,
        ]  # Python 3.10 knows no qualified name: it must be unambiguous
        own, line = code.co_name, f"{file}:"
        fitting = [key for key in known if key.startswith(line) and key[len(line) :].split(".")[-1] == own]
        return fitting[0] if len(fitting) == 1 else ""

    def weights(self) -> list[tuple[Any, str]]:
        """Every weight once, with the layer that made it; and every trained variable that no layer holds."""
        found: dict[int, tuple[Any, str]] = {}
        for layer in self.layers:
            for weight in getattr(layer, "weights", ()):
                found.setdefault(id(weight), (weight, f"{type(layer).__name__} {layer.name}"))
        inside = {id(underlying(variable)) for variable in self.variables if variable._value is not None}
        for variable in self.plain:
            if id(variable) not in inside and variable.trainable:
                found.setdefault(id(variable), (variable, "tf.Variable"))
        return list(found.values())


def is_of_keras(layer: Any) -> bool:
    """A layer of Keras itself, not one of the program."""
    return type(layer).__module__.partition(".")[0] == "keras"


def attributes(layers: list[Any]) -> dict[int, str]:
    """``Owner.attribute`` of each layer that an attribute of another one holds, by id of the layer."""
    found: dict[int, str] = {}
    for owner in layers:
        if is_of_keras(owner):
            continue
        for name, value in vars(owner).items():
            if not name.startswith("_"):
                for where, layer in _layers_in(value):
                    found.setdefault(id(layer), f"{type(owner).__name__}.{name}{where}")
    return found


def _layers_in(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, keras.Layer):
        yield "", value
    elif isinstance(value, list | tuple):
        yield from ((f"[{i}]", item) for i, item in enumerate(value) if isinstance(item, keras.Layer))
    elif isinstance(value, dict):
        yield from ((f"[{k!r}]", item) for k, item in value.items() if isinstance(item, keras.Layer))
