"""Which functions are evaluated, and on what: first concrete roots, then every function on unknowns.

A concrete root is a function whose parameters all have defaults (a probe), or the code under
``if __name__ == "__main__"``. The generic run of a function gives the templates that the rewrite must be
right for; what concrete roots passed to a parameter only says whether it is a tensor, and of which rank.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tf1to2reuse.facts.code import code_of
from tf1to2reuse.facts.program import Definition, ModuleFacts, Program
from tf1to2reuse.report.model import Finding, LedgerRow
from tf1to2reuse.scopes import statements
from tf1to2reuse.scopes.copies import copy_of
from tf1to2reuse.scopes.evaluator import (
    DRIVER_BUDGET,
    OWN_ERRORS,
    STEP_BUDGET,
    BudgetExceededError,
    Env,
    Evaluator,
    Frame,
    Raised,
)
from tf1to2reuse.scopes.isolation import start_root
from tf1to2reuse.scopes.object_calls import ObjectCalls
from tf1to2reuse.scopes.shallow import LIMIT
from tf1to2reuse.scopes.store import AUTO, GraphState, VariableInfo
from tf1to2reuse.scopes.trace import Activation, Note, Request
from tf1to2reuse.scopes.values import (
    ClassVal,
    FunctionVal,
    InstanceVal,
    ListVal,
    ModuleVal,
    Path,
    Sym,
    Tensor,
    Value,
)


@dataclass(eq=False)
class Root:
    """One evaluated root: the final states of its graphs, and every request for a variable in order."""

    label: str
    activation: Activation
    graphs: list[GraphState]
    definition: Definition | None = None
    concrete: bool = True
    log: list[Request | Note] = field(default_factory=list)

    @property
    def variables(self) -> list[VariableInfo]:
        """The variables of all graphs, each graph's in creation order."""
        return [info for graph in self.graphs for info in graph.variables.values()]

    @property
    def requests(self) -> list[Request]:
        """The requests for variables in program order."""
        return [entry for entry in self.log if isinstance(entry, Request)]

    @property
    def asks(self) -> bool:
        """Whether it asks for a variable at all."""
        return bool(self.requests)

    @property
    def reach(self) -> frozenset[str]:
        """The functions that the root's run went through."""
        return frozenset(a.definition.key for a in below(self.activation) if a.definition is not None)

    @property
    def takes_arguments(self) -> bool:
        """Whether the root is a function with parameters."""
        return self.definition is not None and bool(self.definition.parameters())


@dataclass(frozen=True, eq=False)
class ListedRoot:
    """What is listed of a root: all that a process which evaluated it has to send."""

    label: str
    concrete: bool
    takes_arguments: bool
    asks: bool
    reach: frozenset[str]
    rows: tuple[LedgerRow, ...]
    findings: tuple[Finding, ...]


@dataclass(eq=False)
class Evaluation:
    """Everything the evaluator found out about a program. ``listed``: what other processes evaluated."""

    ev: Evaluator
    program: Program
    roots: list[Root] = field(default_factory=list)
    listed: list[ListedRoot] = field(default_factory=list)
    generic: dict[str, Activation] = field(default_factory=dict)
    classes: dict[str, InstanceVal] = field(default_factory=dict)
    mains: dict[str, Activation] = field(default_factory=dict)
    inherited: dict[tuple[str, str], Activation] = field(default_factory=dict)

    @cached_property
    def auto_reused(self) -> frozenset[Path]:
        """The variables asked for with AUTO_REUSE. To be read after the evaluation only."""
        return frozenset(r.path for root in self.roots for r in root.requests if r.mode == AUTO)

    @cached_property
    def objects(self) -> ObjectCalls:
        """What all roots do with layer objects. To be read after the evaluation only."""
        found = ObjectCalls()
        for root in self.roots:
            found.add(below(root.activation), root.definition, root.concrete)
        return found


def evaluate_program(program: Program, templates: bool = True, jobs: int = 1) -> Evaluation:
    """Runs all roots of a program.

    With ``templates`` every definition that may ask for variables is run on unknown arguments, which is
    what a rewrite needs; without, only those that no other root went through, which is what is listed. Of a
    very large program those are run by ``jobs`` processes.
    """
    from tf1to2reuse.scopes.apart import run_apart
    from tf1to2reuse.scopes.scoped_calls import run_inside_arg_scopes

    evaluation = Evaluation(Evaluator(program), program)
    ev = evaluation.ev
    large = not templates and len(ev.interest.keys) > LIMIT
    ev.driver_budget = STEP_BUDGET if templates else DRIVER_BUDGET
    followed = [facts for facts in program.modules.values() if not copy_of(facts)]
    for facts in followed:
        ev.module(facts)
    for facts in followed:
        run_concrete_roots(evaluation, facts, large)
    ev.failing = always_failing(evaluation)
    read = {facts.file for facts in followed}
    generic = {d.key: d for d in program.definitions() if d.key in ev.interest.keys and d.module.file in read}
    if templates:
        for definition in generic.values():
            run_generic(evaluation, definition)
        run_inside_arg_scopes(evaluation)
    elif large:
        run_apart(evaluation, generic, jobs)
    else:
        run_uncovered(evaluation, generic)
    return evaluation


def run_generic(evaluation: Evaluation, definition: Definition) -> None:
    """A function or a class on unknown arguments."""
    if isinstance(definition.node, ast.FunctionDef) and definition.parent is None:
        run_generic_function(evaluation, definition)
    elif definition.is_module_class:
        run_generic_class(evaluation, definition)


def run_uncovered(evaluation: Evaluation, generic: dict[str, Definition]) -> None:
    """Callers before what they call, which needs no run of its own if the caller's went through it."""
    covered = covered_by(evaluation.roots)
    for key in evaluation.ev.interest.callers_first(generic):
        if is_covered(generic[key], generic, covered):
            continue
        before = len(evaluation.roots)
        run_generic(evaluation, generic[key])
        covered |= covered_by(evaluation.roots[before:])


def covered_by(roots: list[Root]) -> set[str]:
    """The functions that runs which ask for variables went through."""
    return {key for root in roots if root.asks for key in root.reach}


def is_covered(definition: Definition, generic: dict[str, Definition], covered: set[str]) -> bool:
    """Whether a function was gone through, or all the functions of a class."""
    own = {child.key for child in definition.children if child.key in generic}
    return definition.key in covered or (definition.is_class and bool(own) and own <= covered)


def always_failing(evaluation: Evaluation) -> set[int]:
    """Lines that raise in every concrete root that reaches them, by the id of their node.

    There they raise for unknown arguments, too.
    """
    requests = [entry for root in evaluation.roots for entry in root.requests]
    failed = {id(entry.node) for entry in requests if entry.error == "missing"}
    return failed - {id(entry.node) for entry in requests if not entry.error}


def module_value(evaluation: Evaluation, definition: Definition) -> Value:
    """What the name of a definition at the top, or of a class in one, is bound to after its module ran."""
    if definition.parent is None:
        return evaluation.ev.module(definition.module).names.get(definition.name)
    around = module_value(evaluation, definition.parent)
    return around.members.get(definition.name) if isinstance(around, ClassVal) else None


# -- concrete roots ------------------------------------------------------------------------------------


def run_concrete_roots(evaluation: Evaluation, facts: ModuleFacts, large: bool) -> None:
    """Probes and main blocks of one module, and its own top-level code.

    In a large program a function without parameters is a template like others, unless it is called a probe.
    """
    ev = evaluation.ev
    for activation in ev.activations.get(f"{facts.file}:", []):
        evaluation.mains[facts.file] = activation
    for definition in facts.definitions.values():
        function = module_value(evaluation, definition) if definition.parent is None else None
        if (
            isinstance(function, FunctionVal)
            and is_probe(definition, function)
            and definition.key in ev.interest.keys
        ):
            arguments = {name: as_input(value) for name, value in function.defaults.items()}
            if large and not arguments and not definition.name.startswith("probe"):
                continue
            activation = ev.run_root(function, arguments, generic=False)
            if arguments or not needs_its_caller(evaluation, definition):
                add_root(evaluation, definition.key, activation, definition, True)
    block = main_block(facts.tree)
    if block is not None:
        run_main(evaluation, facts, block)


def is_probe(definition: Definition, function: FunctionVal) -> bool:
    """Whether a function runs as it stands: all parameters have defaults, one an array, or there are none."""
    names = set(definition.parameters())
    if not isinstance(definition.node, ast.FunctionDef) or names - set(function.defaults):
        return False
    return not names or any(isinstance(value, Tensor) and value.array for value in function.defaults.values())


def needs_its_caller(evaluation: Evaluation, definition: Definition) -> bool:
    """Whether a function reuses what only code that calls it can have made: it never runs alone."""
    requests = [entry for entry in evaluation.ev.log if isinstance(entry, Request)]
    if not any(entry.error == "missing" for entry in requests):
        return False
    return any(
        isinstance(node, ast.Call)
        and definition.name in (getattr(node.func, "id", ""), getattr(node.func, "attr", ""))
        for facts in evaluation.program.modules.values()
        for node in facts.nodes
    )


def as_input(value: Value) -> Value:
    """A probe's array as the placeholder that takes its place."""
    return Tensor(value.shape, value.dtype) if isinstance(value, Tensor) else value


def main_block(tree: ast.Module) -> ast.If | None:
    """The ``if __name__ == "__main__":`` of a module."""
    for statement in tree.body:
        if isinstance(statement, ast.If) and "__main__" in code_of(statement.test):
            return statement
    return None


def run_main(evaluation: Evaluation, facts: ModuleFacts, block: ast.If) -> None:
    """Runs the main block with what its module defines."""
    ev = evaluation.ev
    ev.budget = ev.driver_budget
    module = ev.module(facts)
    ev.fresh_graph()
    log, graphs = ev.module_logs.get(facts.file, ([], []))
    if graphs:  # the main block goes on in the graph that the module's own code began
        ev.graph, ev.log = graphs[-1].copy(), list(log)
    start_root(ev)
    ev.steps, ev.depth, ev.stack, ev.generic = 0, 0, [], False
    activation = Activation(None, facts, ())
    frame = Frame(Env(dict(module.names), None, module), facts, activation)
    try:
        statements.run_block(ev, frame, block.body)
    except Raised as error:
        activation.truncated = f"{error.kind} at line {getattr(error.node, 'lineno', '?')}"
    except OWN_ERRORS as error:
        activation.truncated = (
            f"the tool fails at this code, please report it: {type(error).__name__}: {error}"
        )
    except (BudgetExceededError, RecursionError):
        activation.truncated = "the budget of steps is used up"
    add_root(evaluation, f"{facts.file}:__main__", activation, None, True)


def add_root(
    evaluation: Evaluation, label: str, activation: Activation, definition: Definition | None, concrete: bool
) -> None:
    """Keeps a root with what its graphs ended with."""
    ev = evaluation.ev
    evaluation.roots.append(Root(label, activation, ev.graphs_left(), definition, concrete, ev.log))


# -- generic runs ----------------------------------------------------------------------------------------


def run_generic_function(
    evaluation: Evaluation, definition: Definition, call: Activation | None = None
) -> None:
    """One run of a function on unknown arguments; with a ``call`` inside the arg_scopes around that."""
    function = module_value(evaluation, definition)
    if not isinstance(function, FunctionVal) or function.definition is not definition:
        function = FunctionVal(definition, Env({}, None, evaluation.ev.module(definition.module)))
    arguments = generic_arguments(evaluation, definition, function)
    arg_scopes = call.arg_scopes if call is not None else None
    activation = evaluation.ev.run_root(function, arguments, generic=True, arg_scopes=arg_scopes)
    activation.stands_for = call
    evaluation.generic[definition.key] = activation
    add_root(evaluation, definition.key, activation, definition, False)


def run_closure(evaluation: Evaluation, definition: Definition) -> None:
    """One run of a nested function on unknown arguments, with what the function around it left."""
    function = evaluation.ev.closures[definition.key]
    arguments = generic_arguments(evaluation, definition, function)
    activation = evaluation.ev.run_root(function, arguments, generic=True)
    evaluation.generic[definition.key] = activation
    add_root(evaluation, definition.key, activation, definition, False)


def generic_arguments(
    evaluation: Evaluation, definition: Definition, function: FunctionVal
) -> dict[str, Value]:
    """An unknown for every parameter; functions and classes of the repository as they are passed."""
    arguments: dict[str, Value] = {}
    for name in definition.parameters():
        if function.bound is not None and name == definition.parameters()[0]:
            arguments[name] = function.bound
            continue
        arguments[name] = generic_value(evaluation, definition, name, function.defaults.get(name))
    node = definition.node.args  # type: ignore[union-attr]
    if node.vararg is not None:
        arguments[node.vararg.arg] = ListVal(None, Sym("param", (definition.key, node.vararg.arg)))
    if node.kwarg is not None:
        from tf1to2reuse.scopes.values import DictVal

        arguments[node.kwarg.arg] = DictVal({}, False)
    return arguments


def generic_value(evaluation: Evaluation, definition: Definition, name: str, default: Value) -> Value:
    """The unknown that stands for a parameter."""
    ev = evaluation.ev
    sym = Sym("param", (definition.key, name))
    seen = ev.observed[definition.key, name].values if (definition.key, name) in ev.observed else []
    callables = {id(v): v for v in [*seen, default] if isinstance(v, FunctionVal | ClassVal)}
    if len({v.definition.key for v in callables.values()}) == 1:
        return next(iter(callables.values()))
    tensors = [value for value in seen if isinstance(value, Tensor)]
    if tensors and len(tensors) == len(seen):
        ranks = {len(value.shape) if value.shape is not None else None for value in tensors}
        dtypes = {value.dtype for value in tensors}
        rank = ranks.pop() if len(ranks) == 1 else None
        shape: Any = tuple(Sym("dim", (sym, axis)) for axis in range(rank)) if rank is not None else None
        return Tensor(shape, dtypes.pop() if len(dtypes) == 1 else None, source=None, origin=name)
    if tensors:
        ev.tensorish.add(sym)
    return sym


def run_generic_class(evaluation: Evaluation, definition: Definition) -> None:
    """One object of a class on unknown arguments: constructor, then each method that none of them calls.

    Inherited methods are run on it, too: they may call methods that this class gives another meaning. Where
    calls are not followed they are listed at the base class alone.
    """
    cls = module_value(evaluation, definition)
    if not isinstance(cls, ClassVal) or cls.definition is not definition:
        return
    instance = InstanceVal(cls)
    evaluation.classes[definition.key] = instance
    called: set[str] = set()
    shallow, wanted = evaluation.ev.shallow, evaluation.ev.interest.keys
    init = cls.members.get("__init__") if shallow else cls.find("__init__")
    if isinstance(init, FunctionVal):
        run_method(evaluation, instance, init, called)
    inherited = [] if shallow else [m for base in cls.ancestors for m in base.members.values()]
    members = [*cls.members.values(), *inherited]
    methods = [
        m
        for m in members
        if isinstance(m, FunctionVal) and m.definition.name != "__init__" and cls.find(m.definition.name) is m
    ]
    mentions = {} if shallow else {m.definition.key: own_attributes(m.definition) for m in methods}
    inner = {  # what another method may call runs after those, on what they give it
        m.definition.key
        for m in methods
        if not m.definition.name.startswith("__")
        and any(m.definition.name in names for key, names in mentions.items() if key != m.definition.key)
    }
    for value in sorted(methods, key=lambda m: m.definition.key in inner):
        if value.definition.key not in called and (not shallow or value.definition.key in wanted):
            run_method(evaluation, instance, value, called, definition)


def own_attributes(method: Definition) -> set[str]:
    """What a method reads of its own object."""
    names = method.parameters()[:1]
    return {
        node.attr
        for node in method.nodes
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in names
    }


def run_method(
    evaluation: Evaluation,
    instance: InstanceVal,
    method: FunctionVal,
    called: set[str],
    owner: Definition | None = None,
) -> None:
    """One method on unknown arguments; ``owner`` is the class of the object, which may have inherited it."""
    bound = FunctionVal(method.definition, method.env, instance, method.defaults)
    kinds = {
        getattr(d, "id", getattr(d, "attr", ""))
        for d in getattr(method.definition.node, "decorator_list", [])
    }
    if "staticmethod" in kinds:
        bound.bound = None
    arguments = generic_arguments(evaluation, method.definition, bound)
    activation = evaluation.ev.run_root(bound, arguments, generic=True)
    if owner is None or method.definition.parent is owner:
        evaluation.generic[method.definition.key] = activation
    else:
        evaluation.inherited[owner.key, method.definition.key] = activation
    add_root(evaluation, method.definition.key, activation, method.definition, False)
    for child in below(activation):
        if child.definition is not None and child.bound is instance:
            called.add(child.definition.key)


def below(activation: Activation) -> list[Activation]:
    """All activations under one, itself included."""
    found = [activation]
    for event in activation.events:
        if event.child is not None:
            found.extend(below(event.child))
    return found


__all__ = ["Evaluation", "ModuleVal", "Root", "evaluate_program"]
