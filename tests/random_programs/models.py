"""Whole random models: functions and classes over one or two modules, and a probe that calls them.

``generate_model(Random(seed))`` gives a program that builds a model out of tensors. Its probe,
``probe_random``, takes numpy arrays as defaults and returns its outputs by name.
"""

from __future__ import annotations

import re
from random import Random

from tests.random_programs.environment import Choices
from tests.random_programs.generate import Program
from tests.random_programs.model_body import SIZE, Body, argument, call_layer
from tests.random_programs.model_functions import in_reach, write_class, write_function
from tests.random_programs.model_statements import STATEMENTS
from tests.random_programs.model_types import Area, Kind, Layer

HEAD = ["import numpy as np", "import tensorflow as tf"]
SLIM = ["import tensorflow.contrib.slim as slim", "slim = tf.contrib.slim"]
ARRAYS = {
    "a": ("np.random.RandomState(1).uniform(-1, 1, (4, 5)).astype('float32')", Kind("row", "5")),
    "b": ("np.random.RandomState(2).uniform(-1, 1, (4, 5)).astype('float32')", Kind("row", "5")),
    "im": (
        f"np.random.RandomState(3).uniform(-1, 1, (2, {SIZE}, {SIZE}, 3)).astype('float32')",
        Kind("image", "3"),
    ),
    "im2": (
        f"np.random.RandomState(4).uniform(-1, 1, (2, {SIZE}, {SIZE}, 3)).astype('float32')",
        Kind("image", "3"),
    ),
}


class Objects:
    """The classes of a program, with their constructors."""

    def __init__(self) -> None:
        self.classes: list[tuple[str, Layer, list[tuple[str, str | None]]]] = []


def generate_model(random: Random) -> Program:
    """A program out of seeded choices."""
    c = Choices(random)
    modules: dict[str, str] = {}
    layers: list[Layer] = []
    objects = Objects()
    head = [*HEAD, c.pick(SLIM)]
    probe_head = list(head)
    if c.chance(0.5):
        c.use("two modules")
        lines = definitions(c, layers, objects, "layers")
        style = c.pick(["names", "module", "alias", "star"])
        names = [layer.name for layer in layers] + [name for name, _, _ in objects.classes]
        modules["layers.py"] = "\n".join([*head, "", *lines]) + "\n"
        prefix = {"module": "layers.", "alias": "L."}.get(style, "")
        probe_head.append(
            {
                "names": f"from layers import {', '.join(names)}",
                "module": "import layers",
                "alias": "import layers as L",
                "star": "from layers import *",
            }[style]
        )
        layers = [Layer(prefix + x.name, x.takes, x.gives, x.sharing, x.defaults) for x in layers]
        objects.classes = [(prefix + name, call, given) for name, call, given in objects.classes]
    lines = definitions(c, layers, objects, "net")
    written = "\n".join([*modules.values(), *lines]).replace("def ", "def")
    tail = probe(c, layers, objects, re.sub(r"def\w+\(", "", written))
    modules["probe_random.py"] = "\n".join([*probe_head, "", *lines, *tail]) + "\n"
    return Program(modules, frozenset(c.features))


def definitions(c: Choices, layers: list[Layer], objects: Objects, stem: str) -> list[str]:
    """Functions and classes; later ones may call earlier ones."""
    lines: list[str] = []
    for _ in range(c.random.randint(1, 2)):
        text, layer = write_function(c, layers, c.fresh(c.pick([stem, "block", "encode"])))
        lines += ["", *text, ""]
        layers.append(layer)
    if c.chance(0.3):
        name = c.fresh("Net")
        text, call, constructor = write_class(c, layers, name)
        lines += ["", *text, ""]
        objects.classes.append((name, call, constructor))
    return lines


def write_calls(body: Body, unused: list[Layer]) -> list[str]:
    """Calls of everything that nothing calls yet, and some more; the names of the outputs."""
    outputs = []
    wanted = [*unused, *[None] * body.c.random.randint(1, 3)]
    for number, layer in enumerate(wanted):
        before = len(body.lines)
        for _ in range(8):
            if len(body.lines) == before:
                call_layer(body, layer)
        if len(body.lines) > before:
            outputs.append(f"out{number}")
            body.add(f"out{number} = {body.lines[-1].split(' = ')[0].strip()}")
    return outputs


def probe(c: Choices, layers: list[Layer], objects: Objects, written: str) -> list[str]:
    """The function whose outputs are compared."""
    reach = in_reach(c, layers, [])
    images = any(layer.takes == "image" for layer in [*layers, *[call for _, call, _ in objects.classes]])
    chosen = ["a", "b", "im", "im2"] if images else ["a", "b"]
    reach.tensors = {name: ARRAYS[name][1] for name in chosen}
    body = Body(c, reach, Area(unnamed=False), "    ")
    words = [f"{name}={ARRAYS[name][0]}" for name in chosen]
    for name, call, constructor in objects.classes:
        made = c.fresh("net")
        given = [argument(body, p, d) if p != "name" else repr(made) for p, d in constructor]
        values = {f"self.{p}": value for (p, _), value in zip(constructor, given, strict=True)}
        body.add(f"{made} = {name}({', '.join(given)})")
        gives = Kind(call.gives.rank, call.gives.seen_by(values, Kind("row", "?x")).width, call.gives.halved)
        called = made if call.name == "__call__" else f"{made}.{call.name}"
        reach.layers = [*reach.layers, *[Layer(called, call.takes, gives, call.sharing, call.defaults)] * 2]
    body.statements = [(10, call_layer, False), (1, STATEMENTS[3][1], False)] if reach.layers else STATEMENTS
    outputs = write_calls(body, [layer for layer in reach.layers if f"{layer.name}(" not in written])
    returned = ", ".join(f"'{name}': {name}" for name in outputs)
    return ["", f"def probe_random({', '.join(words)}):", *body.lines, f"    return {{{returned}}}"]
