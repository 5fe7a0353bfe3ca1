"""Arguments as written become parameters by name, and parameters become arguments of another signature.

What was positional stays positional while the order is the same; the rest becomes keywords, in written order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tf1to2reuse.apis.symbols.model import Arg, Problem

Signature = tuple[str, ...]


@dataclass(frozen=True)
class Bound:
    """One argument and the parameter that receives it."""

    parameter: str
    arg: Arg
    positional: bool


def positional_names(signature: Signature) -> Signature:
    """The parameters that can be given by position."""
    stop = next((i for i, word in enumerate(signature) if word.startswith("*")), len(signature))
    return signature[:stop]


def accepts(signature: Signature, parameter: str) -> bool:
    """Whether a keyword of that name is accepted."""
    return parameter in signature or any(word.startswith("**") for word in signature)


def bind(name: str, signature: Signature, args: Sequence[Arg]) -> tuple[Bound, ...] | Problem:
    """Each argument with its parameter. Unpacked ones cannot be bound and must not come here."""
    names = positional_names(signature)
    collects = any(word.startswith("*") and not word.startswith("**") and word != "*" for word in signature)
    found: list[Bound] = []
    for place, arg in enumerate(args):
        if names[:1] == ("_sentinel",) and arg.keyword is None:
            return Problem("pre-1.0-order", f"{name} takes keywords only since TensorFlow 1.0")
        if arg.keyword is not None:
            found.append(Bound(arg.keyword, arg, False))
        elif place < len(names):
            found.append(Bound(names[place], arg, True))
        elif collects:
            found.append(Bound(f"*{place}", arg, True))
        else:
            return Problem(
                "argument-unknown", f"{name} takes at most {len(names)} positional arguments in TF 1.15"
            )
    return tuple(found)


def translate(found: Sequence[Bound], renames: Mapping[str, str], name: str) -> tuple[Bound, ...] | Problem:
    """Parameters under their new names; "" drops. Two arguments for one parameter are a problem."""
    kept: dict[str, Bound] = {}
    for bound in found:
        new = renames.get(bound.parameter, bound.parameter)
        alias = new != bound.parameter
        if new == "" or (alias and bound.arg.code.strip() == "None" and not bound.positional):
            continue
        if new in kept and kept[new].arg.code.strip() != "None":
            if bound.arg.code.strip() == "None":
                continue
            return Problem("argument-conflict", f"{name} is given {new} twice, once as {bound.parameter}")
        kept.pop(new, None)
        kept[new] = replace(bound, parameter=new)
    return tuple(kept.values())


def emit(signature: Signature, found: Sequence[Bound]) -> tuple[Arg, ...]:
    """The arguments of a call with that signature."""
    collected = [bound for bound in found if bound.parameter.startswith("*")]
    leading: list[Bound] = []
    for parameter, bound in zip(positional_names(signature), found, strict=False):
        if bound.parameter != parameter or not bound.positional:
            break
        leading.append(bound)
    leading += collected
    rest = [bound for bound in found if bound not in leading]
    return tuple(
        [replace(b.arg, keyword=None) for b in leading] + [replace(b.arg, keyword=b.parameter) for b in rest]
    )


def missing(signature: Signature, found: Sequence[Bound]) -> list[str]:
    """Parameters given that the signature does not have."""
    given = [b.parameter for b in found if not b.parameter.startswith("*")]
    return [parameter for parameter in given if not accepts(signature, parameter)]
