"""Geometry of a sliding window: positions along each axis, padding, stride and dilation."""

from __future__ import annotations

import math
from typing import NamedTuple

from quizengine.calculator.layer import AppliedLayer


class Axis(NamedTuple):
    """One axis of the padded input; its cells are numbered from 0, padding included."""

    size: int
    before: int
    after: int
    """The cells of padding at the two ends."""
    kernel: int
    dilation: int
    stride: int
    positions: int
    """How many positions the window takes, which is the output's size."""

    @property
    def padded(self) -> int:
        """The size with its padding."""
        return self.before + self.size + self.after

    @property
    def reach(self) -> int:
        """The cells from the first to the last of the kernel, gaps included."""
        return self.dilation * (self.kernel - 1) + 1

    @property
    def left_over(self) -> int:
        """How many cells at the end no window reaches."""
        return self.padded - (self.positions - 1) * self.stride - self.reach

    def cells(self, position: int) -> range:
        """Return the cells that the kernel covers at a position."""
        first = position * self.stride
        return range(first, first + self.reach, self.dilation)

    def is_padding(self, cell: int) -> bool:
        """Return whether a cell is padding."""
        return not self.before <= cell < self.before + self.size

    def is_covered(self, cell: int) -> bool:
        """Return whether the kernel covers a cell at any position."""
        for element in range(self.kernel):
            first = cell - element * self.dilation
            if first >= 0 and first % self.stride == 0 and first // self.stride < self.positions:
                return True
        return False


class SlidingWindow(NamedTuple):
    """A window over one channel of an input: its axes from the outermost to the columns."""

    axes: tuple[Axis, ...]
    noun: str = "kernel"
    """What the window is called: a kernel, or a window for pooling."""

    @property
    def frames(self) -> int:
        """How many positions there are over all axes, one for each cell of the output."""
        return math.prod(axis.positions for axis in self.axes)

    @property
    def pads(self) -> bool:
        """Whether there is any padding."""
        return any(axis.before or axis.after for axis in self.axes)

    @property
    def output(self) -> str:
        """The size of the output along each axis, `14×14`."""
        return "×".join(str(axis.positions) for axis in self.axes)

    def position(self, frame: int) -> tuple[int, ...]:
        """Return the position along each axis in a frame, from 0; the last axis moves first."""
        position: list[int] = []
        for axis in reversed(self.axes):
            frame, index = divmod(frame, axis.positions)
            position.append(index)
        return tuple(reversed(position))


def sliding_window_of(applied: AppliedLayer) -> SlidingWindow | None:
    """Return the window of a convolution, pooling or locally connected layer; None for others."""
    window = applied.layer.sliding
    if window is None or not applied.input.is_known:
        return None
    shape, output = applied.layer.inner(applied.input), applied.layer.inner(applied.output)
    axes = []
    for index, (size, positions) in enumerate(zip(shape[:-1], output[:-1], strict=True)):
        kernel, stride = window.size[index], window.strides[index]
        dilation = window.dilation[index]
        needed = (int(positions) - 1) * stride + dilation * (kernel - 1) + 1 - int(size)
        if isinstance(window.padding, str):
            before, after = _padding_of_word(window.padding, max(needed, 0))
        else:
            # A pooling that rounds up lets its last window hang over the edge.
            before = window.padding[index]
            after = max(before, needed - before)
        axes.append(Axis(int(size), before, after, kernel, dilation, stride, int(positions)))
    return SlidingWindow(tuple(axes), "window" if "Pool" in applied.layer.kind else "kernel")


def _padding_of_word(padding: str, needed: int) -> tuple[int, int]:
    """Return the padding at the two ends for a word; with "same" the smaller half comes first."""
    if padding == "valid":
        return 0, 0
    return (needed, 0) if padding == "causal" else (needed // 2, needed - needed // 2)
