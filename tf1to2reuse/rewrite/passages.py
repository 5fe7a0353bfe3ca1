"""The signature of a function that is handed its instances: those first, without what nothing reads now."""

from __future__ import annotations

import ast
from collections.abc import Callable

import libcst as cst

from tf1to2reuse.plan.model import Plan, Unit


def drop_unread(plan: Plan, write: Callable[[Unit], list[str]]) -> None:
    """Fills ``plan.dropped``: parameters that the old code read and the new code does not."""
    calls = calls_by_unit(plan)
    passages = [u for u in plan.units.values() if u.kind == "passage" and u.refused is None and u.definition]
    changed = True
    while changed:
        changed = False
        for unit in passages:
            known = plan.dropped.setdefault(unit.key, set())
            gone = unread(unit, write(unit)) - known
            gone = {name for name in gone if all(may_drop(unit, call, name) for call in calls[unit.key])}
            known |= gone
            changed |= bool(gone)


def calls_by_unit(plan: Plan) -> dict[str, list[ast.Call]]:
    """The calls of every passage."""
    wanted = {key for key, unit in plan.units.items() if unit.kind == "passage"}
    found: dict[str, list[ast.Call]] = {key: [] for key in wanted}
    for facts in plan.evaluation.program.modules.values():
        for node in facts.nodes if wanted else ():
            unit = plan.passages.get(id(node))
            if unit is not None and isinstance(node, ast.Call):
                found[unit.key].append(node)
    return found


def unread(unit: Unit, lines: list[str]) -> set[str]:
    """Parameters that were read, and are not any more."""
    assert unit.definition is not None
    new = ast.parse("\n".join(lines)).body[0]
    read_before, read_now = names_read(unit.definition.node), names_read(new)
    positional_only = {param.arg for param in unit.definition.node.args.posonlyargs}  # type: ignore[union-attr]
    return {name for name in unit.definition.parameters() if name in read_before - read_now - positional_only}


def names_read(node: ast.AST) -> set[str]:
    """The names that the body of a function reads."""
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}


def may_drop(unit: Unit, call: ast.Call, name: str) -> bool:
    """Whether a call gives this argument in a way that can be left out without any effect."""
    if any(isinstance(argument, ast.Starred) for argument in call.args):
        return False
    if any(keyword.arg is None for keyword in call.keywords):
        return False
    assert unit.definition is not None
    given = given_arguments(unit, call).get(name)
    effects = (ast.Call, ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr, ast.Subscript)
    return given is None or not any(isinstance(inner, effects) for inner in ast.walk(given))


def given_arguments(unit: Unit, call: ast.Call) -> dict[str, ast.expr]:
    """The arguments of a call by the parameter's name."""
    assert unit.definition is not None
    found = dict(zip(unit.definition.parameters(), call.args, strict=False))
    found.update({keyword.arg: keyword.value for keyword in call.keywords if keyword.arg})
    return found


def with_instances(lines: list[str], names: list[str], dropped: set[str]) -> list[str]:
    """A function's lines with the instances at the head of the parameter list, and without ``dropped``."""
    module = cst.parse_module("\n".join(lines) + "\n")
    function = next(node for node in module.body if isinstance(node, cst.FunctionDef))
    old = function.params
    comma = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
    handed = [cst.Param(cst.Name(name), comma=comma) for name in names]
    kept = [param for param in old.params if param.name.value not in dropped]
    keyword_only = [param for param in old.kwonly_params if param.name.value not in dropped]
    star: cst.Param | cst.ParamStar | cst.MaybeSentinel = old.star_arg
    if not keyword_only and not isinstance(star, cst.Param):
        star = cst.MaybeSentinel.DEFAULT
    followed = bool(keyword_only) or isinstance(star, cst.Param) or old.star_kwarg is not None
    if kept and not followed:
        kept[-1] = kept[-1].with_changes(comma=(old.kwonly_params or old.params)[-1].comma)
    elif handed and not kept and not followed:
        handed[-1] = handed[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
    if keyword_only and old.star_kwarg is None:
        keyword_only[-1] = keyword_only[-1].with_changes(comma=old.kwonly_params[-1].comma)
    if old.posonly_params:
        parameters = old.with_changes(posonly_params=[*handed, *old.posonly_params], params=kept)
    else:
        parameters = old.with_changes(params=[*handed, *kept])
    parameters = parameters.with_changes(kwonly_params=keyword_only, star_arg=star)
    changed = module.deep_replace(function, function.with_changes(params=parameters))
    assert isinstance(changed, cst.Module)
    return changed.code.rstrip("\n").split("\n")
