"""Descriptions become source text: what an argument of a probe's call says."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from tf1to2reuse.tracing.model import Value

NAMED = re.compile(r"\b(tf|np)\.")
Refer = Callable[[int], str]


@dataclass
class Imports:
    """The import statements that the probe's text needs."""

    main: str
    """What the main file is called when it is imported. Empty: that would run the program."""
    plain: set[str] = field(default_factory=set)
    within: set[tuple[str, str]] = field(default_factory=set)

    def module(self, name: str) -> str:
        """How a module is called in the text: ``pack.model`` is imported as ``from pack import model``."""
        name = self.main if name == "__main__" else name
        package, _, last = name.rpartition(".")
        if package:
            self.within.add((package, last))
        else:
            self.plain.add(name)
        return last

    def lines(self, text: str) -> list[str]:
        """The statements, those of other packages first."""
        used = set(NAMED.findall(text))
        outside = [f"import {name}" for name in sorted(self.plain & STANDARD)]
        packages = [
            line
            for key, line in (("np", "import numpy as np"), ("tf", "import tensorflow as tf"))
            if key in used
        ]
        own = [f"import {name}" for name in sorted(self.plain - STANDARD)]
        own += [f"from {package} import {name}" for package, name in sorted(self.within)]
        groups = [group for group in (outside, packages, own) if group]
        return "\n\n".join("\n".join(group) for group in groups).split("\n")


STANDARD = {"argparse", "collections", "functools", "types"}


@dataclass
class Expressions:
    """Writes descriptions. ``tensor`` and ``instance`` say how the probe calls what it holds already."""

    imports: Imports
    tensor: Refer
    instance: Refer
    hole: Callable[[str], str]
    notes: list[str] = field(default_factory=list)
    place: str = ""
    """The parameter that the value is for: what an input made for it is called, if it has no better name."""

    def text(self, value: Value) -> str:
        """The expression for a value."""
        match value["kind"]:
            case "code":
                return str(value["text"])
            case "list":
                return f"[{self.joined(value)}]"
            case "tuple":
                return f"({self.joined(value)}{',' if len(value['items']) == 1 else ''})"
            case "dict":
                pairs = [f"{self.text(key)}: {self.text(item)}" for key, item in value["items"]]
                return "{" + ", ".join(pairs) + "}"
            case "call":
                return self.call(value)
            case "name" | "module" if (
                value.get("module", value["name"]) == "__main__" and not self.imports.main
            ):
                return self.missing(
                    f"{value['name']} of the program's main file, which runs when it is imported"
                )
            case "name":
                return f"{self.imports.module(value['module'])}.{value['name']}"
            case "module":
                return self.imports.module(value["name"])
            case "attribute":
                return f"{self.text(value['of'])}.{value['name']}"
            case "array":
                return self.array(value)
            case "tensor":
                return self.tensor(value["number"])
            case "object":
                return self.instance(value["number"]) or self.missing(value["what"])
        return self.missing(value["what"])

    def missing(self, what: str) -> str:
        """A hole for what cannot be written down."""
        return self.hole(f"{self.place}: {what}")

    def joined(self, value: Value) -> str:
        """The items of a list or tuple."""
        return ", ".join(self.text(item) for item in value["items"])

    def call(self, value: Value) -> str:
        """How such a value is made."""
        given = [self.text(item) for item in value["arguments"]]
        if all(name.isidentifier() for name in value["keywords"]):
            given += [f"{name}={self.text(item)}" for name, item in value["keywords"].items()]
        else:
            pairs = ", ".join(f"{name!r}: {self.text(item)}" for name, item in value["keywords"].items())
            given.append("**{" + pairs + "}")
        return f"{self.text(value['function'])}({', '.join(given)})"

    def array(self, value: Value) -> str:
        """A small array as it is; a larger one with numbers of the same range, from a fixed seed."""
        if value["values"] is not None:
            return f'np.array({value["values"]}, "{value["dtype"]}")'
        self.notes.append(f"the program's {value['dtype']} array of shape {value['shape']} has other numbers")
        shape, random = tuple(value["shape"]), "np.random.RandomState(0)"
        if value["dtype"].startswith("float"):
            numbers = f"{random}.uniform({value['low']:.6g}, {value['high']:.6g}, {shape})"
        else:
            numbers = f"{random}.randint({int(value['low'])}, {int(value['high']) + 1}, {shape})"
        return f'{numbers}.astype("{value["dtype"]}")'
