"""What holds of every picture: it keeps to its room and its signs; a window keeps to its layer."""

import itertools
import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quizengine.calculator import LayerError
from quizengine.calculator import keras as layers
from quizengine.calculator.torch import MaxPool2d
from quizengine.practice.pictures.figure import Canvas, Figure, FigureRun, Room, paragraph
from quizengine.practice.pictures.sharing import sharing
from quizengine.practice.pictures.sliding import (
    KERNEL,
    KERNEL_ON_PADDING,
    UNSEEN,
    next_frame,
    sliding,
)
from quizengine.practice.pictures.stated_numbers import StatedNumbers
from quizengine.practice.pictures.volumes import volumes
from quizengine.practice.pictures.window_geometry import sliding_window_of

ROOMS = st.builds(Room, st.integers(30, 120), st.integers(6, 44))
PADDINGS = st.one_of(st.integers(0, 4), st.sampled_from(["same", "valid"]))
SMALL = st.integers(1, 5)


@st.composite
def windows(draw):
    """A convolution, a pooling or a locally connected layer on an input, in 1 to 3 dimensions."""
    rank = draw(st.integers(1, 3))
    shape = [*draw(st.lists(st.integers(1, 14), min_size=rank, max_size=rank)), draw(SMALL)]
    dilation, stride = draw(st.sampled_from([(1, 1), (1, 2), (1, 3), (2, 1), (3, 1)]))
    kernel, padding = draw(SMALL), draw(PADDINGS)
    try:
        match draw(st.sampled_from(["convolution", "pooling", "local"])):
            case "pooling":
                made = getattr(layers, f"MaxPooling{rank}D")(kernel, stride, padding)
            case "local" if rank < 3:
                made = getattr(layers, f"LocallyConnected{rank}D")(4, kernel, stride, padding)
            case _:
                kind = getattr(layers, f"Conv{rank}D")
                made = kind(4, kernel, stride, padding, dilation_rate=dilation)
        return made(shape)
    except LayerError:
        assume(False)


@given(windows())
def test_a_window_has_a_frame_for_each_position_of_the_output(applied):
    window = sliding_window_of(applied)
    assert window.frames == math.prod(applied.output[:-1])
    positions = [window.position(frame) for frame in range(window.frames)]
    assert positions == sorted(set(positions))
    assert positions[-1] == tuple(axis - 1 for axis in applied.output[:-1])


@given(windows())
def test_the_kernel_keeps_inside_the_padded_input_and_to_its_stride_and_gaps(applied):
    window = applied.layer.sliding
    for index, axis in enumerate(sliding_window_of(applied).axes):
        for position in range(axis.positions):
            cells = list(axis.cells(position))
            assert len(cells) == window.size[index]
            assert cells[0] == position * window.strides[index]
            assert 0 <= cells[0] <= cells[-1] < axis.padded
            gaps = {after - before for before, after in itertools.pairwise(cells)}
            assert gaps <= {window.dilation[index]}
        # One more position would not fit.
        assert axis.positions * axis.stride + axis.reach > axis.padded


@given(windows())
def test_a_cell_is_seen_where_the_kernel_covers_it_at_some_position(applied):
    for axis in sliding_window_of(applied).axes:
        covered = {cell for position in range(axis.positions) for cell in axis.cells(position)}
        assert covered == {cell for cell in range(axis.padded) if axis.is_covered(cell)}


@given(windows(), st.data())
def test_a_frame_shows_the_kernel_and_fills_one_more_cell(applied, data):
    window = sliding_window_of(applied)
    frame = data.draw(st.integers(0, window.frames - 1))
    figure = sliding(window, frame, True, Room(120, 60))
    roles = [(run.role, sign) for line in figure.lines for run in line for sign in run.text]
    covered = [sign for role, sign in roles if role == "kernel"]
    area = math.prod(axis.kernel for axis in window.axes[-2:])
    assert len(covered) == area
    assert set(covered) <= {KERNEL, KERNEL_ON_PADDING}
    in_slice = frame % math.prod(axis.positions for axis in window.axes[-2:])
    assert sum(role == "filled" for role, _ in roles) == in_slice
    assert sum(role == "now" for role, _ in roles) == 1
    rows = window.axes[-2] if len(window.axes) > 1 else None
    seen_columns = sum(map(window.axes[-1].is_covered, range(window.axes[-1].padded)))
    seen_rows = 1 if rows is None else sum(map(rows.is_covered, range(rows.padded)))
    cells = window.axes[-1].padded * (1 if rows is None else rows.padded)
    unseen = sum(role == "unseen" and sign == UNSEEN for role, sign in roles)
    assert unseen == cells - seen_rows * seen_columns


@given(windows(), ROOMS, st.booleans(), st.data())
def test_figures_keep_to_their_room_and_to_signs_that_can_be_printed(applied, room, known, data):
    window, stated = sliding_window_of(applied), StatedNumbers(all_known=known)
    frame = data.draw(st.integers(0, window.frames - 1))
    figures = [sliding(window, frame, known, room), volumes(applied, stated, room)]
    if "K" in applied.symbols:
        figures.append(sharing(applied, window, stated, room))
    for figure in figures:
        assert_well_formed(figure, room)


@given(
    st.sampled_from(
        [
            layers.Dense(10),
            layers.Dense(1, use_bias=False),
            layers.Flatten(),
            layers.BatchNormalization(),
            layers.Dropout(0.5),
            layers.Embedding(1000, 64),
        ]
    ),
    st.lists(st.integers(1, 1 << 40), min_size=1, max_size=1),
    ROOMS,
    st.booleans(),
)
def test_layers_without_a_window_are_drawn_as_well(layer, shape, room, known):
    assert_well_formed(volumes(layer(shape), StatedNumbers(all_known=known), room), room)


def assert_well_formed(figure, room):
    assert max(map(len, figure.text.split("\n"))) <= room.width
    assert all(line.isprintable() for line in figure.text.split("\n"))
    plain = figure.in_ascii
    assert plain.text.isascii()
    assert "?" not in plain.text.replace("?", "", figure.text.count("?"))
    assert [len(line) for line in plain.text.split("\n")] == [
        len(line) for line in figure.text.split("\n")
    ]


@pytest.mark.parametrize(
    "signs", ["□·■▪×", "■▣·", "░▒▓█ ", "┌─┐│"], ids=["input", "output", "marks", "edges"]
)
def test_signs_that_stand_side_by_side_differ_in_ascii_too(signs):
    spelled = Figure(((FigureRun(signs),),)).in_ascii.text
    merged = 1 if signs[0] == "┌" else 0
    assert len(set(spelled)) == len(set(signs)) - merged


def test_a_pooling_that_rounds_up_lets_its_window_hang_over_the_edge():
    applied = MaxPool2d(2, ceil_mode=True)([3, 5, 5])
    window = sliding_window_of(applied)
    assert window.frames == 9
    assert window.axes[0].after == 1


@given(windows())
def test_what_is_played_comes_to_the_last_frame_and_stays(applied):
    window = sliding_window_of(applied)
    frame = 0
    for _ in range(window.frames):
        frame = next_frame(window, frame)
    assert frame == window.frames - 1 == next_frame(window, frame)


def test_a_large_output_is_played_in_few_frames_and_stepped_in_all():
    window = sliding_window_of(layers.Conv2D(64, 7, strides=2, padding="same")([224, 224, 3]))
    frame, shown = 0, 1
    while frame < window.frames - 1:
        frame, shown = next_frame(window, frame), shown + 1
    assert window.frames == 112 * 112
    assert shown == 2 * 112 + 110


@given(st.text(max_size=80), st.integers(1, 40))
def test_a_paragraph_loses_no_word_and_keeps_to_its_width(text, width):
    lines = [run.text for (run,) in paragraph(text, width)]
    assert all(len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_a_canvas_covers_what_was_there():
    canvas = Canvas()
    canvas.put(0, 1, "abc", "edge")
    canvas.put(1, 1, "X", "mark")
    assert list(canvas.lines(9)) == [
        (),
        (FigureRun("a", "edge"), FigureRun("X", "mark"), FigureRun("c", "edge")),
    ]
