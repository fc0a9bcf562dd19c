"""What some variants of a bank are, as plain data: for every Python that is to agree on them."""

import json
import sys
from pathlib import Path

from quizengine.banks import load_bank
from quizengine.questions.describing import input_text, plain

NUMBERS = (0, 1, 2, 3, 7, 40)


def draws_of(path: Path) -> dict[str, dict[str, object]]:
    """The variants of a bank's questions: the values drawn, and what is asked and answered."""
    bank = load_bank(path)
    return {
        question.id: {str(number): _draw(question.variant(number)) for number in NUMBERS}
        for question in bank.questions
    }


def _draw(variant) -> list[object]:
    parts = [
        [part.prompt, input_text(part.answer_input), part.right_text] for part in variant.parts
    ]
    return [{name: plain(value) for name, value in variant.values.items()}, variant.intro, *parts]


if __name__ == "__main__":
    found = {Path(path).stem: draws_of(Path(path)) for path in sys.argv[1:]}
    print(json.dumps(found, indent=1, sort_keys=True))
