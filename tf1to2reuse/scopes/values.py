"""The values that the partial evaluator computes with.

Concrete Python scalars, strings and tuples stand for themselves. What is known only at run time is a
``Sym``: two Syms are the same value exactly if they are equal, and they are equal exactly if they were
computed in the same way from the same unknowns. Two different Syms may still be equal at run time.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from tf1to2reuse.facts.program import Definition, ModuleFacts

Value = Any
NodeKey = tuple[str, int, int, int, int]


class Sym:
    """An unknown. ``op`` and ``args`` say how it was computed; ``reason`` says why it is unknown.

    Syms are interned: equal ones are one object, so comparing and hashing them costs the same at any depth.
    """

    __slots__ = ("args", "op", "reason")
    _interned: ClassVar[dict[tuple[str, Any], Sym]] = {}

    op: str
    args: tuple[Any, ...]
    reason: str

    def __new__(cls, op: str, args: tuple[Any, ...] = (), reason: str = "") -> Sym:
        key = (op, typed(args))
        found = cls._interned.get(key)
        if found is None:
            found = super().__new__(cls)
            object.__setattr__(found, "op", op)
            object.__setattr__(found, "args", args)
            object.__setattr__(found, "reason", reason)
            cls._interned[key] = found
        return found

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError("a Sym does not change")

    def __str__(self) -> str:
        return describe(self)

    def __repr__(self) -> str:
        return f"<{describe(self)}>"


def typed(args: tuple[Any, ...]) -> tuple[Any, ...]:
    """The arguments with the types of constants, for True, 1 and 1.0 are different values."""
    return tuple((type(arg), arg) if isinstance(arg, bool | float) else arg for arg in args)


@dataclass(frozen=True)
class Text:
    """A string with unknown parts: a tuple of ``str`` and ``Sym``."""

    parts: tuple[Any, ...]

    def __str__(self) -> str:
        return "".join(part if isinstance(part, str) else "{" + describe(part) + "}" for part in self.parts)


class VariableName(str):
    """The wholly known name of a variable: a plain string that is known to be one."""

    __slots__ = ()


@dataclass(eq=False)
class Tensor:
    """A TF tensor or numpy array. ``shape``: None (rank unknown) or a tuple of int, None and Sym."""

    shape: tuple[Any, ...] | None = None
    dtype: str | None = None
    variable: Path | None = None
    origin: str = ""
    array: bool = False
    source: Value = None


class StateTuple(tuple[Any, ...]):
    """The state of an LSTM, ``LSTMStateTuple(c, h)``. ``zero``: it is what a cell begins with anyway."""

    fields = ("c", "h")
    zero = False


class StateList(tuple[Any, ...]):
    """The states of several recurrent cells. ``family``: one stands for as many as there are."""

    family = False

    def __new__(cls, states: Iterable[Any], family: bool = False) -> StateList:
        made = super().__new__(cls, states)
        made.family = family
        return made


@dataclass(eq=False)
class ListVal:
    """A Python list. ``items`` is None when its length is unknown; then ``sym`` identifies it."""

    items: list[Value] | None
    sym: Sym | None = None


@dataclass(eq=False)
class DictVal:
    """A Python dict. ``complete`` is False when keys may be missing from ``items``."""

    items: dict[Any, Value]
    complete: bool = True


@dataclass(eq=False)
class FunctionVal:
    """A function, lambda or method of the repository, with its closure; ``bound`` is its ``self``."""

    definition: Definition
    env: Any
    bound: Value = None
    defaults: dict[str, Value] = field(default_factory=dict)
    attributes: dict[str, Value] = field(default_factory=dict)


@dataclass(eq=False)
class PartialVal:
    """``functools.partial``."""

    function: Value
    args: tuple[Value, ...]
    kwargs: dict[str, Value]


@dataclass(eq=False)
class ClassVal:
    """A class of the repository."""

    definition: Definition
    bases: tuple[Value, ...]
    members: dict[str, Value]

    @property
    def ancestors(self) -> list[ClassVal]:
        """The classes of the repository that this one derives from, nearest first."""
        found: list[ClassVal] = []
        for base in self.bases:
            if isinstance(base, ClassVal):
                found += [one for one in (base, *base.ancestors) if one not in found]
        return found

    def find(self, name: str) -> Value:
        """The member ``name`` along the bases, or None."""
        if name in self.members:
            return self.members[name]
        for base in self.bases:
            if isinstance(base, ClassVal) and (found := base.find(name)) is not None:
                return found
        return None


@dataclass(eq=False)
class InstanceVal:
    """An object of a class of the repository."""

    cls: ClassVal
    attributes: dict[str, Value] = field(default_factory=dict)
    site: NodeKey | None = None


@dataclass(eq=False)
class ModuleVal:
    """A module of the repository."""

    facts: ModuleFacts
    names: dict[str, Value]


@dataclass(frozen=True)
class External:
    """Something outside the repository, by canonical dotted name: ``tf.layers.dense``, ``np.float32``."""

    name: str


@dataclass(frozen=True)
class ExternalMethod:
    """A method of a value that is not of the repository: ``x.get_shape``, ``names.append``."""

    value: Any
    name: str

    def __hash__(self) -> int:
        return hash((id(self.value), self.name))


@dataclass(eq=False)
class NamespaceVal:
    """An argparse namespace, HParams or similar bag of attributes."""

    attributes: dict[str, Value]
    complete: bool = False


@dataclass(eq=False)
class Lambda:
    """Marks the AST of a lambda as a definition body."""

    node: ast.Lambda


Path = tuple[Any, ...]  # the parts of a scope path, joined without separators: str and Sym, "/" included


def join(base: Path, name: Path) -> Path:
    """``base/name``; an empty base gives the bare name."""
    return normal((*base, "/", *name)) if base else normal(name)


def normal(parts: tuple[Any, ...]) -> Path:
    """Merges neighbouring strings."""
    merged: list[Any] = []
    for part in parts:
        if isinstance(part, str) and merged and isinstance(merged[-1], str):
            merged[-1] += part
        elif part != "":
            merged.append(part)
    return tuple(merged)


def path_of(value: Value) -> Path | None:
    """The path parts of a string value; None when the value cannot be a string that we can follow."""
    if isinstance(value, str):
        return (value,) if value else ()
    if isinstance(value, Text):
        return value.parts
    if isinstance(value, Sym):
        return (value,)
    return None


def show(path: Path) -> str:
    """The path as people read it: ``encoder/h{i}``."""
    return str(Text(path))


def describe(sym: Any) -> str:
    """A short readable form of an unknown."""
    if not isinstance(sym, Sym):
        return sym if isinstance(sym, str) else repr(sym)
    if sym.op in ("param", "unknown", "var"):
        return str(sym.args[-1]) if sym.args else "?"
    if sym.op == "iter":
        return str(sym.args[-1])
    if sym.op == "auto":
        return f"{sym.args[0]}_{describe(sym.args[1])}"
    if sym.op == "names":
        return "?"
    if sym.op in ("attr", "self"):
        return f"{describe(sym.args[0])}.{sym.args[1]}"
    if sym.op == "dim":
        return f"{describe(sym.args[0]) if isinstance(sym.args[0], Sym) else 'x'}.shape[{sym.args[1]}]"
    return f"{sym.op}({', '.join(describe(arg) if isinstance(arg, Sym) else '…' for arg in sym.args)})"


def ident(value: Value) -> Any:
    """A hashable stand-in: equal for values that are certainly the same."""
    if isinstance(value, ListVal):
        return Sym("list-of", tuple(map(ident, value.items))) if value.items is not None else value.sym
    if isinstance(value, tuple):
        return Sym("tuple-of", tuple(map(ident, value)))
    if isinstance(value, DictVal):
        pairs = tuple(Sym("pair", (ident(key), ident(item))) for key, item in value.items.items())
        return Sym("dict-of", (value.complete, *pairs))
    if isinstance(value, bool | float | complex):
        return Sym("constant", (value,))
    if isinstance(value, str | bytes | int | Sym | Text | External) or value is None:
        return value
    if isinstance(value, slice):
        return Sym("slice-of", (ident(value.start), ident(value.stop), ident(value.step)))
    if isinstance(value, FunctionVal):
        bound = ident(value.bound) if value.bound is not None else None
        return Sym("function", (value.definition.key, bound, *closure_identity(value)))
    return Sym("object", (_Keep(value),))


def closure_identity(value: FunctionVal) -> tuple[Any, ...]:
    """Nested functions differ when the variables around them do; top-level ones do not."""
    return () if value.definition.outer_function is None else (_Keep(value.env),)


class _Keep:
    """Keeps an object alive as long as its id serves as an identity."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Keep) and self.value is other.value

    def __hash__(self) -> int:
        return id(self.value)
