"""TensorFlow 1's variable store and scope store, as TF 1.15.5 behaves (docs/scopes.md has the runs).

Only whether a name was opened matters to automatic numbering, so the counters are a set of opened paths.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from tf1to2reuse.scopes.values import Path, Sym, join, normal

if TYPE_CHECKING:
    from tf1to2reuse.scopes.trace import ScopeStep

AUTO = "auto"
ROOT_NAME = re.compile(r"[A-Za-z0-9.][A-Za-z0-9_.\-/]*")
INNER_NAME = re.compile(r"[A-Za-z0-9_.\-/]*")


@dataclass(eq=False)
class ScopeVal:
    """A variable-scope object. ``reuse``: None (inherit or create), True, AUTO, or a Sym.

    ``trail`` has the steps that led here, outermost first; ``cause`` is the step that set ``reuse``.
    """

    name: Path
    reuse: Any = None
    options: dict[str, Any] = field(default_factory=dict)
    trail: tuple[ScopeStep, ...] = ()
    cause: ScopeStep | None = None


@dataclass
class VariableInfo:
    """One variable of the graph; a variable in parts counts as one.

    ``path`` is its name in the graph and in checkpoints.
    """

    path: Path
    shape: tuple[Any, ...] | None
    trainable: bool
    requests: int = 0
    condition: bool = False
    dtype: str | None = None
    partitioner: Any = None
    collections: frozenset[str] = frozenset()


@dataclass
class NameScopes:
    """The op-name scope that is open, and how often each name was used: what names a ``tf.Variable``."""

    current: Path = ()
    used: dict[Path, Any] = field(default_factory=dict)
    doubtful: set[Path] = field(default_factory=set)

    def copy(self) -> NameScopes:
        """An independent copy."""
        return NameScopes(self.current, dict(self.used), set(self.doubtful))

    def operation(self, name: Path, leaf: str) -> None:
        """An operation was made: with its own name, or with one derived from its kind, which is doubtful."""
        if name and self.accepts(name) and not (isinstance(name[-1], str) and name[-1].endswith("/")):
            self.unique(name)
        elif not name:
            kind = leaf.removeprefix("reduce_").lower()
            self.doubtful |= {
                folded(join(self.current, (kind,))),
                folded(join(self.current, (kind.replace("_", ""),))),
            }

    def in_parts(self, path: Path) -> None:
        """A partitioned variable was asked for: each use as a tensor is an op with its name."""
        key = folded(path)
        self.used[key] = Sym("names", (key,), "a partitioned variable takes this name each time it is used")

    def accepts(self, name: Path) -> bool:
        """Whether TF1 takes a name here. Unknown parts are taken to be valid."""
        text = "".join(part if isinstance(part, str) else "x" for part in name)
        return (INNER_NAME if self.current else ROOT_NAME).fullmatch(text) is not None

    def unique(self, name: Path) -> Path:
        """The name that an op or name scope called ``name`` gets now; TF1 compares names without case."""
        full = join(self.current, name) if name else self.current
        key = folded(full)
        number = self.used.get(key, 0)
        self.used[key] = number + 1 if isinstance(number, int) else number
        if number == 0:
            doubt = Sym("names", (key,), "an operation may have this name")
            return normal((*full, doubt)) if key in self.doubtful else full
        if not isinstance(number, int):
            return normal((*full, number))
        while (candidate := folded(normal((*full, f"_{number}")))) in self.used:
            number += 1
        self.used[candidate] = 1
        return normal((*full, f"_{number}"))

    def join(self, other: NameScopes) -> None:
        """Names that only one branch used are counted no longer."""
        self.doubtful |= other.doubtful
        for key in dict.fromkeys([*self.used, *other.used]):
            if self.used.get(key, 0) != other.used.get(key, 0):
                self.used[key] = Sym("names", (key,), "a branch decides how many came before")


def folded(path: Path) -> Path:
    """A name in lower case."""
    return tuple(part.lower() if isinstance(part, str) else part for part in path)


@dataclass
class GraphState:
    """Everything of a ``tf.Graph`` that decides variable names. ``methods`` are those that are modelled."""

    methods: ClassVar[frozenset[str]] = frozenset({"as_default"})
    current: ScopeVal = field(default_factory=lambda: ScopeVal(()))
    opened: set[Path] = field(default_factory=set)
    maybe: set[Path] = field(default_factory=set)
    counters: dict[tuple[Path, str], Any] = field(default_factory=dict)
    variables: dict[Path, VariableInfo] = field(default_factory=dict)
    automatic: dict[tuple[Path, str], int] = field(default_factory=dict)
    key: object = field(default_factory=object)
    names: NameScopes = field(default_factory=lambda: NameScopes())
    stored: dict[Path, Path] = field(default_factory=dict)
    unnumbered: int = 0
    undecided: set[tuple[Path, str]] = field(default_factory=set)
    taken: dict[tuple[Path, str], int] = field(default_factory=dict)
    """How many numbers, from 0, are certainly taken in a scope. Forgotten wherever an opened name is."""
    under: dict[Path, set[Path]] = field(default_factory=dict)
    """What was ever opened below a scope. Copies share it: it only narrows down where to look."""

    def copy(self) -> GraphState:
        """An independent copy for one arm of an unknown branch."""
        return GraphState(
            self.current,
            set(self.opened),
            set(self.maybe),
            dict(self.counters),
            dict(self.variables),
            dict(self.automatic),
            self.key,
            self.names.copy(),
            dict(self.stored),
            self.unnumbered,
            set(self.undecided),
            dict(self.taken),
            self.under,
        )

    def name_variable(self, path: Path) -> Path | None:
        """The graph name of a new variable of the store, None where TF1 raises.

        It is ``path``, unless a ``tf.Variable``, an op or a name scope has that name already.
        """
        around, self.names.current = self.names.current, ()
        made = self.name_own(path)
        self.names.current = around
        return path if made is not None and any(isinstance(part, Sym) for part in made) else made

    def name_own(self, name: Path) -> Path | None:
        """The graph name of a new ``tf.Variable``, None where TF1 raises.

        A name that ends in a slash is taken as it is, from the root and without a number.
        """
        if not name or not self.names.accepts(name):
            return None
        if not (isinstance(name[-1], str) and name[-1].endswith("/")):
            first = folded(join(self.names.current, name)) not in self.names.used
            made = self.names.unique(name)
            return None if first and made in self.variables else made
        exact = normal((*name[:-1], name[-1].removesuffix("/")))
        return None if not exact or exact in self.variables else exact

    def name_parts(self, path: Path) -> Path | None:
        """The graph name of a new variable in parts: ``path``, though a ``tf.Variable`` may have it too.

        None where TF1 raises.
        """
        if not NameScopes().accepts(path):
            return None
        if path not in self.variables:
            return path
        return normal((*path, Sym("names", (folded(path),), "a tf.Variable has the same name")))

    def open(self, path: Path) -> None:
        """Counts a scope as opened."""
        self.opened.add(path)
        for scope in scopes_around(path):
            self.under.setdefault(scope, set()).add(path)

    def close_below(self, path: Path) -> None:
        """Forgets what was opened below ``path``, as leaving a scope opened by name does."""
        below = self.under.get(path, ())
        self.opened.difference_update(below)
        self.maybe.difference_update(below)
        for table in (self.counters, self.automatic, self.taken):
            for key in [key for key in table if key[0] == path or is_below(key[0], path)]:
                del table[key]

    def unique(self, base: str) -> Path:
        """The name that an unnamed scope or layer gets now: base, base_1, ..."""
        scope = self.current.name
        self.automatic[scope, base] = self.automatic.get((scope, base), 0) + 1
        symbolic = self.counters.get((scope, base))
        if symbolic is not None:
            self.counters[scope, base] = plus(symbolic, 1)
            return (Sym("auto", (base, symbolic)),)
        number = self.taken.get((scope, base), 0)
        while True:
            name = base if number == 0 else f"{base}_{number}"
            full = join(scope, (name,))
            if full in self.maybe:
                return (Sym("auto", (base, Sym("maybe", (full,), "a branch decides how many came before"))),)
            if full not in self.opened:
                self.taken[scope, base] = number
                return (name,)
            number += 1

    def unique_path(self, parts: Path, repeated: bool) -> Path:
        """The same for a name with unknown parts.

        It is not known where another unknown name was opened beside it, or where a loop opens it again
        (``repeated``). That it equals a literal name beside it is not considered.
        """
        scope = self.current.name
        own = join(scope, parts)
        others = [path for path in self.opened | self.maybe if is_below(path, scope) and path != own]
        if repeated or any(unknown_child(scope, path) and not is_below(path, own) for path in others):
            self.unnumbered += 1
            reason = "how many of that name came before is not known"
            return (Sym("numbered", (parts, self.unnumbered), reason),)
        number = 0
        while True:
            candidate = normal((*parts, f"_{number}")) if number else parts
            full = join(self.current.name, candidate)
            if full not in self.opened and full not in self.maybe:
                return candidate
            number += 1


def unknown_child(scope: Path, path: Path) -> bool:
    """Whether a path below ``scope`` has an unknown in the name that follows the scope's."""
    rest = path[max(len(scope) - 1, 0) :]
    if scope and rest and isinstance(rest[0], str) and isinstance(scope[-1], str):
        rest = (rest[0][len(scope[-1]) :].removeprefix("/"), *rest[1:])
    for part in rest:
        if isinstance(part, Sym):
            return True
        if "/" in part:
            return False
    return False


def plus(left: Any, right: Any) -> Any:
    """A sum that folds integers and keeps unknowns on the left."""
    if isinstance(left, int) and isinstance(right, int):
        return left + right
    if right == 0:
        return left
    if left == 0:
        return right
    if (
        isinstance(left, Sym)
        and left.op == "plus"
        and isinstance(left.args[1], int)
        and isinstance(right, int)
    ):
        return plus(left.args[0], left.args[1] + right)
    return Sym("plus", (left, right))


def times(left: Any, right: Any) -> Any:
    """A product that folds integers."""
    if isinstance(left, int) and isinstance(right, int):
        return left * right
    return left if right == 1 else Sym("times", (left, right))


def scopes_around(path: Path) -> Iterator[Path]:
    """The scopes that a path lies below (``is_below``). Everything lies below the root."""
    yield ()
    for position, part in enumerate(path):
        slash = part.find("/") if isinstance(part, str) else -1
        while slash >= 0:
            scope = (*path[:position], part[:slash]) if slash else path[:position]
            if scope:
                yield scope
            slash = part.find("/", slash + 1)


def is_below(path: Path, parent: Path) -> bool:
    """Whether ``path`` lies under the scope ``parent`` (everything lies under the root)."""
    if not parent:
        return True
    prefix = parent
    if len(path) < len(prefix) or path[: len(prefix) - 1] != prefix[:-1]:
        return False
    last, found = prefix[-1], path[len(prefix) - 1]
    if isinstance(last, str):
        return isinstance(found, str) and found.startswith(last + "/")
    if found != last or len(path) == len(prefix):
        return False
    following = path[len(prefix)]
    return isinstance(following, str) and following.startswith("/")
