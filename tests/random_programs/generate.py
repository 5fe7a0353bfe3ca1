"""Whole random programs: one or two modules with functions and classes, and a ``probe`` that builds a graph.

``generate(Random(seed))`` gives a program; ``programs()`` is the same as a hypothesis strategy, so that a
failing example shrinks.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from hypothesis import strategies as st

from tests.random_programs.definitions import write_class, write_function
from tests.random_programs.environment import Choices, Names
from tests.random_programs.idioms import FORMS, family
from tests.random_programs.statements import Block

HEAD = ["import contextlib, functools, os", "import tensorflow as tf", "slim = tf.contrib.slim"]
LINES_OF_LIBRARY = 1000  # the program's lines come after those of its library, so a line names its module


@dataclass(frozen=True)
class Program:
    """Sources by file name, the last of which has ``probe``; and the features that it uses."""

    modules: dict[str, str]
    features: frozenset[str]


def generate(random: Random) -> Program:
    """A program out of seeded choices."""
    c = Choices(random)
    modules: dict[str, str] = {}
    names = Names()
    head = HEAD
    if c.chance(0.3):
        c.use("two modules")
        shared = Names()
        lines = [*HEAD, *definitions(c, shared, "lib", False)]
        modules["lib.py"] = "\n".join(lines) + "\n"
        style = c.pick(["module", "names"])
        found = [f.name for f in shared.functions] + [cls.partition(".")[0] for cls, _ in shared.classes]
        if style == "module":
            head = [*HEAD, "import lib"]
            prefix = "lib."
        else:
            head = [*HEAD, *([f"from lib import {', '.join(found)}"] if found else [])]
            prefix = ""
        names.functions = [
            type(f)(prefix + f.name, f.kind, f.parameters, f.decorated) for f in shared.functions
        ]
        names.classes = [(prefix + cls, method) for cls, method in shared.classes]
    lines = [*head, "notes = []", *definitions(c, names, "f", True), *probe(c, names)]
    offset = "\n" * LINES_OF_LIBRARY if modules else ""
    modules["prog.py"] = offset + "\n".join(lines) + "\n"
    return Program(modules, frozenset(c.features))


def definitions(c: Choices, names: Names, stem: str, notes: bool) -> list[str]:
    """Functions and classes of one module; later ones may call earlier ones."""
    lines: list[str] = []
    for _ in range(c.random.randint(0, 3)):
        text, function = write_function(c, names, c.fresh(stem), 1, "", notes)
        lines += text
        names.functions.append(function)
    if c.chance(0.4):
        text, function = c.pick(FORMS)(c, names, c.fresh(stem))
        lines += text
        names.functions.append(function)
    if c.chance(0.15):
        text, name, method = family(c, names, c.fresh("Family"))
        lines += text
        names.classes.append((name, method))
    if c.chance(0.3):
        name = c.fresh("Net")
        text, method = write_class(c, names, name, notes)
        lines += text
        names.classes.append((name, method))
    return lines


def probe(c: Choices, names: Names) -> list[str]:
    """The function that builds the graph."""
    inner = names.inner()
    inner.rows, inner.images = ["x", "y"], ["im"]
    body = Block(c, inner, 1, "    ", True)
    body.add("x = tf.placeholder(tf.float32, [2, 3])")
    body.add("y = tf.placeholder(tf.float32, [2, 3])")
    body.add("im = tf.placeholder(tf.float32, [2, 8, 8, 3])")
    if c.calm and c.chance(0.3):
        c.use("all under AUTO_REUSE")
        body.add("with tf.variable_scope('model', reuse=tf.AUTO_REUSE):")
        body.nested(inner, size=7)
    else:
        for _ in range(c.random.randint(2, 7)):
            body.statement()
    return ["def probe():", *body.lines, "    return list(notes)"]


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Programs whose choices hypothesis makes."""
    return generate(draw(st.randoms(use_true_random=False)))
