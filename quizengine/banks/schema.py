"""The JSON Schema of the bank format, for editors, made from the specs that read banks.

python -m quizengine.banks.schema                               prints it
python -m quizengine.banks.schema quizzes/quiz.schema.json      writes it
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from quizengine.banks.format import BANK, VERSION
from quizengine.banks.spec import JsonSchema

DRAFT = "http://json-schema.org/draft-07/schema#"


def schema() -> JsonSchema:
    """Return the JSON Schema, draft-07."""
    shared: dict[str, JsonSchema] = {}
    BANK.schema(shared)
    top = shared.pop(BANK.name)
    return {
        "$schema": DRAFT,
        "title": f"A bank of quizengine, format {VERSION}",
        **top,
        "definitions": {name: shared[name] for name in sorted(shared)},
    }


def schema_text() -> str:
    """Return the JSON Schema as the text that is shipped."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Write the schema to the path given, or to standard output."""
    if arguments:
        Path(arguments[0]).write_text(schema_text(), encoding="utf-8", newline="\n")
    else:
        sys.stdout.write(schema_text())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
