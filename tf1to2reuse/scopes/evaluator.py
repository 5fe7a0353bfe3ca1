"""The partial evaluator: runs a program's graph-building code in order, on values known or unknown.

Nothing of the repository is executed: statements are walked on their syntax tree, with TF1's own rules for
scopes. What is not modelled becomes an unknown and is recorded, never skipped in silence.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tf1to2reuse.facts.interest import interest
from tf1to2reuse.facts.program import Definition, ModuleFacts, Program
from tf1to2reuse.scopes import statements
from tf1to2reuse.scopes.cells import CellObject, either
from tf1to2reuse.scopes.isolation import start_root
from tf1to2reuse.scopes.store import GraphState
from tf1to2reuse.scopes.trace import Activation, Event, Note, Request, ScopeStep, VariableUse
from tf1to2reuse.scopes.values import (
    DictVal,
    External,
    FunctionVal,
    InstanceVal,
    ListVal,
    ModuleVal,
    NamespaceVal,
    Path,
    StateList,
    StateTuple,
    Sym,
    Tensor,
    Value,
    ident,
)

if TYPE_CHECKING:
    from tf1to2reuse.scopes.arg_scopes import Settings

STEP_BUDGET = 400_000
DRIVER_BUDGET = 60_000  # for main blocks and generic runs that are only listed: they build early
DEPTH_BUDGET = 60


OWN_ERRORS = (AssertionError, AttributeError, IndexError, KeyError, TypeError, ValueError)


class Raised(Exception):  # noqa: N818 (what the program does, not a mistake of ours)
    """The evaluated program certainly raises here."""

    def __init__(
        self, kind: str, message: str = "", node: ast.AST | None = None, value: Value = None
    ) -> None:
        super().__init__(f"{kind}: {message}")
        self.kind, self.message, self.node, self.value = kind, message, node, value


class BudgetExceededError(Exception):
    """A root took more steps than it may."""


@dataclass(eq=False)
class Env:
    """Names of one function call or module, inside those of the enclosing function."""

    names: dict[str, Value]
    parent: Env | None = None
    module: ModuleVal | None = None


@dataclass(eq=False)
class Frame:
    """Where the evaluator stands inside one activation."""

    env: Env
    module: ModuleFacts
    activation: Activation
    definition: Definition | None = None
    loops: list[tuple[ast.AST, Any]] = field(default_factory=list)
    conditions: list[ast.AST] = field(default_factory=list)
    returns: list[tuple[ast.AST | None, Value]] = field(default_factory=list)
    yields: bool = False
    on_yield: Callable[[Value], None] | None = None
    kept: tuple[object, set[Path], set[Path]] | None = None


@dataclass
class Observation:
    """What a parameter was seen to be, over all calls."""

    values: list[Value] = field(default_factory=list)


class Evaluator:
    """Evaluates roots of one program. ``activations`` keeps every activation of every root."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.interest = interest(program)
        self.modules: dict[str, ModuleVal] = {}
        self.graph = GraphState()
        self.graphs: list[GraphState] = []
        self.first: object = self.graph.key
        self.closures: dict[str, FunctionVal] = {}
        self.copied: dict[str, tuple[ModuleFacts, ast.Call]] = {}
        self.trained: set[object] = set()  # graphs in which an optimizer may have made variables of its own
        self.arg_scopes: list[Settings] = [{}]
        self.journals: list[dict[int, tuple[Any, dict[str, Any]]]] = []
        self.shared: dict[int, Any] | None = None
        self.alternatives: dict[Sym, tuple[Value, Value]] = {}
        self.elements: dict[Sym, Value] = {}  # of lists of unknown length, what stands for all their items
        self.equalities: dict[Any, Value] = {}
        self.tensorish: set[Sym] = set()
        self.versions: dict[Sym, int] = {}
        self.budget = self.driver_budget = STEP_BUDGET
        self.failing: set[int] = set()
        self.activations: dict[str, list[Activation]] = {}
        self.observed: dict[tuple[str, str], Observation] = {}
        self.steps = 0
        self.depth = 0
        self.counter = 0
        self.moment = 0
        self.unrolled: list[int] = []  # how many rounds the loops have that are followed round by round
        self.rounds: list[int] = []  # when the loops began that one round stands for
        self.stack: list[Definition] = []
        self.generic = False
        self.shallow = False  # calls are not followed: see shallow.py
        self.silent: set[str] = set()  # definitions whose own run asked for no variable
        self.givers: set[str] = set()  # definitions that return what one that is not followed gave them
        self.log: list[Request | Note] = []
        self.module_logs: dict[str, tuple[list[Request | Note], list[GraphState]]] = {}
        self.conditions: list[tuple[ast.AST, int]] = []
        self.doubts = 0
        self.site: tuple[Frame, ast.AST] | None = None
        self.left: dict[object, GraphState] = {}
        self.maker_names: set[str] | None = None

    # -- unknowns ------------------------------------------------------------------------------

    def unknown(self, node: ast.AST | None, label: str, reason: str = "") -> Sym:
        """A fresh unknown, unlike any other."""
        self.counter += 1
        return Sym("unknown", (self.counter, label), reason or f"{label} is known only at run time")

    def phi(self, condition: Any, left: Value, right: Value) -> Value:
        """The value after a branch that may have gone either way."""
        if left is right or ident(left) == ident(right):
            return left
        if isinstance(left, Tensor) and isinstance(right, Tensor):
            same = left.shape is not None and right.shape is not None and len(left.shape) == len(right.shape)
            shape = None
            if same:
                pairs = zip(left.shape or (), right.shape or (), strict=True)
                shape = tuple(a if a == b else self.phi(condition, a, b) for a, b in pairs)
            return Tensor(shape, left.dtype if left.dtype == right.dtype else None)
        if isinstance(left, CellObject) and isinstance(right, CellObject):
            cell = either(left, right)
            if cell is not None:
                return cell
        if isinstance(left, StateTuple) and isinstance(right, StateTuple):
            return StateTuple([self.phi(condition, a, b) for a, b in zip(left, right, strict=True)])
        if isinstance(left, StateList) and isinstance(right, StateList) and len(left) == len(right):
            both = zip(left, right, strict=True)
            return StateList([self.phi(condition, a, b) for a, b in both], left.family or right.family)
        sym = Sym("phi", (ident(condition), ident(left), ident(right)), "a branch decides")
        self.alternatives[sym] = (left, right)
        return sym

    def is_tensor(self, value: Value) -> bool:
        """Whether a value is a tensor, or one branch's value is."""
        if not isinstance(value, Sym):
            return isinstance(value, Tensor)
        if value not in self.alternatives:
            return value in self.tensorish
        return any(
            isinstance(option, Tensor) or (isinstance(option, Sym) and option in self.tensorish)
            for option in self.options(value)
        )

    def options(self, value: Value) -> Iterator[Value]:
        """What a value may be after all the branches that decide it: itself, if none does.

        Branches in a row make values of values that share parts, so each part is looked at once.
        """
        waiting, seen = [value], set()
        while waiting:
            one = waiting.pop()
            if not isinstance(one, Sym) or one not in self.alternatives:
                yield one
            elif one not in seen:
                seen.add(one)
                waiting.extend(self.alternatives[one])

    def agreed(self, value: Value, answer: Callable[[Value], bool | None]) -> bool | None:
        """The answer that all options of a value have in common; None when they differ or one is None."""
        common: bool | None = None
        for option in self.options(value):
            one = answer(option)
            if one is None or (common is not None and one != common):
                return None
            common = one
        return common

    def mark_tensor(self, value: Value) -> None:
        """Notes that an unknown is used as a tensor."""
        if isinstance(value, Sym) and value.op in ("param", "item", "iter", "attr", "self"):
            self.tensorish.add(value)

    # -- state that branches undo ----------------------------------------------------------------

    def touch(self, value: Any) -> None:
        """To be called before an object is changed, so that the change can be undone."""
        if self.journals and id(value) not in self.journals[-1]:
            self.journals[-1][id(value)] = (value, snapshot(value))

    def branch(self, frame: Frame, node: ast.AST, condition: Any, arms: list[Callable[[], Any]]) -> Any:
        """Runs both arms of an unknown branch, each from the state before it, and joins what they left."""
        return statements.branch(self, frame, node, condition, arms)

    # -- records -----------------------------------------------------------------------------------

    def record(self, frame: Frame, event: Event) -> None:
        """Adds an event to the running activation."""
        event.loops = tuple(frame.loops)
        event.conditions = tuple(frame.conditions)
        event.definition = frame.definition
        event.options = self.graph.current.options
        event.graph = None if self.graph.key is self.first else self.graph.key
        event.activation, event.branches = frame.activation, tuple(self.conditions)
        self.moment += 1
        event.order = self.moment
        frame.activation.events.append(event)

    def request(
        self, node: ast.AST, path: Path, leaf: str, shape: Any, trainable: bool, **details: Any
    ) -> VariableUse:
        """Asks the store for ``path`` under the reuse mode in force. ``details`` are fields of Request."""
        from tf1to2reuse.scopes.requests import request

        return request(self, node, path, leaf, shape, trainable, **details)

    def place(self, node: ast.AST | None) -> tuple[ModuleFacts, ast.AST, Activation]:
        """Where the evaluator is: the call that it evaluates, for things that have no place of their own."""
        if self.site is None:
            nowhere = next(iter(self.program.modules.values()))
            return nowhere, node or nowhere.tree, Activation(None, nowhere, ())
        frame, call = self.site
        return frame.module, call, frame.activation

    def step(
        self,
        kind: str,
        given: Value,
        path: Path,
        asked: Value,
        before: Any,
        reuse: Any,
        site: tuple[Frame, ast.AST] | None = None,
    ) -> ScopeStep:
        """A step of a scope's trail, at ``site`` or the call that is evaluated."""
        module, node, activation = self.place(None)
        if site is not None:
            module, node, activation = site[0].module, site[1], site[0].activation
        return ScopeStep(kind, module, node, activation, given, path, asked, before, reuse)

    def note(self, kind: str, *data: Any) -> None:
        """Keeps something that a hazard may be about."""
        self.log.append(Note(kind, self.graph.key, *self.place(None), data))

    def fresh_graph(self) -> None:
        """Starts a root: a graph of its own and nothing seen yet."""
        self.graph, self.arg_scopes, self.graphs, self.left = GraphState(), [{}], [], {}
        self.first = self.graph.key
        self.log, self.conditions, self.site = [], [], None

    def graphs_left(self) -> list[GraphState]:
        """The final state of every graph of the root, in the order in which they asked for variables."""
        states = {**self.left, self.graph.key: self.graph}
        order = dict.fromkeys([entry.graph for entry in self.log if isinstance(entry, Request)])
        return [states[key] for key in order if key in states]

    def tick(self) -> None:
        """Counts a step against the budget of the root."""
        self.steps += 1
        if self.steps > self.budget:
            raise BudgetExceededError

    # -- roots ---------------------------------------------------------------------------------------

    def module(self, facts: ModuleFacts) -> ModuleVal:
        """The evaluated module; its top-level code runs once, in a graph of its own."""
        if facts.file in self.modules:
            return self.modules[facts.file]
        value = ModuleVal(facts, {"__name__": facts.name, "__file__": Sym("var", ("__file__",))})
        self.modules[facts.file] = value
        saved = (
            self.graph,
            self.arg_scopes,
            self.depth,
            self.graphs,
            self.left,
            self.log,
            self.conditions,
            self.site,
            self.first,
        )
        self.fresh_graph()
        activation = Activation(None, facts, ())
        frame = Frame(Env(value.names, None, value), facts, activation)
        self.activations.setdefault(f"{facts.file}:", []).append(activation)
        try:
            statements.run_block(self, frame, facts.tree.body)
        except Raised as error:
            activation.truncated = f"{error.kind} at line {getattr(error.node, 'lineno', '?')}"
        except OWN_ERRORS as error:
            activation.truncated = (
                f"the tool fails at this code, please report it: {type(error).__name__}: {error}"
            )
        except (BudgetExceededError, RecursionError):
            activation.truncated = "the budget of steps is used up"
        self.module_logs[facts.file] = (self.log, self.graphs_left())
        (
            self.graph,
            self.arg_scopes,
            self.depth,
            self.graphs,
            self.left,
            self.log,
            self.conditions,
            self.site,
            self.first,
        ) = saved
        return value

    def run_root(
        self,
        function: FunctionVal,
        arguments: dict[str, Value],
        generic: bool,
        arg_scopes: Settings | None = None,
    ) -> Activation:
        """Calls a function in a fresh graph, inside what ``arg_scopes`` sets."""
        from tf1to2reuse.scopes.calls import activate

        self.fresh_graph()
        start_root(self)
        self.arg_scopes = [arg_scopes or {}]
        self.steps, self.depth = 0, 0
        self.stack, self.generic = [], generic
        self.budget = self.driver_budget if generic else STEP_BUDGET
        module = self.module(function.definition.module)
        activation = Activation(None, module.facts, ())
        frame = Frame(Env({}, None, module), module.facts, activation)
        try:
            return activate(self, frame, None, function, arguments, generic=generic)
        except Raised as error:
            made = activation.events[-1].child if activation.events else None
            result = made or Activation(function.definition, module.facts, ())
            result.truncated = f"{error.kind}: {error.message} at line {getattr(error.node, 'lineno', '?')}"
            result.generic = generic
            return result
        except OWN_ERRORS as error:
            message = f"the tool fails at this code, please report it: {type(error).__name__}: {error}"
            result = Activation(function.definition, module.facts, (), truncated=message)
            result.generic = generic
            return result
        except (BudgetExceededError, RecursionError):
            result = Activation(function.definition, module.facts, (), truncated="the budget is used up")
            result.generic = generic
            return result


def replace_names(owner: Env | ModuleVal, names: dict[str, Value]) -> None:
    """Gives a table of names this content."""
    kept = dict(names)
    owner.names.clear()
    owner.names.update(kept)


def snapshot(value: Any) -> dict[str, Any]:
    """A shallow copy of an object's fields, containers included."""
    fields = dict(vars(value))
    for name, item in fields.items():
        if isinstance(item, dict | list | set):
            fields[name] = item.copy()
    return fields


def restore(value: Any, fields: dict[str, Any]) -> None:
    """Puts back what ``snapshot`` took. A table of names is shared with its module: it stays one object."""
    if isinstance(value, Env | ModuleVal):
        replace_names(value, fields["names"])
        return
    for name, item in fields.items():
        setattr(value, name, item.copy() if isinstance(item, dict | list | set) else item)


__all__ = ["DictVal", "Evaluator", "External", "InstanceVal", "ListVal", "NamespaceVal"]
