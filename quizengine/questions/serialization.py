"""A variant and an outcome as plain text and as plain data, for the commands of scripts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizengine.questions import Outcome, PartVariant, Variant


def variant_text(variant: Variant, address: str, parts: Sequence[PartVariant]) -> str:
    """Return the question as text, with the answer, the working and the hints of each part."""
    numbers = "the published numbers" if variant.number == 0 else "drawn numbers"
    question = variant.question
    pieces = [f"{question.title}\n{address}, variant {variant.number}: {numbers}"]
    if variant.intro:
        pieces.append(variant.intro.strip())
    for part in parts:
        if part.part_id:
            pieces.append(f"Part {part.part_id}")
        pieces.extend(_part_text(part))
    return "\n\n".join(pieces)


def variant_data(variant: Variant, address: str, parts: Sequence[PartVariant]) -> dict[str, object]:
    """Return the same as plain data; a question of several parts lists them under `parts` too."""
    each = [_part_data(part) for part in parts]
    head: dict[str, object] = {
        "question": address,
        "title": variant.question.title,
        "variant": variant.number,
        "values": {name: plain(value) for name, value in variant.values.items()},
    }
    if len(each) == 1:
        prompt = "\n\n".join(filter(None, (variant.intro.strip(), str(each[0]["prompt"]))))
        return head | each[0] | {"prompt": prompt}
    names = [part.part_id for part in parts]
    together: dict[str, object] = {
        "prompt": variant.intro.strip(),
        "kind": "parts",
        "answer": dict(zip(names, (one["answer"] for one in each), strict=True)),
        "answer_text": "; ".join(f"{part.part_id}: {part.answer_text}" for part in parts),
        "working": dict(zip(names, (one["working"] for one in each), strict=True)),
        "hints": dict(zip(names, (one["hints"] for one in each), strict=True)),
    }
    return (
        head | together | {"parts": [{"part": n} | one for n, one in zip(names, each, strict=True)]}
    )


def outcome_data(outcome: Outcome) -> dict[str, object]:
    """Return the outcome of an answer as plain data; the score is from 0 to 1."""
    diff_lines = [line for diff in outcome.formula_diffs for line in diff.lines]
    data: dict[str, object] = {
        "verdict": outcome.verdict,
        "score": plain(outcome.score),
        "mistakes": list(outcome.mistakes),
        "feedback": [*outcome.feedback, *diff_lines],
    }
    if outcome.cells:
        data["cells"] = [
            {"label": one.label, "right": one.right, "given": one.given, "say": one.say}
            for one in outcome.cells
        ]
    return data


def plain(value: object) -> object:
    """Return a value of a bank as plain data: whole numbers stay exact, others become floats."""
    if isinstance(value, bool) or value is None or isinstance(value, (str, float)):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else float(value)
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, Iterable):
        return [plain(one) for one in value]
    return str(value)


def _part_text(part: PartVariant) -> list[str]:
    answer = part.answer_text
    if "\n" in answer:
        answer = f"\n{_indented(answer)}"
    pieces = [part.prompt.strip(), part.answer_input.text, f"Answer: {answer}"]
    if part.solution:
        pieces.append(f"Working:\n\n{part.solution.strip()}")
    else:
        pieces.append(f"Working:\n{_indented(part.working.text)}")
    if part.hints:
        hints = (f"{number}. {one.strip()}" for number, one in enumerate(part.hints, 1))
        pieces.append("Hints:\n" + _indented("\n".join(hints)))
    return [piece for piece in pieces if piece]


def _part_data(part: PartVariant) -> dict[str, object]:
    data: dict[str, object] = {
        "prompt": part.prompt.strip(),
        "kind": part.kind,
        "answer": plain(part.answer),
        "answer_text": part.answer_text,
        "unit": part.key.unit,
        "working": [{"text": step.text, "note": step.note} for step in part.working.steps],
        "solution": part.solution,
        "hints": list(part.hints),
    }
    return data | part.answer_input.data()


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" if line else "" for line in text.split("\n"))
