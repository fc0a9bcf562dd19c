"""The keys of an answer are the names of what its kind takes."""

from __future__ import annotations

from inspect import Parameter, signature

import pytest

from quizengine.banks import answer_fields
from quizengine.banks import format as bank_format
from quizengine.banks.answer_kinds import ANSWER_KINDS
from quizengine.banks.spec_containers import Fields
from quizengine.questions import Condition
from quizengine.questions.kinds import Claim, TableRow
from quizengine.questions.kinds.estimate import EstimateKind
from quizengine.questions.kinds.layer import LayerKind
from quizengine.questions.kinds.layer_conditions import LayerCondition

_BEHIND = {"estimate": EstimateKind, "layer": LayerKind}
"""The kinds whose module is imported when one is built: their builders hand the keys on."""


def _taken(name: str) -> set[str]:
    parameters = dict(signature(ANSWER_KINDS[name].build).parameters)
    if name in _BEHIND:
        parameters |= signature(_BEHIND[name]).parameters
    return {
        each.name for each in parameters.values() if each.kind is Parameter.POSITIONAL_OR_KEYWORD
    }


@pytest.mark.parametrize("name", ANSWER_KINDS)
def test_a_kind_takes_every_key_of_its_answer(name: str) -> None:
    assert ANSWER_KINDS[name].fields.keys() <= _taken(name)


def test_a_row_and_a_condition_have_no_key_that_is_not_meant_for_them() -> None:
    assert answer_fields._ROW.fields.keys() == {"label", "of"}
    assert {"label", "of"} <= {*signature(TableRow).parameters}
    assert {"of", "that", "because", "called"} <= {*signature(LayerCondition).parameters}


@pytest.mark.parametrize(
    ("read", "made"),
    [
        (answer_fields._ROW, TableRow),
        (answer_fields._CLAIM, Claim),
        (bank_format._CONDITION, Condition),
    ],
)
def test_what_is_made_of_its_keys_takes_each_of_them(read: Fields, made: type) -> None:
    assert read.fields.keys() <= signature(made).parameters.keys()
