"""A call without a rule of its own becomes the native function where its arguments fit, else ``compat.v1``.

Where neither takes an argument that is given, that is a problem.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tf1to2reuse.apis.symbols import binding, tables
from tf1to2reuse.apis.symbols.binding import Bound, Signature
from tf1to2reuse.apis.symbols.model import Arg, CallRewrite, Problem
from tf1to2reuse.apis.symbols.natives import Native, natives


def generic_call(name: str, args: Sequence[Arg]) -> CallRewrite | Problem:
    """The call with renamed function and arguments (possibly both unchanged)."""
    native = natives().get(name)
    if native is not None:
        made = call_with(name, args, native.target, native.renames)
        if isinstance(made, CallRewrite) or made.code == "pre-1.0-order":
            return made
    exact = exact_target(name)
    if exact is None:
        return Problem("symbol-no-target", f"{name} does not exist in current TensorFlow")
    made = call_with(name, args, exact, {})
    return _unknown(name, args) or made if isinstance(made, Problem) else made


def _unknown(name: str, args: Sequence[Arg]) -> Problem | None:
    """Arguments that TF 1.15 refuses as well: code of another version, often in an ``except`` branch."""
    signature = tables.tf1_signatures().get(name, ())
    words = [a.keyword for a in args if a.keyword is not None and not binding.accepts(signature, a.keyword)]
    if not words:
        return None
    return Problem("argument-unknown", f"{name} has no argument {', '.join(words)} in TF 1.15")


def exact_target(name: str) -> str | None:
    """The name of the very same object: unchanged, moved, or under ``tf.compat.v1``."""
    found = tables.targets().get(name)
    return name if found == "" else found


def call_with(
    name: str, args: Sequence[Arg], target: str, renames: Mapping[str, str]
) -> CallRewrite | Problem:
    """The arguments of a call of ``name`` as arguments of ``target``."""
    old, new = tables.tf1_signatures().get(name), tables.tf2_signatures().get(target)
    if old is None or new is None:  # not inspectable (a generated wrapper): same object, same arguments
        return CallRewrite(target, tuple(args))
    unpacked = {arg.star for arg in args}
    if "**" in unpacked and renames:  # they may hold an argument under its old name
        return Problem(
            "argument-unpacked", f"the keyword arguments of {name} are unpacked, and names changed"
        )
    if compatible(old, new, renames) and not any(arg.keyword in renames for arg in args):
        return CallRewrite(target, tuple(args)) if fits(new, args) else _misfit(name, target, args, new)
    if unpacked - {""}:
        return Problem("argument-unpacked", f"the arguments of {name} are unpacked, and their order changed")
    bound = binding.bind(name, old, args)
    if isinstance(bound, Problem):
        return bound
    return rebuilt(name, bound, target, renames)


def rebuilt(
    name: str, bound: Sequence[Bound], target: str, renames: Mapping[str, str]
) -> CallRewrite | Problem:
    """Bound arguments as a call of ``target``."""
    translated = binding.translate(bound, renames, name)
    if isinstance(translated, Problem):
        return translated
    new = tables.tf2_signatures()[target]
    lost = binding.missing(new, translated)
    if lost:
        return Problem(
            "argument-no-target", f"{target} has no argument {', '.join(lost)}, which {name} is given"
        )
    return CallRewrite(target, binding.emit(new, translated))


def compatible(old: Signature, new: Signature, renames: Mapping[str, str]) -> bool:
    """Whether positional arguments mean the same in both (deprecated aliases at the end aside)."""
    mapped = [renames.get(word, word) for word in binding.positional_names(old)]
    while mapped and (mapped[-1] == "" or mapped[-1] in mapped[:-1]):
        mapped.pop()
    if any(word.startswith("*") for word in new[:1]):
        return True
    return tuple(mapped) == binding.positional_names(new)[: len(mapped)]


def fits(signature: Signature, args: Sequence[Arg]) -> bool:
    """Whether every keyword is accepted and the positional ones are not too many."""
    named = all(binding.accepts(signature, arg.keyword) for arg in args if arg.keyword is not None)
    collects = any(word.startswith("*") and not word.startswith("**") and word != "*" for word in signature)
    count = sum(1 for arg in args if arg.keyword is None and not arg.star)
    return named and (collects or count <= len(binding.positional_names(signature)))


def _misfit(name: str, target: str, args: Sequence[Arg], signature: Signature) -> Problem:
    lost = [arg.keyword for arg in args if arg.keyword and not binding.accepts(signature, arg.keyword)]
    what = f"no argument {', '.join(lost)}" if lost else "fewer positional arguments"
    return Problem("argument-no-target", f"{target} has {what}, which {name} is given")


def reference_target(name: str) -> str | None:
    """The name for a symbol not called here: native only where every positional call means the same."""
    native: Native | None = natives().get(name)
    if native is not None:
        old, new = tables.tf1_signatures().get(name), tables.tf2_signatures().get(native.target)
        if old is not None and new is not None and compatible(old, new, native.renames):
            return native.target
    return exact_target(name)
