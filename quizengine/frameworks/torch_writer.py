"""The writer of PyTorch source text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quizengine.calculator.code_steps import CodeStep
from quizengine.calculator.errors import LayerError
from quizengine.calculator.layer import Layer, signature_of
from quizengine.calculator.network import Network, NetworkRow, Tensor
from quizengine.calculator.torch.base import TorchLayer
from quizengine.frameworks.keras_writer import is_straight
from quizengine.frameworks.writing import literal, shorten, take_name, written_arguments

_BARE = frozenset(
    {
        "p", "num_parameters", "negative_slope", "alpha", "start_dim", "end_dim", "lower", "upper",
        "min_val", "max_val", "size",
    }
)  # fmt: skip
"""Arguments that are written without their name where they are in order, as required ones are."""

_PER_AXIS = ("kernel_size", "stride", "padding", "dilation", "output_padding", "output_size")
"""Arguments of which one number holds for every axis."""

_OPERATORS = {"Add": "+", "Subtract": "-", "Multiply": "*"}
_FUNCTIONS = {"Maximum": "torch.maximum", "Minimum": "torch.minimum"}
_STATES = {"LSTM": ("[0]", "[1][0]", "[1][1]")}

_TAKEN = frozenset({"self", "nn", "torch", "x", "net"})

ModuleTree = dict[str, "Layer | ModuleTree"]
"""Modules by the parts of their paths, such as `layer1.0.conv1`."""


def network_code(network: Network) -> str:
    """Return the code of the model: `nn.Sequential` where each module feeds the next, else a class
    with a `forward`.

    The first line is a comment with the input shape, which PyTorch's code does not state. Raises
    LayerError for a layer that PyTorch has no code for.
    """
    rows = network.rows
    shapes = ", ".join(str(row.output) for row in network.input_rows)
    head = f"# input {shapes}, without the batch\n"
    plain = all(isinstance(row.layer, TorchLayer) for row in rows)
    if rows and plain and is_straight(network):
        tree: ModuleTree = {}
        for row in rows:
            _put(tree, row)
        if [name for name, _ in _leaves(tree)] == [row.name for row in rows]:
            code = _sequential(tree, "")
            if "OrderedDict" in code:
                head += "from collections import OrderedDict\n\n"
            return f"{head}model = {code}"
    names = [row.name for row in rows]
    numbered = all(name == str(index) or name in names[:index] for index, name in enumerate(names))
    if rows and plain and numbered and is_straight(network, reuses=True):
        return head + _repeated(rows)
    return head + _class(network)


def _repeated(rows: Sequence[NetworkRow]) -> str:
    """Return an `nn.Sequential` with modules that are used several times as variables."""
    names = [row.name for row in rows]
    shared = {row.name: row.layer for row in rows if names.count(row.name) > 1}
    modules = [f"shared_{name} = {layer_code(layer)}\n" for name, layer in shared.items()]
    lines = [
        f"    shared_{row.name}," if row.name in shared else f"    {layer_code(row.layer)},"
        for row in rows
    ]
    return "".join(modules) + "\n".join(["model = nn.Sequential(", *lines, ")"])


def layer_code(layer: Layer) -> str:
    """Return one module as PyTorch source text."""
    if not isinstance(layer, TorchLayer):
        raise LayerError(f"{layer.name or layer.kind}: PyTorch has no module for this layer")
    signature = signature_of(type(layer))
    order = list(signature.arguments)
    texts = []
    for index, (name, value) in enumerate(written_arguments(layer).items()):
        text = literal(_short(name, value), layer_code)
        bare = order[index] == name and (name in _BARE or name in signature.needed)
        texts.append(text if bare else f"{name}={text}")
    frozen = "" if layer.trainable else ".requires_grad_(False)"
    return f"nn.{layer.kind}({', '.join(texts)}){frozen}"


def _short(name: str, value: object) -> object:
    """Return the value of an argument in the shortest equivalent form."""
    alone = isinstance(value, tuple) and len(value) == 1 and name != "unflattened_size"
    return shorten(value) if alone or name in _PER_AXIS else value


def _put(tree: ModuleTree, row: NetworkRow) -> None:
    """Put a row's module into the tree. Raises LayerError where another one has its path."""
    *path, last = row.name.split(".")
    for part in path:
        inner = tree.setdefault(part, {})
        if isinstance(inner, Layer):
            raise LayerError(f"{row.name}: {part} is a module without others inside")
        tree = inner
    if tree.setdefault(last, row.layer) != row.layer:
        raise LayerError(f"two modules are called {row.name}")


def _leaves(tree: ModuleTree, path: str = "") -> list[tuple[str, Layer]]:
    found: list[tuple[str, Layer]] = []
    for name, part in tree.items():
        if isinstance(part, Layer):
            found.append((path + name, part))
        else:
            found += _leaves(part, f"{path}{name}.")
    return found


def _is_counted(tree: ModuleTree) -> bool:
    return list(tree) == [str(number) for number in range(len(tree))]


def _sequential(tree: ModuleTree, indent: str) -> str:
    """Return `nn.Sequential(...)` with one module a line, named ones in an OrderedDict."""
    inner = indent + "    "
    counted = _is_counted(tree)
    lines = []
    for name, part in tree.items():
        code = layer_code(part) if isinstance(part, Layer) else _sequential(part, inner)
        lines.append(f"{inner}{code}," if counted else f'{inner}("{name}", {code}),')
    body = "\n".join(lines)
    if counted:
        return f"nn.Sequential(\n{body}\n{indent})"
    return f"nn.Sequential(OrderedDict([\n{body}\n{indent}]))"


def _held(part: Layer | ModuleTree, indent: str) -> str:
    """Return the code of a module, or of a ModuleList or ModuleDict of several."""
    if isinstance(part, Layer):
        return layer_code(part)
    inner = indent + "    "
    counted = _is_counted(part)
    lines = [
        f"{inner}{_held(each, inner)}," if counted else f'{inner}"{name}": {_held(each, inner)},'
        for name, each in part.items()
    ]
    body = "\n".join(lines)
    if counted:
        return f"nn.ModuleList([\n{body}\n{indent}])"
    return f"nn.ModuleDict({{\n{body}\n{indent}}})"


def _class(network: Network) -> str:
    tree: ModuleTree = {}
    for row in network.rows:
        if isinstance(row.layer, TorchLayer):
            _put(tree, row)
    modules = [
        f"        self.{_attribute(name)} = {_held(part, ' ' * 8)}" for name, part in tree.items()
    ]
    taken = set(_TAKEN)
    names: dict[NetworkRow, str] = {}
    for row in network.input_rows:
        names[row] = "x" if len(network.input_rows) == 1 else take_name(row.name or "x", taken)
    lines = []
    for row in network.rows:
        sources = [_source(source, names) for source in row.sources]
        called = _called(row, sources, tree)
        names[row] = take_name(row.name or row.layer.kind, taken)
        lines.append(f"        {names[row]} = {called}")
    outputs = ", ".join(_source(tensor, names) for tensor in network.outputs)
    inputs = ", ".join(names[row] for row in network.input_rows)
    return "\n".join(
        [
            "class Net(nn.Module):",
            "    def __init__(self):",
            "        super().__init__()",
            *modules,
            "",
            f"    def forward(self, {inputs}):",
            *lines,
            f"        return {outputs}",
            "",
            "",
            "model = Net()",
        ]
    )


def _attribute(name: str) -> str:
    if not name.isidentifier() or name.startswith("__"):
        raise LayerError(f"{name!r} is no name for an attribute of a module")
    return name


def _source(tensor: Tensor, names: Mapping[NetworkRow, str]) -> str:
    row = tensor.row
    if len(row.outputs) == 1:
        return names[row]
    accessors = _STATES.get(row.layer.kind, tuple(f"[{n}]" for n in range(len(row.outputs))))
    return names[row] + accessors[tensor.output_index]


def _called(row: NetworkRow, sources: Sequence[str], tree: ModuleTree) -> str:
    layer = row.layer
    if isinstance(layer, TorchLayer):
        return f"self{_access(row.name.split('.'), tree)}({', '.join(sources)})"
    if isinstance(layer, CodeStep):
        return layer.text.format(*sources)
    if layer.kind in _OPERATORS:
        return f" {_OPERATORS[layer.kind]} ".join(sources)
    if layer.kind in _FUNCTIONS and len(sources) == 2:
        return f"{_FUNCTIONS[layer.kind]}({', '.join(sources)})"
    if layer.kind == "Concatenate":
        return f"torch.cat([{', '.join(sources)}], dim={layer.arguments.get('axis', -1)})"
    raise LayerError(f"{row.name}: PyTorch has no equivalent of {layer.kind}")


def _access(path: Sequence[str], tree: ModuleTree) -> str:
    """Return the access to a module from `self`: `.layer1[0]["conv1"]`."""
    text, part = f".{path[0]}", tree[path[0]]
    for name in path[1:]:
        if isinstance(part, Layer):
            break
        text += f"[{name}]" if _is_counted(part) else f'["{name}"]'
        part = part[name]
    return text
