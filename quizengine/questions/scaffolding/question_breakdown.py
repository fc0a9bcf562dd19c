"""A question falls into smaller ones, which follow from the formula alone: no bank text is needed.

The smaller questions are the steps of the solution, innermost first. How many of them are asked,
and how much each says, is the support that a student gets.
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
    """The smaller questions that a question falls into; none where it has nothing smaller.

    `formula` is what is practised, the same for every question with that formula. `known` are
    results that need not be asked, Markdown.
    """

    formula: str
    steps: tuple[SubQuestion, ...]
    known: tuple[str, ...] = ()


def break_down(
    key: AnswerKey, support: int, outcome: Outcome | None = None, known: Sequence[object] = ()
) -> Breakdown:
    """Return the smaller questions that lead to an answer.

    The counts and shapes in `known` were answered before and are not asked again. Where several
    things are asked for, the cells of a table or statements, the steps lead to the first that is
    not right in `outcome`, or else to the first; the last step then asks for that one itself.
    """
    own = key.steps(support)
    if own is not None:
        return Breakdown(key.practised, tuple(map(SubQuestion, own)))
    target = focused_target(key.targets(), outcome)
    if target is None:
        return Breakdown("", ())
    steps = solution_steps(target.value)
    left_out = () if key.factor is None else _negligible(steps, target.value)
    needed = _needed_steps(steps, known, left_out)
    results = {index: step.found for index, step in enumerate(steps) if is_known(step, known)}
    given = {at for at, index in enumerate(needed) if steps[index].is_given}
    nested = [steps[index].nested for index in needed]
    selected = [needed[at] for at in select_steps(nested, support, given)]
    questions = _sub_questions(steps, selected, results, key, target=target, support=support)
    if target.ask:
        questions.append(_target_question(target, questions, key))
    outer_results = tuple(found for index, found in results.items() if not steps[index].nested)
    return Breakdown(target.formula, tuple(questions), outer_results)


def formula_in_focus(key: AnswerKey, outcome: Outcome | None = None) -> str:
    """Return the formula that `break_down` would practise, without building its steps.

    Empty where there is nothing smaller to ask.
    """
    target = focused_target(key.targets(), outcome)
    return key.practised if target is None else target.formula


def falls_apart(key: AnswerKey) -> bool:
    """Return whether the break-down of a question has any steps.

    A face asks this of every question, so no whole network is walked through for it.
    """
    own = key.steps(LAST)
    if own is not None:
        return bool(own)
    target = focused_target(key.targets(), None)
    return target is not None and (bool(target.ask) or has_solution_steps(target.value))


def _negligible(steps: Sequence[SolutionStep], value: Quantity | Shape) -> set[int]:
    """Return the indices of the terms of a sum that an estimate of it can do without."""
    outer = [index for index, step in enumerate(steps) if step.nested == 0]
    terms = [int(steps[index].quantity) for index in outer]
    if not isinstance(value, Quantity) or sum(terms) != value:
        return set()
    from quizengine.calculator.analysis.mental_arithmetic import dominant_terms

    return set(outer) - {outer[index] for index in dominant_terms(terms, int(value))}


def _needed_steps(
    steps: Sequence[SolutionStep], known: Sequence[object], left_out: Collection[int]
) -> list[int]:
    """Return the indices of the steps that still have to be asked.

    Those are left out that are known or in `left_out`, and those that only lead to such.
    """
    needed: set[int] = set()
    for index in reversed(range(len(steps))):
        step = steps[index]
        outer = step.nested == 0 and index not in left_out
        leads_on = outer or any(index in steps[other].parts for other in needed)
        if leads_on and not is_known(step, known):
            needed.add(index)
    return sorted(needed)


def _sub_questions(
    steps: Sequence[SolutionStep],
    selected: Sequence[int],
    results: Mapping[int, str],
    key: AnswerKey,
    *,
    target: Target,
    support: int,
) -> list[SubQuestion]:
    """Return a question for each step in `selected`; it repeats the results that it is built on.

    `results` are those of the steps that are known without being asked.
    """
    questions: list[SubQuestion] = []
    for index in selected:
        step = steps[index]
        parts = tuple(selected.index(part) for part in step.parts if part in selected)
        ask = target.with_location(with_location(step.ask, step.where))
        formula = _formula_text(step.quantity) if support == FULL else ""
        found = [results[part] for part in step.parts if part in results]
        found += [questions[part].found for part in parts]
        prompt = _paragraphs(ask, formula, _found_text(found))
        step_key = key_for_step(step.quantity, key)
        questions.append(SubQuestion(BreakdownStep(prompt, step_key, step.found, parts)))
    return questions


def _target_question(
    target: Target, questions: Sequence[SubQuestion], whole: AnswerKey
) -> SubQuestion:
    """Return the last step where several things are asked for: the target by itself."""
    parts = _outermost(questions)
    key = key_for_step(target.value, whole)
    ask, found = target.with_location(target.ask), f"{target.cell}: {key.answer_text}"
    prompt = _paragraphs(ask, _found_text([questions[part].found for part in parts]))
    return SubQuestion(BreakdownStep(prompt, key, found, parts))


def key_for_step(value: Quantity | Shape, whole: AnswerKey) -> AnswerKey:
    """Return the key of a smaller question for a value; it is marked as exactly as the whole."""
    if isinstance(value, Shape):
        return ShapeKey(value, whole.step_context)
    if whole.factor is None:
        return NumberKey(value, "", 0, whole.step_context)
    from quizengine.questions.kinds.estimate import EstimateKey

    return EstimateKey(value, whole.factor, "", whole.step_context)


def _outermost(steps: Sequence[SubQuestion]) -> tuple[int, ...]:
    """Return the indices of the steps that no other step is built on."""
    inner = {part for step in steps for part in step.parts}
    return tuple(index for index in range(len(steps)) if index not in inner)


def _found_text(found: Sequence[str]) -> str:
    return f"Found: {'; '.join(found)}." if found else ""


def _formula_text(quantity: Quantity) -> str:
    words = legend(quantity)
    meanings = f", with {', '.join(words)}" if words else ""
    return f"Formula: `{quantity.formula}`{meanings}."


def _paragraphs(*texts: str) -> str:
    return "\n\n".join(filter(None, texts))
