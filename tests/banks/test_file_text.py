"""A file on disk to text."""

from quizengine.banks.file_text import MAX_BYTES, read_text
from quizengine.banks.report import Report


def refused(path):
    report = Report(str(path))
    assert read_text(path, report) is None
    (problem,) = report.problems
    assert problem.file == str(path)
    return problem


def test_missing(tmp_path):
    (tmp_path / "sharing.yaml").write_text("x", encoding="utf-8")
    problem = refused(tmp_path / "shraing.yaml")
    assert "no such file" in problem.message
    assert "sharing.yaml" in problem.advice


def test_missing_with_its_folder(tmp_path):
    assert "no folder" in refused(tmp_path / "a" / "b.yaml").advice


def test_folder(tmp_path):
    assert "a folder" in refused(tmp_path).message


def test_a_path_that_cannot_be(tmp_path):
    assert "cannot be read" in refused(tmp_path / "a\0b").message
    assert "cannot be read" in refused(tmp_path / ("x" * 5_000)).message


def test_unreadable(tmp_path, monkeypatch):
    """A file that may not be opened is a problem with the system's reason."""
    path = tmp_path / "q.yaml"
    path.write_text("a: 1", encoding="utf-8")

    def refuse(*_arguments, **_names):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "open", refuse)
    assert refused(path).message == "the file cannot be read: Permission denied"


def test_too_large(tmp_path):
    path = tmp_path / "q.yaml"
    path.write_bytes(b"#" * 3_000_000)
    problem = refused(path)
    assert f"3,000,000 bytes; a bank has at most {MAX_BYTES:,}" in problem.message
    assert problem.rule == "size"


def test_not_utf_8_names_the_byte_and_its_line(tmp_path):
    path = tmp_path / "q.yaml"
    path.write_bytes(b"a: 1\r\nb: caf\xe9\r\n")
    problem = refused(path)
    assert (problem.line, problem.column) == (2, 7)
    assert "0xE9" in problem.message
    assert "UTF-8" in problem.advice


def test_utf_16(tmp_path):
    path = tmp_path / "q.yaml"
    path.write_bytes("a: 1".encode("utf-16"))
    assert "UTF-16" in refused(path).message


def test_byte_order_mark_and_line_ends(tmp_path):
    path = tmp_path / "q.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r")
    assert read_text(path, Report("q")) == "a: 1\nb: 2\n"
