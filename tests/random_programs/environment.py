"""What a generated program may use at one point: typed names, and choices that build expressions of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import TypeVar

T = TypeVar("T")

SCOPES = ["a", "b", "enc", "dec", "net", "h0", "h1", "block"]
WEIGHTS = ["w", "v", "k", "bias"]
LAYERS = ["fc", "out", "conv", "bn", "d1"]
FEATURES_BY_STYLE = {"percent": "%", "format": "format", "f": "f-string", "plus": "+", "join": "os.path.join"}


@dataclass(frozen=True)
class Function:
    """A callable of the program. ``parameters`` are those that a call may give, without the tensor."""

    name: str
    kind: str
    parameters: tuple[str, ...] = ()
    decorated: bool = False


@dataclass
class Names:
    """Names in reach, by type. Tensors: ``rows`` are [2, 3], ``images`` [2, 8, 8, 3]."""

    rows: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    scopes: list[str] = field(default_factory=list)
    reuses: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    counts: list[str] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)
    layers: list[tuple[str, str]] = field(default_factory=list)
    functions: list[Function] = field(default_factory=list)
    classes: list[tuple[str, str]] = field(default_factory=list)
    objects: list[tuple[str, str]] = field(default_factory=list)

    def inner(self) -> Names:
        """A copy for a nested block, so that what it binds is not used after it."""
        return replace(self, **{name: list(getattr(self, name)) for name in vars(self)})


class Choices:
    """Seeded choices, fresh names, and the record of what was used."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.calm = random.random() < 0.9
        self.features: set[str] = set()
        self.counter = 0

    def chance(self, probability: float) -> bool:
        """True with this probability."""
        return self.random.random() < probability

    def pick(self, options: Sequence[T]) -> T:
        """One of the options."""
        return options[self.random.randrange(len(options))]

    def use(self, feature: str) -> None:
        """Notes a feature."""
        self.features.add(feature)

    def fresh(self, stem: str) -> str:
        """An identifier not used before."""
        self.counter += 1
        return f"{stem}{self.counter}"

    # -- expressions ------------------------------------------------------------------------------

    def literal(self, pool: Sequence[str]) -> str:
        """A plain name; in calm programs mostly one that nothing else has."""
        if self.chance(0.7 if self.calm else 0.15):
            return self.fresh(self.pick(["s", "p", "q"]))
        name = self.pick(pool)
        if self.chance(0.06):
            self.use("slash")
            name += "/" + self.pick(pool)
        return name

    def string(self, names: Names, pool: Sequence[str]) -> str:
        """An expression whose value is a scope or variable name."""
        if names.strings and self.chance(0.35):
            return self.pick(names.strings)
        literal = self.literal(pool)
        number = self.number(names)
        style = self.pick(["plain", "plain", "plain", "plain", "percent", "format", "f", "plus", "join"])
        if style == "plain":
            return repr(literal)
        self.use(FEATURES_BY_STYLE[style])
        base = self.pick(names.strings) if names.strings and self.chance(0.4) else repr(literal)
        return {
            "percent": f"'%s_%d' % ({base}, {number})",
            "format": f"'{{}}_{{}}'.format({base}, {number})",
            "f": f"f'{{{base}}}{{{number}}}'".replace("'" + literal + "'", '"' + literal + '"'),
            "plus": f"{base} + str({number})",
            "join": f"os.path.join({base}, 'n' + str({number}))",
        }[style]

    def number(self, names: Names) -> str:
        """A small number."""
        if names.numbers and self.chance(0.6):
            name = self.pick(names.numbers)
            return f"{name} + 1" if self.chance(0.2) else name
        return str(self.random.randrange(3))

    def reuse(self, names: Names) -> str:
        """A ``reuse`` argument."""
        if names.reuses and self.chance(0.35):
            return self.pick(names.reuses)
        if names.numbers and self.chance(0.05 if self.calm else 0.15):
            self.use("reuse = i > 0")
            return f"{self.pick(names.numbers)} > 0"
        weights = ["tf.AUTO_REUSE"] * (8 if self.calm else 3) + ["None", "False"]
        weights += ["True"] * (self.chance(0.15) if self.calm else 2)
        if names.scopes and self.chance(0.08):
            self.use("scope.reuse")
            return f"{self.pick(names.scopes)}.reuse"
        value = self.pick(weights)
        self.use(f"reuse={value}")
        return value

    def flag(self, names: Names) -> str:
        """A condition that is known."""
        options = ["True", "False", *names.flags]
        if names.numbers:
            number = self.pick(names.numbers)
            options += [f"{number} > 0", f"{number} == 1", f"not {number}"]
        if names.strings:
            options.append(f"{self.pick(names.strings)}.startswith('h')")
        if names.reuses:
            options += [self.pick(names.reuses), f"{self.pick(names.reuses)} is None"]
        if names.scopes:
            options.append(f"{self.pick(names.scopes)}.reuse")
        return self.pick(options)
