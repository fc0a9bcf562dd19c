"""PyTorch code as people write it: classes, containers, functions, loops over modules."""

from __future__ import annotations

import pytest

from quizengine.calculator import LayerError
from quizengine.calculator.layer import signature_of
from quizengine.calculator.torch.activations import TorchActivation
from quizengine.calculator.torch.base import LAYERS
from quizengine.frameworks import SourceError, read

LENET = """\
import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim
from torchvision import datasets, transforms

class Net(nn.Module):
    def __init__(self):
        super(Net, self).__init__()
        self.conv1 = nn.Conv2d(3, 6, 5)
        self.pool = nn.MaxPool2d(2, 2)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(16 * 5 * 5, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x):
        x = self.pool(F.relu(self.conv1(x)))
        x = self.pool(F.relu(self.conv2(x)))
        x = x.view(-1, 16 * 5 * 5)
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        x = self.fc3(x)
        return x

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
net = Net().to(device)
criterion = nn.CrossEntropyLoss()
optimizer = optim.SGD(net.parameters(), lr=0.001, momentum=0.9)
trainloader = torch.utils.data.DataLoader(datasets.CIFAR10('.'), batch_size=4)
for epoch in range(2):
    running_loss = 0.0
    for i, data in enumerate(trainloader, 0):
        inputs, labels = data[0].to(device), data[1].to(device)
        optimizer.zero_grad()
        outputs = net(inputs)
        loss = criterion(outputs, labels)
        loss.backward()
        optimizer.step()
        running_loss += loss.item()
        if i % 2000 == 1999:
            print('[%d, %5d] loss: %.3f' % (epoch + 1, i + 1, running_loss / 2000))
with torch.no_grad():
    total = sum(p.numel() for p in net.parameters() if p.requires_grad)
print("params", total)
"""

MNIST = """\
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 32, 3, 1)
        self.conv2 = nn.Conv2d(32, 64, 3, 1)
        self.dropout1 = nn.Dropout(0.25)
        self.dropout2 = nn.Dropout(0.5)
        self.fc1 = nn.Linear(9216, 128)
        self.fc2 = nn.Linear(128, 10)

    def forward(self, x):
        x = self.conv1(x)
        x = F.relu(x)
        x = self.conv2(x)
        x = F.relu(x)
        x = F.max_pool2d(x, 2)
        x = self.dropout1(x)
        x = torch.flatten(x, 1)
        x = self.fc1(x)
        x = F.relu(x)
        x = self.dropout2(x)
        x = self.fc2(x)
        output = F.log_softmax(x, dim=1)
        return output
"""

RESNET18 = """\
import torch
import torch.nn as nn
from torch import Tensor
from typing import Type, Optional, List

def conv3x3(in_planes: int, out_planes: int, stride: int = 1) -> nn.Conv2d:
    return nn.Conv2d(in_planes, out_planes, kernel_size=3, stride=stride, padding=1, bias=False)

class BasicBlock(nn.Module):
    expansion: int = 1

    def __init__(
        self, inplanes, planes, stride=1, downsample: Optional[nn.Module] = None, norm_layer=None
    ):
        super().__init__()
        if norm_layer is None:
            norm_layer = nn.BatchNorm2d
        self.conv1 = conv3x3(inplanes, planes, stride)
        self.bn1 = norm_layer(planes)
        self.relu = nn.ReLU(inplace=True)
        self.conv2 = conv3x3(planes, planes)
        self.bn2 = norm_layer(planes)
        self.downsample = downsample
        self.stride = stride

    def forward(self, x: Tensor) -> Tensor:
        identity = x
        out = self.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        if self.downsample is not None:
            identity = self.downsample(x)
        out += identity
        return self.relu(out)

class ResNet(nn.Module):
    def __init__(self, block, layers: List[int], num_classes: int = 1000, zero_init_residual=False):
        super().__init__()
        self._norm_layer = nn.BatchNorm2d
        self.inplanes = 64
        self.conv1 = nn.Conv2d(3, self.inplanes, kernel_size=7, stride=2, padding=3, bias=False)
        self.bn1 = self._norm_layer(self.inplanes)
        self.relu = nn.ReLU(inplace=True)
        self.maxpool = nn.MaxPool2d(kernel_size=3, stride=2, padding=1)
        self.layer1 = self._make_layer(block, 64, layers[0])
        self.layer2 = self._make_layer(block, 128, layers[1], stride=2)
        self.layer3 = self._make_layer(block, 256, layers[2], stride=2)
        self.layer4 = self._make_layer(block, 512, layers[3], stride=2)
        self.avgpool = nn.AdaptiveAvgPool2d((1, 1))
        self.fc = nn.Linear(512 * block.expansion, num_classes)
        for m in self.modules():
            if isinstance(m, nn.Conv2d):
                nn.init.kaiming_normal_(m.weight, mode="fan_out", nonlinearity="relu")
            elif isinstance(m, (nn.BatchNorm2d, nn.GroupNorm)):
                nn.init.constant_(m.weight, 1)
                nn.init.constant_(m.bias, 0)

    def _make_layer(self, block, planes, blocks, stride=1):
        downsample = None
        if stride != 1 or self.inplanes != planes * block.expansion:
            downsample = nn.Sequential(
                nn.Conv2d(self.inplanes, planes * block.expansion, 1, stride, bias=False),
                self._norm_layer(planes * block.expansion),
            )
        layers = []
        layers.append(block(self.inplanes, planes, stride, downsample))
        self.inplanes = planes * block.expansion
        for _ in range(1, blocks):
            layers.append(block(self.inplanes, planes))
        return nn.Sequential(*layers)

    def _forward_impl(self, x):
        x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
        for layer in (self.layer1, self.layer2, self.layer3, self.layer4):
            x = layer(x)
        x = self.avgpool(x)
        x = torch.flatten(x, 1)
        return self.fc(x)

    def forward(self, x):
        return self._forward_impl(x)

def resnet18(**kwargs):
    return ResNet(BasicBlock, [2, 2, 2, 2], **kwargs)

model = resnet18(num_classes=1000)
x = torch.randn(1, 3, 224, 224)
print(model(x).shape)
"""

TAGGER = """\
class LSTMTagger(nn.Module):
    def __init__(self, vocab=1000, emb=32, hidden=64, tags=5):
        super().__init__()
        self.hidden = hidden
        self.embedding = nn.Embedding(vocab, emb, padding_idx=0)
        self.lstm = nn.LSTM(emb, hidden, num_layers=2, batch_first=True, bidirectional=True)
        self.fc = nn.Linear(hidden * 2, tags)
    def forward(self, x):
        h0 = torch.zeros(4, x.size(0), self.hidden).to(x.device)
        c0 = torch.zeros(4, x.size(0), self.hidden).to(x.device)
        e = self.embedding(x)
        out, (h_n, c_n) = self.lstm(e, (h0, c0))
        last = out[:, -1, :]
        both = torch.cat((h_n[-2], h_n[-1]), dim=1)
        return self.fc(last) + self.fc(both)
model = LSTMTagger()
"""

MOBILE = """\
from collections import OrderedDict
class ConvBNReLU(nn.Sequential):
    def __init__(self, inp, out, k=3, s=1, groups=1):
        super().__init__(
            nn.Conv2d(inp, out, k, s, (k - 1) // 2, groups=groups, bias=False),
            nn.BatchNorm2d(out), nn.ReLU6(inplace=True))
class InvertedResidual(nn.Module):
    def __init__(self, inp, oup, stride, expand_ratio):
        super().__init__()
        hidden = int(round(inp * expand_ratio))
        self.use_res = stride == 1 and inp == oup
        layers = []
        if expand_ratio != 1:
            layers.append(ConvBNReLU(inp, hidden, k=1))
        layers.extend([
            ConvBNReLU(hidden, hidden, s=stride, groups=hidden),
            nn.Conv2d(hidden, oup, 1, 1, 0, bias=False),
            nn.BatchNorm2d(oup),
        ])
        self.conv = nn.Sequential(*layers)
    def forward(self, x):
        return x + self.conv(x) if self.use_res else self.conv(x)
class M(nn.Module):
    def __init__(self):
        super().__init__()
        setting = [[1, 16, 1, 1], [6, 24, 2, 2], [6, 32, 3, 2]]
        c = 32
        features = [ConvBNReLU(3, c, s=2)]
        for t, o, n, s in setting:
            for i in range(n):
                features.append(InvertedResidual(c, o, s if i == 0 else 1, t)); c = o
        self.features = nn.Sequential(*features)
        parts = [("drop", nn.Dropout(0.2)), ("fc", nn.Linear(c, 10))]
        self.classifier = nn.Sequential(OrderedDict(parts))
    def forward(self, x):
        x = self.features(x)
        x = x.mean([2, 3])
        return self.classifier(x)
"""

LISTS = """\
class MLP(nn.Module):
    def __init__(self, sizes=(784, 256, 128, 10)):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])])
        self.norms = nn.ModuleDict({"a": nn.LayerNorm(10)})
    def forward(self, x):
        x = x.view(x.size(0), -1)
        for i, layer in enumerate(self.layers):
            x = layer(x)
            if i < len(self.layers) - 1:
                x = torch.relu(x)
        return self.norms["a"](x)
m = MLP()
summary(m, (1, 28, 28))
"""

INCEPTION = """\
class Inc(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.b1 = nn.Conv2d(c, 8, 1)
        self.b2 = nn.Sequential(
            nn.Conv2d(c, 4, 1), nn.ReLU(), nn.Conv2d(4, 12, 3, padding=1)
        )
        self.b3 = nn.Sequential(nn.MaxPool2d(3, 1, 1), nn.Conv2d(c, 6, 1))
    def forward(self, x):
        y = [self.b1(x), self.b2(x), self.b3(x)]
        return torch.cat(y, 1)
model = nn.Sequential(
    Inc(16), nn.ReLU(), Inc(26), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(26, 10)
)
"""

UNET = """\
class DoubleConv(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.net = nn.Sequential(
            nn.Conv2d(i, o, 3, padding=1), nn.BatchNorm2d(o), nn.ReLU(inplace=True),
            nn.Conv2d(o, o, 3, padding=1), nn.BatchNorm2d(o), nn.ReLU(inplace=True),
        )
    def forward(self, x): return self.net(x)
class UNet(nn.Module):
    def __init__(self, features=[8, 16, 32]):
        super().__init__()
        self.downs, self.ups = nn.ModuleList(), nn.ModuleList()
        self.pool = nn.MaxPool2d(2)
        c = 1
        for f in features:
            self.downs.append(DoubleConv(c, f)); c = f
        for f in reversed(features):
            self.ups.append(nn.ConvTranspose2d(f * 2, f, 2, 2))
            self.ups.append(DoubleConv(f * 2, f))
        self.bottleneck = DoubleConv(features[-1], features[-1] * 2)
        self.final = nn.Conv2d(features[0], 1, kernel_size=1)
    def forward(self, x):
        skips = []
        for down in self.downs:
            x = down(x)
            skips.append(x)
            x = self.pool(x)
        x = self.bottleneck(x)
        skips = skips[::-1]
        for idx in range(0, len(self.ups), 2):
            x = self.ups[idx](x)
            skip = skips[idx // 2]
            if x.shape != skip.shape:
                x = F.interpolate(x, size=skip.shape[2:])
            x = self.ups[idx + 1](torch.cat((skip, x), dim=1))
        return self.final(x)
"""


def module(*lines: str, forward: str = "return self.a(x)") -> str:
    made = "".join(f"        {line}\n" for line in lines)
    body = "".join(f"        {line}\n" for line in forward.split("\n"))
    return (
        "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        f"{made}    def forward(self, x):\n{body}net = Net()\n"
    )


def test_a_network_with_its_training_around_it() -> None:
    net = read(LENET, [3, 32, 32])
    assert (net.framework, net.params) == ("torch", 62_006)
    assert [row.name for row in net.rows] == [
        "conv1", "relu", "pool", "conv2", "relu_1", "pool", "view", "fc1", "relu_2", "fc2",
        "relu_3", "fc3",
    ]  # fmt: skip
    assert net.row("view").layer.kind == "Flatten"
    assert net.output == [10]


def test_functions_of_pytorch_are_rows() -> None:
    net = read(MNIST, [1, 28, 28])
    assert net.params == 1_199_882
    assert [row.layer.kind for row in net.rows] == [
        "Conv2d", "ReLU", "Conv2d", "ReLU", "MaxPool2d", "Dropout", "Flatten", "Linear", "ReLU",
        "Dropout", "Linear", "LogSoftmax",
    ]  # fmt: skip


def test_resnet18_as_it_is_published() -> None:
    """11,689,512 parameters, says torchvision's documentation of ResNet18_Weights."""
    net = read(RESNET18)
    assert net.input == [3, 224, 224]
    assert net.params == 11_689_512
    assert net.row("layer2.0.downsample.0").output == [128, 28, 28]
    joined = net.row("add")
    assert [source.row.name for source in joined.sources] == ["layer1.0.bn2", "maxpool"]
    assert net.output == [1_000]


def test_a_recurrent_network_and_its_states() -> None:
    net = read(TAGGER, [12])
    lstm = 2 * 4 * 64 * (32 + 64 + 2) + 2 * 4 * 64 * (128 + 64 + 2)
    assert net.params == 32_000 + lstm + 129 * 5
    assert net.row("cat").output == [128]
    assert [net.is_reused(row) for row in net.rows if row.name == "fc"] == [False, True]


def test_classes_that_build_on_sequential() -> None:
    net = read(MOBILE, [3, 96, 96])
    assert net.output == [10]
    assert net.row("features.0.0").params == 864
    assert net.row("features.3.conv.2").output == [24, 24, 24]
    assert net.row("classifier.fc").params == 330
    assert sum(row.layer.kind == "Add" for row in net.rows) == 3


def test_lists_and_dicts_of_modules_and_a_summary_that_states_the_input() -> None:
    net = read(LISTS)
    assert net.input == [1, 28, 28]
    assert net.params == 785 * 256 + 257 * 128 + 129 * 10 + 20
    assert [row.name for row in net.rows][-2:] == ["layers.2", "norms.a"]


def test_branches_that_are_joined() -> None:
    net = read(INCEPTION, [16, 14, 14])
    assert net.row("cat").output == [26, 14, 14]
    assert net.params == 1_950


def test_a_network_that_goes_down_and_up_again() -> None:
    net = read(UNET, [1, 64, 64])
    assert net.output == [1, 64, 64]
    assert net.row("ups.0").output == [32, 16, 16]
    assert read(UNET, [1, 65, 65]).row("interpolate").output == [8, 65, 65]


@pytest.mark.parametrize(
    ("forward", "shape", "output"),
    [
        ("return torch.flatten(x, 1)", [2, 3, 4], [24]),
        ("return x.flatten(start_dim=2)", [2, 3, 4], [2, 12]),
        ("return x.view(x.size(0), -1)", [2, 3, 4], [24]),
        ("return x.reshape(x.shape[0], 6, -1)", [2, 3, 4], [6, 4]),
        ("b, c, h, w = x.shape\nreturn x.view(b, c, h * w)", [2, 3, 4], [2, 12]),
        ("return x.permute(0, 2, 3, 1)", [2, 3, 4], [3, 4, 2]),
        ("return x.transpose(1, 2).contiguous()", [2, 3, 4], [3, 2, 4]),
        ("return x.mean([2, 3])", [2, 3, 4], [2]),
        ("return x.mean(dim=-1, keepdim=True)", [2, 3, 4], [2, 3, 1]),
        ("return x.max(dim=2)[0]", [2, 3, 4], [2, 4]),
        ("return torch.max(x, 1).values if False else x.unsqueeze(1)", [2, 3], [1, 2, 3]),
        ("return x.squeeze(1)", [1, 3], [3]),
        ("return x[:, -1, :]", [5, 3], [3]),
        ("return x[:, :, 1:3]", [2, 3, 4], [2, 2, 4]),
        ("return x[..., 0]", [2, 3, 4], [2, 3]),
        ("a, b = x.chunk(2, dim=1)\nreturn a * b", [6, 3], [3, 3]),
        ("return torch.stack([x, x], dim=1)", [3, 4], [2, 3, 4]),
        ("return torch.cat([x, x], dim=-1)", [3, 4], [3, 8]),
        ("return F.pad(x, (1, 1, 2, 2))", [2, 3, 4], [2, 7, 6]),
        ("return F.interpolate(x, scale_factor=2, mode='nearest')", [2, 3, 4], [2, 6, 8]),
        ("return F.softmax(F.gelu(x) * 2 + 1, dim=1)", [4], [4]),
        ("return F.dropout(x, 0.5, self.training)", [4], [4]),
        ("return F.hardshrink(F.threshold(x, 0.1, 20, inplace=True), 0.25)", [4], [4]),
        ("return F.glu(F.leaky_relu(x, 0.2))", [4], [2]),
        ("return F.max_pool2d(F.relu(x), 2, stride=2, ceil_mode=True)", [2, 3, 5], [2, 2, 3]),
        ("return F.adaptive_avg_pool2d(x, (1, 1))", [2, 3, 5], [2, 1, 1]),
        ("if self.training:\n    return x\nreturn torch.relu(x)[:, 0]", [4, 3], [3]),
        ("return nn.ReLU()(x)", [4], [4]),
    ],
)
def test_what_is_done_to_a_tensor(forward: str, shape: list[int], output: list[int]) -> None:
    assert read(module("pass", forward=forward), shape).output == output


@pytest.mark.parametrize("kind", [k for k in LAYERS.values() if issubclass(k, TorchActivation)])
def test_every_activation_has_its_function(kind: type[TorchActivation]) -> None:
    if not kind.functional:
        return
    settings = "".join(f", {name}=0.5" for name in signature_of(kind).needed)
    forward = f"return F.{kind.functional}(x{settings})"
    (row,) = read(module("pass", forward=forward), [4]).rows
    assert type(row.layer) is kind


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (("self.a = nn.Sequential()", "self.a.append(nn.Linear(3, 3))",
          "self.a.add_module('out', nn.Linear(3, 2))"), ["a.0", "a.out"]),
        (("for i in range(2):", "    setattr(self, f'l{i}', nn.Linear(3, 3))",
          "self.a = nn.Sequential(self.l0, self.l1)"), ["l0", "l1"]),
        (("self.a = nn.Sequential(*[nn.Linear(3, 3) for _ in range(3)])[:2]",), ["a.0", "a.1"]),
        (("layers = [nn.Linear(3, 4), nn.ReLU()]", "layers += [nn.Linear(4, 2)]",
          "self.a = nn.Sequential(*layers)"), ["a.0", "a.1", "a.2"]),
    ],
)  # fmt: skip
def test_modules_go_by_their_paths(lines: tuple[str, ...], names: list[str]) -> None:
    assert [row.name for row in read(module(*lines), [3]).rows] == names


def test_what_is_frozen() -> None:
    source = "net = nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 2))\n"
    for code in (
        "for p in net[0].parameters():\n    p.requires_grad = False",
        "net[0].requires_grad_(False)",
        (
            "for name, p in net.named_parameters():\n    if name.startswith('0'):\n"
            "        p.requires_grad = False"
        ),
        (
            "for layer in list(net.children())[:1]:\n    for p in layer.parameters():\n"
            "        p.requires_grad_(False)"
        ),
    ):
        net = read(source + code, [3])
        assert (net.params, net.trainable_params) == (26, 10)
    with pytest.raises(SourceError, match="some of its parameters alone are frozen"):
        read(source + "net[0].bias.requires_grad = False", [3])


def test_the_input_shape_may_come_from_a_trial_in_the_text() -> None:
    for code in (
        "net(torch.randn(1, 3, 8, 8))",
        "x = torch.zeros((4, 3, 8, 8))\nprint(net(x).shape)",
        "summary(net, (3, 8, 8))",
        "from torchinfo import summary\nsummary(net, input_size=(2, 3, 8, 8))",
    ):
        net = read(f"net = nn.Sequential(nn.Conv2d(3, 4, 3), nn.Flatten())\n{code}")
        assert net.output == [144]
    for source in ("nn.Conv2d(3, 4, 3)", module("self.a = nn.Linear(3, 4)")):
        unknown = read(source)
        with pytest.raises(LayerError, match="PyTorch's code leaves it open"):
            _ = unknown.rows
    assert read(module("self.a = nn.Linear(3, 4)"))([3]).params == 16
    assert read("nn.Bilinear(3, 4, 5)", [[3], [4]]).params == 65


@pytest.mark.parametrize(
    ("source", "line", "says"),
    [
        ("nn.Sequential(\n  nn.Conv2d(3, 8, 3),\n  nn.Conv2d(4, 8, 3))", 3,
         "1: Conv2d expects 4 input channels, gets 8"),
        ("nn.Sequential(nn.Flatten(),\n  nn.Linear(100, 2))", 2, "expects in_features 100"),
        ("nn.Sequential(nn.Conv2d(3, 4, 9))", 1, "output height would be 0"),
        (module("self.a = nn.Conv2d(3, 8, 3)", "self.b = nn.Linear(100, 2)",
                forward="x = self.a(x)\nx = x.view(-1, 100)\nreturn self.b(x)"), 8,
         "asks for 100 values of each sample, and N×8×6×6 has 288"),
        (module("self.a = nn.Linear(8, 2)", "self.b = nn.Linear(8, 2)"), 5, "never uses it"),
        (module("self.a = [nn.Linear(8, 2)]", forward="return self.a[0](x)"), 4, "no module"),
        (module("self.a = nn.Linear(8, 2)", forward="return self.b(x)"), 6, "no `b`"),
        (module("self.a = nn.Linear(8, 2)", forward="return F.rellu(x)"), 6, "mean `relu`?"),
        (module("self.a = nn.Linear(8, 2)", forward="return torch.flaten(x)"), 6, "`flatten`?"),
        (module("self.a = nn.Linear(8, 2)", forward="return torch.flatten(x)"), 6, "start_dim=1"),
        (module("self.a = nn.Linear(8, 2)", forward="return x @ x"), 6, "`@`"),
        (module("self.a = nn.Linear(8, 2)", forward="if x.sum() > 0: return x"), 6, "not known"),
        (module("self.a = nn.Parameter(torch.zeros(3))"), 4, "outside a layer"),
        (module("self.a = nn.Sequential(3)"), 4, "takes modules, and this is 3"),
        ("nn.Conv2D(3, 3, 3)", 1, "did you mean `Conv2d`?"),
        ("nn.Linear(3)", 1, "needs `out_features`"),
        ("nn.Linear(3, out_feature=3)", 1, "did you mean `out_features`?"),
        ("nn.Sequential(nn.LSTM(4, 8),\n nn.Linear(8, 2))", 1, "LSTM takes steps"),
        ("class Net(nn.Module):\n    def __init__(self, n): pass", 2, "not known: n"),
        ("from torchvision import models\nm = models.resnet18()", 2, "not in this text"),
    ],
)  # fmt: skip
def test_what_pytorch_refuses_is_reported_with_its_line(source: str, line: int, says: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(source, [3, 8, 8])
    assert says in str(caught.value)
    assert caught.value.line == line


@pytest.mark.parametrize("frozen", [True, False])
def test_a_functional_model_of_keras_in_a_forward_has_its_rows(frozen: bool) -> None:
    source = f"""\
import keras
from torch import nn
first = keras.Input((4,))
model = keras.Model(first, keras.layers.Dense(3, name="own")(first))
model.trainable = {not frozen}

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(4, 4)
        self.model = model

    def forward(self, x):
        return self.model(self.linear(x))

Net()
"""
    net = read(source, (4,))
    assert [row.params for row in net.rows] == [20, 15]
    assert net.trainable_params == (20 if frozen else 35)
