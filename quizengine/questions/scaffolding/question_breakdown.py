"""A question falls into smaller ones, which follow from the formula alone: no bank text is needed.

The smaller questions are the stops on the way to the answer, innermost first. How many of them are
asked, and how much is told with each, is the support that a student gets.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from quizengine.calculator import Quantity, Shape
from quizengine.questions.count_wording import legend, with_location
from quizengine.questions.kinds.base import AnswerKey, BreakdownStep
from quizengine.questions.kinds.number import NumberKey
from quizengine.questions.kinds.shape import ShapeKey
from quizengine.questions.scaffolding.solution_steps import (
    SolutionStep,
    has_solution_steps,
    is_known,
    solution_steps,
)
from quizengine.questions.scaffolding.sub_question import SubQuestion
from quizengine.questions.support_levels import FULL, LAST, select_steps
from quizengine.questions.targets import Target, focused_target
from quizengine.questions.verdict import Outcome


class Breakdown(NamedTuple):
    """What a question falls into; no steps where there is nothing smaller on the way.

    `formula` is what is practised, the same for every question with that formula; `known` is what
    need not be asked, Markdown.
    """

    formula: str
    steps: tuple[SubQuestion, ...]
    known: tuple[str, ...] = ()


def break_down(
    key: AnswerKey, support: int, outcome: Outcome | None = None, known: Sequence[object] = ()
) -> Breakdown:
    """The smaller questions on the way to an answer.

    What is `known`, counts and shapes that were answered before, is not asked again.

    Of several things asked, the cells of a table or statements, it is the first that `outcome`
    has as not right, or else the first; the last step is then that one itself.
    """
    own = key.steps(support)
    if own is not None:
        return Breakdown(key.practised, tuple(map(SubQuestion, own)))
    target = focused_target(key.targets(), outcome)
    if target is None:
        return Breakdown("", ())
    value = target.value
    stops = solution_steps(value)
    places = _needed_steps(stops, known, () if key.factor is None else _negligible(stops, value))
    told = {place: step.found for place, step in enumerate(stops) if is_known(step, known)}
    given = {at for at, place in enumerate(places) if stops[place].is_given}
    nested = [stops[place].nested for place in places]
    asked = [places[at] for at in select_steps(nested, support, given)]
    steps = _steps(stops, asked, told, key, target=target, support=support)
    if target.ask:
        steps.append(_target_step(target, steps, key))
    outer = tuple(found for place, found in told.items() if not stops[place].nested)
    return Breakdown(target.formula, tuple(steps), outer)


def falls_apart(key: AnswerKey) -> bool:
    """Whether there is anything smaller on the way to an answer, as its break-down would show.

    A face asks this of every question, so the way through a whole network is not walked for it.
    """
    own = key.steps(LAST)
    if own is not None:
        return bool(own)
    target = focused_target(key.targets(), None)
    return target is not None and (bool(target.ask) or has_solution_steps(target.value))


def _negligible(stops: Sequence[SolutionStep], value: Quantity | Shape) -> set[int]:
    """The places of the terms of a sum that an estimate of it can do without."""
    outer = [place for place, step in enumerate(stops) if step.nested == 0]
    terms = [int(stops[place].quantity) for place in outer]
    if not isinstance(value, Quantity) or sum(terms) != value:
        return set()
    from quizengine.calculator.analysis.mental_arithmetic import that_count

    return set(outer) - {outer[place] for place in that_count(terms, int(value))}


def _needed_steps(
    stops: Sequence[SolutionStep], known: Sequence[object], left_out: Collection[int]
) -> list[int]:
    """The places of the stops that are neither known nor only on the way to what is known.

    Nor, as far as they are for nothing else, those on the way to what is left out.
    """
    wanted: set[int] = set()
    for place in reversed(range(len(stops))):
        step = stops[place]
        outer = step.nested == 0 and place not in left_out
        needed = outer or any(place in stops[other].parts for other in wanted)
        if needed and not is_known(step, known):
            wanted.add(place)
    return sorted(wanted)


def _steps(
    stops: Sequence[SolutionStep],
    asked: Sequence[int],
    known: Mapping[int, str],
    key: AnswerKey,
    *,
    target: Target,
    support: int,
) -> list[SubQuestion]:
    """The stops that are asked, each with what it is made of as far as that is found or known."""
    steps: list[SubQuestion] = []
    for place in asked:
        step = stops[place]
        parts = tuple(asked.index(part) for part in step.parts if part in asked)
        ask = target.told(with_location(step.ask, step.where))
        told = _formula_text(step.quantity) if support == FULL else ""
        found = [known[part] for part in step.parts if part in known]
        found += [steps[part].found for part in parts]
        prompt = _paragraphs(ask, told, _found_text(found))
        steps.append(
            SubQuestion(BreakdownStep(prompt, step_key(step.quantity, key), step.found, parts))
        )
    return steps


def _target_step(target: Target, steps: Sequence[SubQuestion], whole: AnswerKey) -> SubQuestion:
    """The last step of several things asked: the one in focus, by itself."""
    parts = outermost(steps)
    key = step_key(target.value, whole)
    ask, found = target.told(target.ask), f"{target.cell}: {key.answer_text}"
    prompt = _paragraphs(ask, _found_text([steps[part].found for part in parts]))
    return SubQuestion(BreakdownStep(prompt, key, found, parts))


def step_key(value: Quantity | Shape, whole: AnswerKey) -> AnswerKey:
    """Return the key of a smaller question for a value; it is marked as exactly as the whole."""
    if isinstance(value, Shape):
        return ShapeKey(value, whole.step_context)
    if whole.factor is None:
        return NumberKey(value, "", 0, whole.step_context)
    from quizengine.questions.kinds.estimate import EstimateKey

    return EstimateKey(value, whole.factor, "", whole.step_context)


def outermost(steps: Sequence[SubQuestion]) -> tuple[int, ...]:
    """The places of the steps that no other of these is made of."""
    inner = {part for step in steps for part in step.parts}
    return tuple(place for place in range(len(steps)) if place not in inner)


def _found_text(found: Sequence[str]) -> str:
    return f"Found: {'; '.join(found)}." if found else ""


def _formula_text(quantity: Quantity) -> str:
    words = legend(quantity)
    told = f", with {', '.join(words)}" if words else ""
    return f"Formula: `{quantity.formula}`{told}."


def _paragraphs(*texts: str) -> str:
    return "\n\n".join(filter(None, texts))
