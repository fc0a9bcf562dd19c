"""The summary of a practice: the score, each question's result, and what to look at again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from quizengine.calculator.listing import joined_with_and

if TYPE_CHECKING:
    from quizengine.practice.part_progress import PartProgress
    from quizengine.practice.question_visit import QuestionVisit
    from quizengine.practice.session import Session

Result = Literal["right", "helped", "missed", "skipped"]
"""How a question went.

`right` is right at the first try without help, `helped` right with help or after several tries,
`missed` not right or with the working opened first, `skipped` not answered.
"""

RESULT_TEXTS: dict[Result, str] = {
    "right": "right at the first try",
    "helped": "right with help",
    "missed": "missed",
    "skipped": "skipped",
}


class VisitSummary(NamedTuple):
    """The result of one visit."""

    bank: str
    question_id: str
    title: str
    result: Result
    result_text: str
    mistakes: tuple[str, ...]
    """The feedback on the answers that were not right, without repetitions."""


class Summary(NamedTuple):
    """The results of a whole practice."""

    title: str
    score: str
    lines: tuple[VisitSummary, ...]
    again: tuple[VisitSummary, ...]
    """The questions worth another look."""
    skipped_questions: tuple[str, ...]


def result_of(part_progress: PartProgress) -> Result:
    """Return the result of one part."""
    if part_progress.right and not part_progress.gave_up:
        return (
            "right"
            if len(part_progress.attempts) == 1 and not helps_of(part_progress)
            else "helped"
        )
    return "missed" if part_progress.attempts or part_progress.gave_up else "skipped"


def helps_of(part_progress: PartProgress) -> list[str]:
    """Return the help used on one part, in words."""
    steps = part_progress.steps_done
    helps = []
    if part_progress.hints:
        helps.append("a hint" if part_progress.hints == 1 else f"{part_progress.hints} hints")
    if steps:
        helps.append("one smaller question" if steps == 1 else f"{steps} smaller questions")
    if part_progress.picture:
        helps.append("a picture")
    return helps


def result_of_visit(visit: QuestionVisit) -> Result:
    """Return the result of a question; of several parts, the worst result counts."""
    results = {result_of(part_progress) for part_progress in visit.progress}
    if len(results) == 1:
        return results.pop()
    return "helped" if results == {"right", "helped"} else "missed"


def summarise(session: Session) -> Summary:
    """Return the summary; the last question is left out if nothing was done on it."""
    lines = [
        _summary_of_visit(visit)
        for at, visit in enumerate(session.visits)
        if session.finished or at < session.at or not visit.untouched
    ]
    again = tuple(line for line in lines if line.result in ("missed", "skipped") or line.mistakes)
    return Summary(
        session.deck.title, _score(lines), tuple(lines), again, session.skipped_questions
    )


def _summary_of_visit(visit: QuestionVisit) -> VisitSummary:
    question = visit.item.question
    feedback = (
        paragraph
        for part_progress in visit.progress
        for attempt in part_progress.attempts
        if attempt.outcome.verdict != "right"
        for paragraph in attempt.outcome.feedback
    )
    result = result_of_visit(visit)
    return VisitSummary(
        bank=visit.item.bank,
        question_id=question.id,
        title=question.title,
        result=result,
        result_text=_result_text(visit, result),
        mistakes=tuple(dict.fromkeys(feedback)),
    )


def _result_text(visit: QuestionVisit, result: Result) -> str:
    if len(visit.progress) > 1:
        right = sum(
            part_progress.right and not part_progress.gave_up for part_progress in visit.progress
        )
        if right < len(visit.progress) and right:
            return f"{right} of {len(visit.progress)} parts right"
        return RESULT_TEXTS[result]
    part_progress = visit.progress[0]
    if part_progress.gave_up:
        return "missed: the working was opened first"
    if result == "helped":
        helps = helps_of(part_progress)
        if len(part_progress.attempts) > 1:
            helps.append(f"{len(part_progress.attempts)} tries")
        return f"right after {joined_with_and(helps)}"
    return RESULT_TEXTS[result]


def _score(lines: list[VisitSummary]) -> str:
    if not lines:
        return "Nothing was answered."
    count = {result: sum(line.result == result for line in lines) for result in RESULT_TEXTS}
    right = count["right"] + count["helped"]
    total = f"{right} of {len(lines)} right"
    if right and not count["helped"]:
        total += ", at the first try" if right == 1 else ", all at the first try"
    elif count["helped"]:
        total += f", {count['right'] or 'none'} of them at the first try"
    rest = [f"{count[result]} {result}" for result in ("missed", "skipped") if count[result]]
    return ". ".join([total, ", ".join(rest)] if rest else [total]) + "."
