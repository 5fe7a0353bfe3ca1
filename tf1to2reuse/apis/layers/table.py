"""The catalogue as a page: ``python -m tf1to2reuse.apis.layers.table > docs/apis.md``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from tf1to2reuse.apis.layers import CATALOGUE
from tf1to2reuse.apis.layers.cell_wrappers import WRAPPERS
from tf1to2reuse.apis.layers.cells import CELLS
from tf1to2reuse.apis.layers.coverage import Kind, Standing, public_names, standing
from tf1to2reuse.apis.layers.model import UNKNOWN, Bound, KerasForm, LayerApi, Refused, Undecided
from tf1to2reuse.apis.layers.signature import COLLECTIONS
from tf1to2reuse.apis.layers.usual import usual_call, usual_form

_HEAD = """# What each TF1 layer call becomes

Made by `python -m tf1to2reuse.apis.layers.table`; do not edit.

Every row is checked with numbers recorded from TF 1.15.5: the Keras code with TF1's weights computes the
same outputs and gradients within 1e-5, the variables have these names in this order, and the static
shape is TF1's. `slim.f`, `tf_slim.f`, `tf.contrib.slim.f` and `tf.contrib.layers.f` are one function;
`tf.layers` stands for `tf.compat.v1.layers` too.

* **becomes**: the constructor for the defaults of TF1, with what differs from Keras' own defaults
  written out.
* **variables**: TF1 names below the layer's scope, in creation order (contrib's `batch_norm` makes
  `beta` first for inputs of rank 2 and for other update collections than the default).
* **refused**: arguments that have no equal in Keras, or whose value must be known. A call that uses one
  is left alone and reported. `outputs_collections` and
  `variables_collections` are refused where the program may read such a collection, and vanish elsewhere.

Known difference: in training, TF1's fused batch normalization (inputs of rank 4; contrib also rank 2)
multiplies the batch variance by N/(N-1) before it goes into `moving_variance`. Keras does not. Outputs
and gradients are the same.
"""
_CELLS_HEAD = """## Recurrent cells

Of `tf.nn.rnn_cell` and `tf.contrib.rnn`. Under `tf.nn.dynamic_rnn` a cell becomes `LSTM`, `GRU` or
`SimpleRNN` with `return_sequences` and `return_state`; `sequence_length` becomes a mask with
`zero_output_for_mask`; inputs with `time_major=True` are transposed before and the outputs after. A
`MultiRNNCell` becomes one `RNN` over a list of cells, and `tf.nn.bidirectional_dynamic_rnn` one
`Bidirectional` without a `merge_mode`. `tf.nn.static_rnn` and `tf.nn.static_bidirectional_rnn` take and
give lists: the layer stands between a `tf.stack` and a `tf.unstack`. Checked with recordings of outputs, last
states, gradients and initial values that are not drawn, through the layout changes of the checkpoint map. A
fresh kernel is drawn in two halves, so
its range differs a little from TF1's, which draws one. An LSTM with peepholes, a projection, limits or a
forget bias other than 0 and 1 becomes `GeneralLSTMCell`, a class of a small file that the rewrite adds; it
has TF1's own variables and arithmetic. So do the cells of `tf.contrib` that Keras does not have. The
initializer of the scope around a run is written at cells that are given none; a regularizer of the scope is
refused, for it reaches variables whose Keras weights are other ones.
"""
_WRAPPERS_HEAD = """
Around a cell, where `DropoutCell` and `ResidualCell` are classes of a small file that the rewrite adds. A
rate that is known only in the call (a placeholder, or what differs between calls that share the cell) is set
right before the run: `self.lstm.cell.output_rate = 1 - keep_prob`. Checked with recordings in which dropout
is a fixed function of its input and rate, which shows its place.

| TF1 | becomes | refused |
|---|---|---|
"""
_COLUMNS = "| TF1 | becomes | variables | refused |\n|---|---|---|---|\n"
_COVERAGE = """## How much is covered

Of the public functions and classes of TF 1.15.5, aliases included; `tf.contrib.slim` counts what it has
beyond `tf.contrib.layers`, `tf.nn` the functions that run recurrent cells. *Covered*: there is an entry in
the tables above. *Elsewhere*: not a layer, and handled by another part of the tool. *No equal*: Keras 3 has
none, so every call is refused with the reason. *Missing*: there could be an entry.

| namespace | names | covered | elsewhere | no equal | missing |
|---|---|---|---|---|---|
"""
_LITERAL = "unless a literal"
_ACCEPTED: Mapping[str, tuple[str, Bound]] = {
    "normalizer_fn": ("unless a layer of this page", Bound("norm", canonical="tf.contrib.layers.batch_norm")),
    "param_initializers": ("unless a dictionary", Bound("{}", {}, items={})),
    "param_regularizers": ("unless a dictionary", Bound("{}", {}, items={})),
    "pooling_type": (_LITERAL, Bound("'AVG'", "AVG")),
    "num_outputs": ("unless known", Bound("8", 8)),
    "begin_norm_axis": (_LITERAL, Bound("-1", -1)),
    "begin_params_axis": (_LITERAL, Bound("-1", -1)),
    "channels_axis": (_LITERAL, Bound("-1", -1)),
    "reduction_axes": (_LITERAL, Bound("(-3, -2)", (-3, -2))),
    "trainable": ("unless True", Bound("True", True)),
    "use_peepholes": ("unless True or False", Bound("True", True)),
    "use_peephole": ("unless True or False", Bound("True", True)),
    "layer_norm": ("unless True or False", Bound("True", True)),
    "use_bias": ("unless True or False", Bound("True", True)),
    "state_is_tuple": ("unless True", Bound("True", True)),
}
_KINDS: tuple[Kind, ...] = ("covered", "elsewhere", "refused", "missing")
_TITLES = {"elsewhere": "Handled elsewhere", "refused": "No equal in Keras", "missing": "Missing"}


def page() -> str:
    """The whole page."""
    functions = [api for api in CATALOGUE.values() if not api.is_class]
    classes = [api.name.removeprefix("layers.") for api in CATALOGUE.values() if api.is_class]
    parts = [_HEAD]
    for title, space in (("tf.layers", "layers."), ("tf.contrib.layers and slim", "contrib.")):
        rows = [row(api) for api in functions if api.name.startswith(space)]
        parts.append(
            f"## {title}\n\n| TF1 | becomes | variables | refused |\n|---|---|---|---|\n"
            + "\n".join(rows)
            + "\n"
        )
    parts.append(
        "Classes of `tf.layers` with the same meaning: " + ", ".join(f"`{name}`" for name in classes) + ".\n"
    )
    parts.append(_cells())
    parts.append("\n".join(_coverage()))
    return "\n".join(parts)


def _cells() -> str:
    rows = [*map(row, CELLS.values()), _WRAPPERS_HEAD.rstrip("\n"), *map(wrapper_row, WRAPPERS.values())]
    return f"{_CELLS_HEAD}\n{_COLUMNS}" + "\n".join(rows) + "\n"


def wrapper_row(api: LayerApi) -> str:
    """A cell that holds another one."""
    form, rank = usual_form(api)
    assert isinstance(form, KerasForm)
    made = form.parts[0].constructor
    becomes = f"`{made}(cell)`" if made else "the cell itself"
    return f"| `{api.name.removeprefix('rnn.')}` | {becomes} | {_refused(api, rank)} |"


def _coverage() -> Iterator[str]:
    """The numbers, then the names that are not covered by reason."""
    found = {name: standing(name) for name in _all_names()}
    assert all(found.values()), "a name has no standing"
    yield _COVERAGE + "\n".join(_numbers(found))
    for kind, title in _TITLES.items():
        yield f"\n### {title}\n"
        reasons: dict[str, list[str]] = {}
        for name, what in found.items():
            if what is not None and what.kind == kind:
                reasons.setdefault(what.reason, []).append(name.removeprefix("tf."))
        for reason, names in reasons.items():
            yield f"* {reason}: {', '.join(f'`{name}`' for name in names)}"
    yield ""


def _all_names() -> list[str]:
    return [f"{space}.{name}" for space, names in public_names().items() for name in names]


def _numbers(found: Mapping[str, Standing | None]) -> Iterator[str]:
    for space, names in public_names().items():
        kinds = Counter(what.kind for n in names if (what := found[f"{space}.{n}"]) is not None)
        yield f"| `{space}` | {len(names)} | " + " | ".join(str(kinds[kind]) for kind in _KINDS) + " |"
    kinds = Counter(what.kind for what in found.values() if what is not None)
    yield f"| all | {len(found)} | " + " | ".join(str(kinds[kind]) for kind in _KINDS) + " |"


def row(api: LayerApi) -> str:
    form, rank = usual_form(api)
    cells = (f"`{api.name.split('.', 1)[1]}`", _becomes(form), _variables(api, rank), _refused(api, rank))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _becomes(form: KerasForm | Refused) -> str:
    if isinstance(form, Refused):
        return f"refused: {form.message.split(': ', 1)[1]}"
    if form.expression is not None:
        return f"`{form.expression}`"
    written = [
        f"`{part.constructor.removeprefix('tf.keras.layers.')}"
        f"({', '.join(f'{key}={code}' if key else code for key, code in part.arguments)})`"
        + (f", called with `training={part.training}`" if part.training else "")
        for part in form.parts
    ]
    return ", ".join(written) + (f", then `{form.activation}`" if form.activation else "")


def _variables(api: LayerApi, rank: int | None) -> str:
    try:
        literals: Mapping[str, object] = {"num_outputs": 8, "kernel_size": 3}
        specs = api.variables(
            {k: v for k, v in literals.items() if k in {p.name for p in api.parameters}}, rank
        )
    except Undecided as error:
        return str(error)
    return ", ".join(f"`{spec.leaf}`" for spec in specs) or "none"


def _refused(api: LayerApi, rank: int | None) -> str:
    """Arguments that are refused when their value is neither the default nor known, and unless what."""
    roles = ("input", "name", "scope", "reuse")
    names = [p.name for p in api.parameters if p.role not in roles and p.name not in COLLECTIONS]
    bound = usual_call(api)
    if isinstance(api.keras_form(bound, rank), Refused):
        return "every call"
    refused = [
        name
        for name in names
        if isinstance(api.keras_form({**bound, name: Bound("value", UNKNOWN)}, rank), Refused)
    ]
    return ", ".join(f"`{name}`{_unless(api, bound, name, rank)}" for name in refused) or "none"


def _unless(api: LayerApi, bound: Mapping[str, Bound], name: str, rank: int | None) -> str:
    """The values with which an argument is not refused, where there is a short way to say it."""
    if name not in _ACCEPTED:
        return ""
    said, value = _ACCEPTED[name]
    accepted = isinstance(api.keras_form({**bound, name: value}, rank), KerasForm)
    return f" ({said})" if accepted else ""


if __name__ == "__main__":
    print(page(), end="")
