"""Calls: functions, methods and classes of the repository are followed; the rest goes to its model."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tf1to2reuse.facts.code import code_of
from tf1to2reuse.facts.program import Definition
from tf1to2reuse.scopes import statements
from tf1to2reuse.scopes.arg_scopes import Setting, in_force, values_of
from tf1to2reuse.scopes.generators import GeneratorContext, is_context_function
from tf1to2reuse.scopes.optimizers import note_own_variables
from tf1to2reuse.scopes.shallow import is_followed, not_followed
from tf1to2reuse.scopes.trace import Activation, Event
from tf1to2reuse.scopes.unknown_calls import note_unknown_call
from tf1to2reuse.scopes.values import (
    ClassVal,
    DictVal,
    External,
    ExternalMethod,
    FunctionVal,
    InstanceVal,
    ListVal,
    PartialVal,
    Sym,
    Value,
    ident,
)

if TYPE_CHECKING:
    from tf1to2reuse.scopes.evaluator import Evaluator, Frame


def make_function(ev: Evaluator, frame: Frame, node: Any) -> Value:
    """A ``def`` or lambda as a value; decorators that only pass through are looked through."""
    definition = frame.module.by_node[node]
    arguments = node.args
    defaults: dict[str, Value] = {}
    positional = [*arguments.posonlyargs, *arguments.args]
    for parameter, default in zip(
        positional[len(positional) - len(arguments.defaults) :], arguments.defaults, strict=True
    ):
        defaults[parameter.arg] = statements.evaluate(ev, frame, default)
    for parameter, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if default is not None:
            defaults[parameter.arg] = statements.evaluate(ev, frame, default)
    function: Value = FunctionVal(definition, frame.env, None, defaults)
    for decorator in reversed(getattr(node, "decorator_list", [])):
        function = decorated(ev, frame, decorator, function)
    return function


TRANSPARENT = {"property", "staticmethod", "classmethod", "abstractmethod", "cached_property"}


def decorated(ev: Evaluator, frame: Frame, decorator: ast.expr, function: Value) -> Value:
    """Applies a decorator of the repository; those from elsewhere are taken to pass through."""
    target = decorator.func if isinstance(decorator, ast.Call) else decorator
    leaf = target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")
    if leaf in TRANSPARENT or leaf in ("setter", "getter"):
        return function
    value = statements.evaluate(ev, frame, decorator)
    if isinstance(value, FunctionVal):
        result = activate_call(ev, frame, None, value, [function], {})
        return result if isinstance(result, FunctionVal | PartialVal) else function
    return function


def make_class(ev: Evaluator, frame: Frame, node: ast.ClassDef) -> Value:
    """A class of the repository with its members."""
    from tf1to2reuse.scopes.evaluator import Env, Frame

    bases = tuple(statements.evaluate(ev, frame, base) for base in node.bases)
    members: dict[str, Value] = {}
    cls = ClassVal(frame.module.by_node[node], bases, members)
    inner = Frame(Env(members, frame.env, frame.env.module), frame.module, frame.activation, frame.definition)
    statements.run_block(ev, inner, node.body)
    for value in members.values():
        if isinstance(value, FunctionVal) and value.env is inner.env:
            value.env = frame.env
            value.owner = cls  # type: ignore[attr-defined]
    return cls


def call(ev: Evaluator, frame: Frame, node: ast.Call) -> Value:
    """A call expression."""
    function = statements.evaluate(ev, frame, node.func)
    if isinstance(function, External) and function.name == "builtins.super":
        return super_object(ev, frame, node)
    args, kwargs, spread = call_arguments(ev, frame, node)
    if spread:
        kwargs["**"] = Sym("spread", spread)
    outer, ev.site = ev.site, (frame, node)
    try:
        return call_value(ev, frame, node, function, args, kwargs)
    finally:
        ev.site = outer


def call_arguments(
    ev: Evaluator, frame: Frame, node: ast.Call
) -> tuple[list[Value], dict[str, Value], tuple[Any, ...]]:
    """The evaluated arguments, and the identities of ``*args`` and ``**kwargs`` that hide some."""
    from tf1to2reuse.scopes.loops import items_of

    args: list[Value] = []
    kwargs: dict[str, Value] = {}
    spread: list[Any] = []
    for argument in node.args:
        value = statements.evaluate(ev, frame, argument)
        if isinstance(argument, ast.Starred):
            items = items_of(ev, value)
            if items is None:
                spread.append(ident(value))
            args.extend(items or [])
        else:
            args.append(value)
    for keyword in node.keywords:
        value = statements.evaluate(ev, frame, keyword.value)
        if keyword.arg is not None:
            kwargs[keyword.arg] = value
        elif isinstance(value, DictVal):
            kwargs.update({k: v for k, v in value.items.items() if isinstance(k, str)})
            if not value.complete:
                spread.append(ident(value))
        else:
            spread.append(ident(value))
    return args, kwargs, tuple(spread)


def super_object(ev: Evaluator, frame: Frame, node: ast.Call) -> Value:
    """``super()``: the object seen as one of the base class."""
    owner = frame.definition.parent if frame.definition is not None else None
    bound = frame.activation.bound
    if isinstance(bound, InstanceVal) and owner is not None:
        cls = find_class(bound.cls, owner)
        bases = [base for base in cls.bases if isinstance(base, ClassVal)] if cls else []
        view = InstanceVal(bases[0] if bases else ClassVal(owner, (), {}), bound.attributes, bound.site)
        return view
    return ev.unknown(node, "super()")


def find_class(cls: ClassVal, definition: Definition) -> ClassVal | None:
    """The class of that definition among ``cls`` and its bases."""
    if cls.definition is definition:
        return cls
    for base in cls.bases:
        if isinstance(base, ClassVal) and (found := find_class(base, definition)) is not None:
            return found
    return None


def call_value(
    ev: Evaluator,
    frame: Frame,
    node: ast.Call | None,
    function: Value,
    args: list[Value],
    kwargs: dict[str, Value],
) -> Value:
    """Calls a value."""
    ev.tick()
    if isinstance(function, FunctionVal):
        return activate_call(ev, frame, node, function, args, kwargs)
    if isinstance(function, PartialVal):
        return call_value(
            ev, frame, node, function.function, [*function.args, *args], {**function.kwargs, **kwargs}
        )
    if isinstance(function, ClassVal):
        return instantiate(ev, frame, node, function, args, kwargs)
    if isinstance(function, InstanceVal):
        method = function.cls.find("__call__")
        if isinstance(method, FunctionVal):
            bound = FunctionVal(method.definition, method.env, function, method.defaults)
            return activate_call(ev, frame, node, bound, args, kwargs)
    from tf1to2reuse.scopes.gaps import note_gap

    hidden = kwargs.pop("**", None)
    note_gap(ev, frame, node, function, [*args, *kwargs.values()])
    if hidden is not None:
        from tf1to2reuse.scopes.hidden import call_hidden

        result = call_hidden(ev, frame, node, function, args, kwargs)
        if result is not None:
            return result
    if isinstance(function, External):
        from tf1to2reuse.scopes.externals import call_external

        return call_external(ev, frame, node, function.name, args, kwargs)
    if isinstance(function, ExternalMethod):
        from tf1to2reuse.scopes.methods import call_method

        return call_method(ev, frame, node, function.value, function.name, args, kwargs)
    if callable(getattr(function, "call", None)):
        return function.call(ev, frame, node, args, kwargs)
    return call_unknown(ev, node, function, args, kwargs)


def call_unknown(
    ev: Evaluator, node: ast.Call | None, function: Value, args: list[Value], kwargs: dict[str, Value]
) -> Value:
    """A call of something unknown: its result is unknown, a tensor if it was given one."""
    options = ev.alternatives.get(function, ()) if isinstance(function, Sym) else ()
    note_unknown_call(ev, node, function, args)
    if isinstance(function, Sym):
        note_own_variables(ev, node, function)
    label = code_of(node.func) if node is not None else "call"
    result = ev.unknown(node, f"{label}(...)")
    if any(ev.is_tensor(arg) for arg in args[:1]) and not options:
        ev.tensorish.add(result)
    return result


def activate_call(
    ev: Evaluator,
    frame: Frame,
    node: ast.Call | None,
    function: FunctionVal,
    args: list[Value],
    kwargs: dict[str, Value],
) -> Value:
    """Binds arguments and follows the function."""
    if not is_followed(ev, function.definition) and not is_context_function(function.definition):
        return not_followed(ev, node, function.definition, [*args, *kwargs.values()])
    settings = own_settings(ev, function, kwargs)
    bound = bind(ev, node, function, args, {**values_of(settings), **kwargs})
    if is_context_function(function.definition):
        return GeneratorContext(function, bound, node, frame)
    return activate(ev, frame, node, function, bound, settings=settings).result


def own_settings(ev: Evaluator, function: FunctionVal, kwargs: dict[str, Value]) -> dict[str, Setting]:
    """What the enclosing ``arg_scope`` sets for a function of the repository, where its call does not."""
    settings = in_force(ev, function.definition.key)
    if not settings or not takes_arg_scope(function.definition):
        return {}
    return {name: setting for name, setting in settings.items() if name not in kwargs}


def fed_from_outside(definition: Definition) -> str:
    """Why a function has more arguments than its call shows: a command line gives them."""
    for decorator in getattr(definition.node, "decorator_list", []):
        target = decorator.func if isinstance(decorator, ast.Call) else decorator
        if (
            isinstance(target, ast.Attribute)
            and isinstance(target.value, ast.Name)
            and target.value.id == "click"
        ):
            return "click"
    return ""


def takes_arg_scope(definition: Definition) -> bool:
    """Whether a function is decorated with ``add_arg_scope``."""
    decorators = getattr(definition.node, "decorator_list", [])
    return any(getattr(d, "attr", getattr(d, "id", "")) == "add_arg_scope" for d in decorators)


def bind(
    ev: Evaluator, node: ast.Call | None, function: FunctionVal, args: list[Value], kwargs: dict[str, Value]
) -> dict[str, Value]:
    """Parameter names to values, as Python binds them. Missing ones get their default or are unknown."""
    from tf1to2reuse.scopes.evaluator import Raised

    arguments = function.definition.node.args  # type: ignore[union-attr]
    positional = [a.arg for a in (*arguments.posonlyargs, *arguments.args)]
    hidden = kwargs.pop("**", False) or fed_from_outside(function.definition)
    values = list(args)
    bound: dict[str, Value] = {}
    if function.bound is not None:
        values.insert(0, function.bound)
    for parameter, value in zip(positional, values, strict=False):
        bound[parameter] = value
    if arguments.vararg is not None:
        bound[arguments.vararg.arg] = tuple(values[len(positional) :])
    elif len(values) > len(positional) and not hidden:
        raise Raised("TypeError", f"too many arguments for {function.definition.name}", node)
    extra: dict[str, Value] = {}
    keyword_names = {*positional, *(a.arg for a in arguments.kwonlyargs)}
    for keyword, value in kwargs.items():
        if keyword in bound and keyword in keyword_names:
            raise Raised(
                "TypeError", f"multiple values for argument {keyword} of {function.definition.name}", node
            )
        (bound if keyword in keyword_names else extra)[keyword] = value
    if arguments.kwarg is not None:
        bound[arguments.kwarg.arg] = DictVal(dict(extra), not hidden)
    elif extra and not hidden:
        raise Raised(
            "TypeError", f"unexpected argument {next(iter(extra))} of {function.definition.name}", node
        )
    for parameter in keyword_names - set(bound):
        if hidden:
            bound[parameter] = Sym(
                "hidden", (hidden, parameter), f"{parameter} may come out of * or ** arguments"
            )
        elif parameter in function.defaults:
            bound[parameter] = function.defaults[parameter]
        elif not ev.generic and not getattr(function.definition.node, "decorator_list", ()):
            raise Raised("TypeError", f"missing argument {parameter} of {function.definition.name}", node)
        else:
            bound[parameter] = ev.unknown(node, parameter)
    return bound


def activate(
    ev: Evaluator,
    frame: Frame,
    node: ast.Call | None,
    function: FunctionVal,
    arguments: dict[str, Value],
    generic: bool = False,
    kind: Any = "call",
    on_yield: Callable[[Value], None] | None = None,
    settings: dict[str, Setting] | None = None,
) -> Activation:
    """Runs a function's body in a new activation below the running one. ``on_yield`` runs where it yields."""
    from tf1to2reuse.scopes.evaluator import DEPTH_BUDGET, Env, Frame

    definition = function.definition
    activation = Activation(
        definition,
        definition.module,
        ev.graph.current.name,
        dict(arguments),
        parent=frame.activation,
        site=node,
        bound=function.bound,
        generic=generic or inherits_generic(frame, function),
        arg_scopes=ev.arg_scopes[-1],
    )
    if not generic:
        observe(ev, definition, arguments)
    if ev.depth >= DEPTH_BUDGET or ev.stack.count(definition) > recursion_budget(arguments):
        from tf1to2reuse.scopes.gaps import note_depth

        activation.truncated = "recursion deeper than the budget"
        note_depth(ev, frame, node, definition)
        activation.result = ev.unknown(node, definition.name)
        return activation
    event = Event(kind, node or PLACELESS, frame.module, None, ev.graph.current.name, child=activation)
    event.arguments, event.settings = arguments, settings or {}
    ev.record(frame, event)
    ev.activations.setdefault(definition.key, []).append(activation)
    inner = Frame(
        Env(dict(arguments), function.env, function.env.module), definition.module, activation, definition
    )
    activation.names = inner.env.names
    inner.conditions, inner.loops, inner.on_yield = [], [], on_yield
    activation.result = run_body(ev, inner, definition)
    return activation


def recursion_budget(arguments: dict[str, Value]) -> int:
    """Recursion is followed as long as an argument that may bound it is known."""
    from tf1to2reuse.scopes.expressions import concrete

    return (
        40 if any(isinstance(value, int | float) and concrete(value) for value in arguments.values()) else 2
    )


PLACELESS = ast.Call(func=ast.Name("?", ast.Load()), args=[], keywords=[], lineno=0, col_offset=0)


def inherits_generic(frame: Frame, function: FunctionVal) -> bool:
    """Values of a nested function, or of a method of the same object, belong to the generic run around it."""
    definition = function.definition
    if not frame.activation.generic:
        return False
    if definition.is_method:
        return function.bound is not None and function.bound is frame.activation.bound
    return definition.outer_function is frame.definition


def observe(ev: Evaluator, definition: Definition, arguments: dict[str, Value]) -> None:
    """Keeps what every parameter was given, for the planner."""
    from tf1to2reuse.scopes.evaluator import Observation

    for parameter, value in arguments.items():
        seen = ev.observed.setdefault((definition.key, parameter), Observation()).values
        if len(seen) < 200:
            seen.append(value)


def run_body(ev: Evaluator, frame: Frame, definition: Definition) -> Value:
    """The value that a function's body returns."""
    ev.depth += 1
    ev.stack.append(definition)
    conditions = ev.conditions
    try:
        node = definition.node
        if isinstance(node, ast.Lambda):
            return statements.evaluate(ev, frame, node.body)
        outcome = statements.run_to_end(ev, frame, node.body)
        statements.forget_certainty(ev, frame)
        values = [value for _, value in frame.returns]
        if outcome is not None and outcome[0] == "return":
            values.append(outcome[1])
        elif not values:
            values.append(None)
        result = values[-1]
        for index, value in enumerate(reversed(values[:-1])):
            result = ev.phi(("return", definition.key, index), value, result)
        return result
    finally:
        ev.stack.pop()
        ev.depth -= 1
        ev.conditions = conditions


def tuple_fields(cls: ClassVal) -> list[str] | None:
    """The fields of a class that derives from a named tuple; None for any other class."""
    from tf1to2reuse.scopes.stdlib import NamedTupleVal

    return next((base.fields for base in cls.bases if isinstance(base, NamedTupleVal)), None)


def instantiate(
    ev: Evaluator,
    frame: Frame,
    node: ast.Call | None,
    cls: ClassVal,
    args: list[Value],
    kwargs: dict[str, Value],
) -> Value:
    """``Class(...)``."""
    from tf1to2reuse.scopes.values import NamespaceVal

    if any(
        isinstance(b, External) and b.name.rpartition(".")[2] in ("NamedTuple", "Exception", "Enum")
        for b in cls.bases
    ):
        return ev.unknown(node, cls.definition.name)
    if not is_followed(ev, cls.definition):
        made = cls.find("__init__")
        return not_followed(
            ev,
            node,
            made.definition if isinstance(made, FunctionVal) else cls.definition,
            [*args, *kwargs.values()],
        )
    instance = InstanceVal(cls, {}, None)
    init = cls.find("__init__")
    if isinstance(init, FunctionVal):
        bound = FunctionVal(init.definition, init.env, instance, init.defaults)
        activate(ev, frame, node, bound, bind(ev, node, bound, args, kwargs), kind="construct")
    elif (fields := tuple_fields(cls)) is not None:
        kwargs.pop("**", None)
        instance.attributes.update(zip(fields, args, strict=False))
        instance.attributes.update(kwargs)
    else:
        if any(isinstance(base, External) for base in cls.bases):
            kwargs.pop("**", None)
            instance.attributes.update(kwargs)
        construct_plainly(ev, frame, node, instance)
    del NamespaceVal
    return instance


def construct_plainly(ev: Evaluator, frame: Frame, node: ast.Call | None, instance: InstanceVal) -> None:
    """An object of a class without a constructor is made at its line all the same: it may hold layers."""
    definition, entry = instance.cls.definition, ev.graph.current.name
    made = Activation(
        definition, definition.module, entry, parent=frame.activation, site=node, bound=instance
    )
    ev.record(frame, Event("construct", node or PLACELESS, frame.module, None, entry, child=made))


__all__ = ["ListVal", "ident"]
