"""What the installed TensorFlow offers becomes JSON on stdout: names, kinds, parameters, identities.

Runs under TF 1.15.5 (Python 3.7) and under current TensorFlow alike, so its syntax stays at Python 3.6.
``make_tables.py`` starts it in both interpreters and joins the answers.
"""

import inspect
import json
import sys
import types

import tensorflow as tf

SKIPPED = {
    "compat",
    "python",
    "core",
    "tools",
    "contrib",
    "include",
    "examples",
    "pywrap_tensorflow",
    "raw_ops",
}
SKIPPED |= {"dtensor", "security"}


def members(module):
    """Public attributes of a module, lazily loaded ones too."""
    try:
        names = sorted(set(dir(module)))
    except ImportError:  # a lazy module that cannot load (compat.v1.keras without tf_keras) offers nothing
        names = []
    for name in names:
        if not name.startswith("_"):
            try:
                yield name, getattr(module, name)
            except (AttributeError, ImportError):
                continue


def is_api_module(value):
    """A module (or a wrapper around one) that belongs to TensorFlow or Keras."""
    lazy = type(value).__name__ == "KerasLazyLoader"
    return lazy or (
        isinstance(value, types.ModuleType) and value.__name__.startswith(("tensorflow", "keras"))
    )


def parameters(value):
    """Parameter names in order, ``*`` before keyword-only ones; None: not inspectable."""
    try:
        signature = inspect.signature(value.__init__ if inspect.isclass(value) else value)
    except (TypeError, ValueError):
        return None
    words = []
    for parameter in signature.parameters.values():
        if parameter.kind is parameter.VAR_POSITIONAL:
            words.append("*" + parameter.name)
        elif parameter.kind is parameter.VAR_KEYWORD:
            words.append("**" + parameter.name)
        else:
            if parameter.kind is parameter.KEYWORD_ONLY and not any(w.startswith("*") for w in words):
                words.append("*")
            words.append(parameter.name)
    if inspect.isclass(value) and words[:1] == ["self"]:
        words = words[1:]
    return words


def innermost(value):
    """The function behind TensorFlow's decorators, which differ between the endpoints of one function."""
    seen = []
    while id(value) not in seen:
        seen.append(id(value))
        value = getattr(value, "__wrapped__", value)
    return value


def private_name(inner):
    """``module.name`` under which the defining module itself holds the object, or ""."""
    home, name = getattr(inner, "__module__", None), getattr(inner, "__name__", "")
    held = getattr(sys.modules.get(home), name, None)
    return home + "." + name if held is not None and innermost(held) is inner else ""


KEPT = []  # keeps every described object alive: an id must not be given out twice


def describe(value):
    """One symbol as plain data; two symbols with one ``id`` are one function, class or constant."""
    if is_api_module(value):
        return {"kind": "module"}
    KEPT.append(value)
    if inspect.isclass(value) or callable(value):
        inner = innermost(value)
        found = {"kind": "class" if inspect.isclass(value) else "function", "parameters": parameters(value)}
        found.update(home=getattr(inner, "__module__", "") or "", id=id(inner), private=private_name(inner))
        return found
    return {"kind": "constant", "value": repr(value)[:80]}


def contrib_public(module):
    """What a package of tf.contrib means to offer: ``__all__``, or all."""
    offered = getattr(module, "__all__", None) or getattr(module, "_allowed_symbols", None)
    for name, value in members(module):
        inner = isinstance(value, types.ModuleType)
        if (offered is None or name in offered) and not inner:
            yield name, value


def walk_contrib(contrib, found):
    """``tf.contrib.<package>.<name>``, and ``tf.contrib.framework.nest`` as the one module below."""
    for package, module in members(contrib):
        if isinstance(module, types.ModuleType):
            found["tf.contrib." + package] = describe(module)
            for name, value in contrib_public(module):
                found[".".join(["tf.contrib", package, name])] = describe(value)
    for name, value in contrib_public(contrib.framework.nest):
        found["tf.contrib.framework.nest." + name] = describe(value)


def walk(module, prefix, found, above=(), skipped=SKIPPED):
    """All public names below a module; modules already on the way down are not entered again."""
    for name, value in members(module):
        dotted = prefix + "." + name
        if is_api_module(value):
            known = id(value) in above or len(above) > 5
            if known or name == "tf_decorator" or (name in skipped and prefix in ("tf", "tf.compat.v1")):
                continue
            found[dotted] = describe(value)
            walk(value, dotted, found, (*above, id(value)), skipped)
        elif not isinstance(value, types.ModuleType) and type(value).__name__ != "_Feature":  # of __future__
            found[dotted] = describe(value)


def main():
    found = {}
    walk(tf, "tf", found, (id(tf),))
    if tf.__version__.startswith("1."):
        import tensorflow.contrib as contrib  # loaded lazily: asked for by name

        walk_contrib(contrib, found)
    else:
        walk(tf.compat.v1, "tf.compat.v1", found, (id(tf.compat.v1),), SKIPPED | {"keras"})
    json.dump({"version": tf.__version__, "names": found}, sys.stdout)


if __name__ == "__main__":
    main()
