"""Every bad bank there is ends with a list of problems: never with a traceback, and soon."""

import os

import pytest

from quizengine.banks import check_bank
from tests.banks.bankfile import SOUND, changed

LAYER = "      layer: Conv2D(filters, kernel)([size, size, depth])\n"

BAD = {
    "not UTF-8": (SOUND.encode("utf-8").replace(b"A book", b"A b\xf6\xf6k"), "encoding"),
    "UTF-16": (SOUND.encode("utf-16"), "encoding"),
    "not YAML": (b"title: [\n", "yaml"),
    "not a bank": (b"- 1\n- 2\n", "wrong-type"),
    "empty": (b"", "yaml"),
    "bytes": (bytes(range(256)) * 40, "encoding"),
    "a newer format": (changed(SOUND, "format: 1", "format: 2"), "format"),
    "3 MB": (SOUND + "#" * 3_000_000, "size"),
    "duplicate keys": (changed(SOUND, "format: 1\n", "format: 1\nformat: 1\n"), "duplicate-key"),
    "an alias": (changed(SOUND, "level: 2", "level: *a"), "alias"),
    "an anchor": (changed(SOUND, "level: 2", "level: &a 2"), "anchor"),
    "a tag": (changed(SOUND, "level: 2", "level: !!python/name:os.system 2"), "tag"),
    "aliases of aliases": (
        "a: &a [x]\n" + "".join(f"a{n}: &a{n} [*a, *a, *a, *a]\n" for n in range(20)),
        "anchor",
    ),
    "a control character": (changed(SOUND, "A book", "A \x1b[2Jbook"), "control-character"),
    "an escaped control character": (
        changed(SOUND, "A book", '"A \\x1b[2Jbook"'),
        "control-character",
    ),
    "an unknown key": (changed(SOUND, "level: 2", "levle: 2"), "unknown-key"),
    "an unknown layer": (changed(SOUND, "Conv2D(", "Conv4D("), "unknown-name"),
    "a layer that does not fit": (changed(SOUND, "(filters, kernel)", "(filters, 99)"), "draw"),
    "an impossible where": (changed(SOUND, "depth != filters", "depth < 0"), "no-variants"),
    "a wrong expect": (changed(SOUND, "expect: 3860", "expect: 3840"), "expect"),
    "a circle": (changed(SOUND, LAYER, "      layer: other\n      other: layer\n"), "cycle"),
    "9**9**9": (changed(SOUND, "layer.params", "9**9**9"), "draw"),
    "9**9**9 in a text": (changed(SOUND, "{{ depth }}", "{{ 9**9**9 }}"), "draw"),
    "a huge product": (changed(SOUND, "layer.params", "*".join(["10**60"] * 60)), "draw"),
    "a huge range": (changed(SOUND, "layer.params", "sum(range(10**18))"), "draw"),
    "a huge domain": (changed(SOUND, "16..64 step 4", "1..999999999"), "range"),
    "nested 500 deep": (changed(SOUND, "layer.params", "(" * 500 + "1" + ")" * 500), "expression"),
    "signs 1,900 deep": (changed(SOUND, "layer.params", "-" * 1_900 + "1"), "expression"),
    "lists 500 deep": (changed(SOUND, "layer.params", "[" * 500), "yaml"),
    "mappings 5,000 deep": (changed(SOUND, "layer.params", "{a: " * 5_000), "yaml"),
    "a 100 kB line": (changed(SOUND, "layer.params", "1 + " * 25_000 + "1"), "expression"),
    "a 100 kB text": (changed(SOUND, "A book", "b" * 100_000), "too-long"),
    "a 100 kB question": (changed(SOUND, "A layer slides", "b" * 100_000), "template"),
    "a 100 kB name": (changed(SOUND, "level: 2", "k" * 100_000 + ": 2"), "yaml"),
    "a million keys": ("".join(f"key{n}: 1\n" for n in range(100_000)), "yaml"),
    "code": (changed(SOUND, "layer.params", "__import__('os').getcwd()"), "expression"),
    "an attribute of Python": (changed(SOUND, "layer.params", "layer.__class__"), "expression"),
    "an escape in a text": (changed(SOUND, "{{ depth }}", "{{ '\\x1b[2J' }}"), "template"),
    "an escape in an expression": (changed(SOUND, "layer.params", "len('\\x1b')"), "expression"),
}


@pytest.mark.parametrize(("content", "rule"), BAD.values(), ids=BAD.keys())
def test_bad_banks(tmp_path, content, rule):
    path = tmp_path / "bad.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    checked = check_bank(path)
    assert checked.failed
    errors = [problem for problem in checked.problems if problem.severity == "error"]
    assert rule in [problem.rule for problem in errors]
    for problem in checked.problems:
        assert problem.file == str(path)
        assert problem.text.replace("\n", "").isprintable()
        assert max(map(len, problem.text.splitlines())) < 400


def test_missing(tmp_path):
    checked = check_bank(tmp_path / "none.yaml")
    assert [problem.rule for problem in checked.problems] == ["file"]


def test_a_folder(tmp_path):
    assert [problem.rule for problem in check_bank(tmp_path).problems] == ["file"]


if hasattr(os, "mkfifo"):

    def test_what_is_not_a_regular_file_is_not_waited_for(tmp_path):
        os.mkfifo(tmp_path / "pipe.yaml")
        problems = check_bank(tmp_path / "pipe.yaml").problems
        assert [problem.rule for problem in problems] == ["file"]


def test_many_faulty_questions_are_reported_up_to_a_limit(tmp_path):
    question = SOUND[SOUND.index("  - id:") :]
    many = "".join(question.replace("unshared", f"q{n}") for n in range(300))
    path = tmp_path / "many.yaml"
    text = SOUND[: SOUND.index("  - id:")] + many.replace("layer.params", "leyer.params")
    path.write_text(text, encoding="utf-8")
    problems = check_bank(path).problems
    assert len(problems) == 101
    assert "more than 100 problems" in problems[-1].message
