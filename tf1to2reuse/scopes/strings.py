"""String building with unknown parts: ``%``, ``format``, ``str``, ``join``."""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING, Any

from tf1to2reuse.scopes.values import DictVal, ListVal, Sym, Tensor, Text, Value, ident, normal

if TYPE_CHECKING:
    from tf1to2reuse.scopes.evaluator import Evaluator

DIRECTIVE = re.compile(r"%(?:\((?P<key>\w+)\))?(?P<spec>[-+ #0]*[\d*]*(?:\.\d+)?[diouxXeEfFgGcrsa%])")


def text(parts: tuple[Any, ...]) -> Value:
    """A str when everything is known, else a Text."""
    merged = normal(parts)
    if all(isinstance(part, str) for part in merged):
        return "".join(merged)
    return Text(merged)


def as_parts(ev: Evaluator, value: Value) -> tuple[Any, ...]:
    """``str(value)`` as parts."""
    if isinstance(value, Text):
        return value.parts
    if isinstance(value, Sym):
        return (value,)
    if value is None or isinstance(value, bool | int | float | str):
        return (str(value),)
    if isinstance(value, tuple) and all(isinstance(item, int | float | str | bool | None) for item in value):
        return (str(value),)
    return (Sym("str", (ident(value),)),)


def percent(ev: Evaluator, template: Value, argument: Value) -> Value:
    """``template % argument``."""
    if not isinstance(template, str):
        return Text((Sym("percent", (ident(template), ident(argument))),))
    arguments = list(argument) if isinstance(argument, tuple) else [argument]
    parts: list[Any] = []
    position = 0
    for found in DIRECTIVE.finditer(template):
        parts.append(template[position : found.start()])
        position = found.end()
        spec = found["spec"]
        if spec == "%":
            parts.append("%")
            continue
        if found["key"] is not None:
            value = (
                argument.items.get(found["key"]) if isinstance(argument, DictVal) else ev.unknown(None, "key")
            )
        elif arguments:
            value = arguments.pop(0)
        else:
            return Text((Sym("percent", (template, ident(argument))),))
        parts.extend(formatted(ev, "%" + spec, value))
    parts.append(template[position:])
    return text(tuple(parts))


def formatted(ev: Evaluator, directive: str, value: Value) -> tuple[Any, ...]:
    """One ``%`` directive."""
    if value is None or isinstance(value, bool | int | float | str):
        try:
            return (directive % value,)
        except (TypeError, ValueError):
            return (Sym("format", (directive, ident(value))),)
    if directive in ("%d", "%s", "%i"):
        return as_parts(ev, value)
    return (Sym("format", (directive, ident(value))),)


def format_method(ev: Evaluator, template: Value, args: list[Value], kwargs: dict[str, Value]) -> Value:
    """``template.format(*args, **kwargs)``."""
    if not isinstance(template, str):
        return Text((Sym("format", (ident(template), tuple(map(ident, args)))),))
    parts: list[Any] = []
    automatic = 0
    try:
        pieces = list(string.Formatter().parse(template))
    except ValueError:
        return ev.unknown(None, "format")
    for literal, field, spec, conversion in pieces:
        parts.append(literal)
        if field is None:
            continue
        key = field
        if key == "":
            key, automatic = str(automatic), automatic + 1
        value: Value = ev.unknown(None, f"format field {key}")
        if key.isdigit() and int(key) < len(args):
            value = args[int(key)]
        elif key in kwargs:
            value = kwargs[key]
        if spec or conversion:
            known = isinstance(value, bool | int | float | str)
            parts.append(
                format(value, spec)
                if known and spec and not conversion
                else Sym("format", (spec, ident(value)))
            )
        else:
            parts.extend(as_parts(ev, value))
    return text(tuple(parts))


def string_method(
    ev: Evaluator, value: Value, method: str, args: list[Value], kwargs: dict[str, Value]
) -> Value:
    """A method of a string that may have unknown parts."""
    if method == "format":
        return format_method(ev, value, args, kwargs)
    if method == "join" and args and isinstance(args[0], ListVal | tuple):
        items = args[0].items if isinstance(args[0], ListVal) else list(args[0])
        if items is not None and isinstance(value, str):
            parts: list[Any] = []
            for index, item in enumerate(items):
                parts.extend(([value] if index else []) + list(as_parts(ev, item)))
            return text(tuple(parts))
    if isinstance(value, str) and all(isinstance(a, str | int | None | tuple) for a in args) and not kwargs:
        try:
            result = getattr(value, method)(*args)
        except (AttributeError, TypeError, ValueError):
            return ev.unknown(None, method)
        return ListVal(result) if isinstance(result, list) else result
    if isinstance(value, Tensor):
        return ev.unknown(None, method)
    return Sym("method", (ident(value), method, tuple(map(ident, args))))
