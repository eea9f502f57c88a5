"""Answers on a terminal of 80 columns."""

from datetime import date
from typing import Any

import pytest

from citegraph import output, tables
from citegraph.asking import show
from citegraph.output import _json, _shown
from citegraph.queries.answer import Answer
from citegraph.queries.marks import PartialDate
from citegraph.today import markdown

TITLE = "A Title of Many Words, Which Is Much Too Long to Fit Beside the Other Columns of a Row"
URL = "https://github.com/an-owner-with-a-long-name/a-repository-with-a-long-name-as-well"
ROW = {"id": "arxiv:2408.00714", "title": TITLE, "score": 0.5, "url": URL, "papers": 1200}


@pytest.fixture(autouse=True)
def columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def printed(capsys: pytest.CaptureFixture[str], rows: list[dict[str, Any]]) -> list[str]:
    tables.table(list(rows[0]), rows, _shown)
    return capsys.readouterr().out.splitlines()


def test_the_title_leads_and_identifiers_are_whole_and_last(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = printed(capsys, [ROW])
    assert " ".join(line[:6].strip() for line in lines).split() == [
        "title",
        "score",
        "papers",
        "url",
        "id",
    ]
    assert f"   url  {URL}" in lines
    assert "    id  arxiv:2408.00714" in lines


def test_a_narrow_table_folds_the_title(capsys: pytest.CaptureFixture[str]) -> None:
    narrow = {name: ROW[name] for name in ("id", "title", "score")}
    lines = printed(capsys, [narrow, {**narrow, "score": 0.25}])
    assert lines[1].split() == ["title", "score", "id"]
    assert sum("arxiv:2408.00714" in line for line in lines) == 2
    assert all(len(line) <= 80 for line in lines)


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([0.5, 0.1234, None], ["0.500", "0.123", ""]),
        ([12.0, 0.5], ["12.00", "0.50"]),
        ([1234.5, 1], ["1,234.5", "1.0"]),
        ([0.04, 0.00036, 0.0], ["0.0400", "0.0004", "0.0000"]),  # 2 papers are not 0
        ([0.000688, 0.0005], ["0.000688", "0.000500"]),
    ],
)
def test_scores_have_one_format(values: list[Any], texts: list[str]) -> None:
    assert tables._column("x", [{"x": value} for value in values], _shown) == texts


def test_names_of_columns_break_between_words(capsys: pytest.CaptureFixture[str]) -> None:
    names = ["year", "first", "second", "both", "codeFirst", "codeSecond", "upvotesFirst"]
    row = dict.fromkeys([*names, "upvotesSecond"], 7)
    lines = printed(capsys, [row])
    assert lines[1].split() == ["code", "code", "upvotes", "upvotes"]
    assert lines[2].split() == [*names[:4], "First", "Second", "First", "Second"]
    assert printed(capsys, [{"codeFirst": 7}])[1].split() == ["codeFirst"]


def test_a_path_is_a_chain(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        {"step": 1, "from": "A", "to": "B", "reason": "A cites\x1b B", "fromId": "a", "toId": "b"},
        {"step": 2, "from": "B", "to": "C", "reason": "C cites B", "fromId": "b", "toId": "c"},
    ]  # fmt: skip
    assert tables.is_chain(["step", "from", "link", "to", "reason", "fromId", "toId"])
    tables.chain(rows, _shown)
    assert capsys.readouterr().out.splitlines() == [
        "A  a",
        "  | A cites  B",
        "B  b",
        "  | C cites B",
        "C  c",
    ]


def test_a_digest_as_markdown() -> None:
    row = {
        "day": date(2024, 5, 4),
        "id": "arxiv:2408.00714",
        "title": "A [Title] *of* a <b>paper</b> &lt;",
        "upvotes": 3,
        "organizations": ["A_B"],
        "topics": ["one", "two"],
        "code": "https://github.com/a/b",
        "stars": 1200,
        "abstract": "- We show\nthis. And that.",
    }
    assert "".join(markdown([row])) == (
        "# Papers of 2024-05-04\n\n1 paper, the most upvoted first.\n"
        "\n## [A \\[Title\\] \\*of\\* a \\<b\\>paper\\</b\\> \\&lt;](https://arxiv.org/abs/2408.00714)\n"
        "\n3 upvotes \u00b7 A\\_B \u00b7 one, two \u00b7 [code](https://github.com/a/b) \u00b7 1,200 stars\n"
        "\n\\- We show this.\n"
    )


@pytest.mark.parametrize(
    ("abstract", "sentence"),
    [
        (
            "Papers are long. To help, we propose a tool. We show it works.",
            "To help, we propose a tool.",
        ),
        ("Papers are long. This study examines why.", "This study examines why."),
        ("Papers are long. Short is a tool. We show it works.", "Short is a tool."),
        ("Papers are long. Nothing helps.", "Papers are long."),
    ],
)
def test_a_digest_states_what_a_paper_announces(abstract: str, sentence: str) -> None:
    row = {"day": date(2024, 5, 4), "id": "a", "title": "Short: A Tool", "upvotes": 3, "code": None}
    row |= {"organizations": [], "topics": [], "stars": None, "abstract": abstract}
    assert "".join(markdown([row])).endswith(f"\n\n{sentence}\n")


def test_a_digest_has_no_control_characters_and_no_other_links() -> None:
    row = {"day": date(2024, 5, 4), "id": "doi:10.1/a\x1b]0;b\x07", "upvotes": None, "stars": None}
    row |= {"title": "A\x1b[31m B\u202e", "abstract": "C\x9b D.", "organizations": ["E\x07"]}
    row |= {"topics": ["F\x00"], "code": "javascript:alert(1)"}
    text = "".join(markdown([row]))
    assert text.endswith("\n## A\\[31m B\n\nE \u00b7 F\n\nC D.\n")


def test_a_digest_notifies_nobody() -> None:
    row = {"day": date(2024, 5, 4), "id": "a", "upvotes": None, "stars": None, "code": None}
    row |= {"title": "Pass@k of @team", "abstract": "By a@b.org (@org/team).", "organizations": []}
    text = "".join(markdown([row | {"topics": []}]))
    assert text.endswith("\n## Pass@k of @&#8203;team\n\n\n\nBy a@b.org (@&#8203;org/team).\n")


def test_a_digest_that_may_be_cut_does_not_count_all_papers() -> None:
    row = {"day": date(2024, 5, 4), "id": "a", "title": "A", "upvotes": 3, "abstract": None}
    row |= {"organizations": [], "topics": [], "code": None, "stars": None}
    assert "\nThe 2 most upvoted papers.\n" in "".join(markdown([row, row], 2))
    assert "\n2 papers, the most upvoted first.\n" in "".join(markdown([row, row], 3))


def test_reasons_read_as_on_the_page() -> None:
    reasons = [
        {"kind": "text", "share": 0.75, "words": ["attention", "memory"]},
        {"kind": "code", "share": 0.25, "words": ["github.com/a/b"]},
    ]
    assert _shown(reasons) == "text: attention, memory (75%); code: github.com/a/b (25%)"
    assert _shown([{"kind": "text", "share": 1.0, "words": []}]) == "text (100%)"
    of_a_user = [{"kind": "text", "share": "much", "words": None}]
    assert _shown(of_a_user) == '[{"kind": "text", "share": "much", "words": null}]'


def test_a_path_fits_and_shows_how_sure_its_people_are(capsys: pytest.CaptureFixture[str]) -> None:
    step = {
        "step": 1,
        "from": TITLE,
        "paper": TITLE,
        "to": "Bo Chen",
        "reasons": ["Bo Chen: papers merged by rules (confidence 0.75)"],
        "fromId": "arxiv:2408.00714",
        "paperId": "arxiv:2408.00715",
        "toId": "name:bo-chen",
    }
    tables.chain([step], _shown)
    lines = capsys.readouterr().out.splitlines()
    assert all(len(line) <= 80 for line in lines)
    assert lines[-2:] == [
        "  | Bo Chen: papers merged by rules (confidence 0.75)",
        "Bo Chen  name:bo-chen",
    ]


def test_a_path_is_as_wide_as_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    step = {"step": 1, "from": TITLE, "to": "video", "reason": f"{TITLE} is about video: {TITLE}"}
    tables.chain([step | {"fromId": "arxiv:2408.00714", "toId": "video"}], _shown)
    lines = capsys.readouterr().out.splitlines()
    assert 80 < max(map(len, lines)) <= 118
    assert lines[-1] == "video"  # the ID of a topic is often its name


def test_characters_of_two_columns_are_wrapped(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    title = "\u5927\u898f\u6a21\u8a00\u8a9e" * 9 + " Whole words"
    tables.table(["title", "text"], [{"title": title, "text": "x " * 90}], _shown)
    lines = capsys.readouterr().out.splitlines()
    assert [len(line.encode("gb18030")) for line in lines[:2]] == [59, 57]
    assert lines[1].endswith(" Whole words")


def test_no_rows_are_no_table(capsys: pytest.CaptureFixture[str]) -> None:
    tables.table(["id", "title"], [], _shown)
    assert capsys.readouterr().out == ""


def test_checks_without_a_case_are_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    found = [("papers without a date", 2, 9), ("papers without topics", 0, 9), ("authors", 0, 0)]
    columns = ("what", "count", "of", "remedy")
    rows = [dict(zip(columns, (*row, "load a source"), strict=True)) for row in found]
    output.emit(columns, rows, "table")
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "nothing to do: papers without topics"
    assert sum("load a source" in line for line in lines) == 2

    output.emit(["count", "remedy"], [{"count": 0, "remedy": "own Cypher"}], "table")
    assert "own Cypher" in capsys.readouterr().out


def test_a_head_is_not_broken_within_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    names = ("from", "papers", "of", "share", "low", "high", "deviation", "burst", "covered")
    row = {"from": "2024-03-01", **dict.fromkeys(names[1:], 0.5), "papers": 1, "of": 2, "burst": 0}
    heads = printed(capsys, [row])[1]
    assert "deviation" in heads.split()
    assert len(heads) <= 80


def test_a_reason_without_a_share_is_not_shown() -> None:
    text = {"kind": "text", "share": 0.996, "words": ["video"]}
    other = {"kind": "topics", "share": 0.004, "words": ["diffusion"]}
    assert _shown([text, other]) == "text: video (100%)"


def test_a_wide_table_of_numbers_is_printed_in_parts(capsys: pytest.CaptureFixture[str]) -> None:
    names = [f"number{i}" for i in range(12)]
    rows = [{"name": f"topic {i}", "year": 2020 + i, **dict.fromkeys(names, i)} for i in (1, 2)]
    lines = printed(capsys, rows)
    heads = [line.split() for line in lines if "name" in line]
    assert [head[:2] for head in heads] == [["name", "year"]] * len(heads)
    assert [one for head in heads for one in head[2:]] == names
    assert len(heads) == 2
    assert all(len(line) <= 80 for line in lines)
    assert printed(capsys, rows[:1])[0].split() == ["name", "topic", "1"]  # a block


def test_a_number_that_is_the_same_in_all_rows_is_printed_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    names = [f"number{i}" for i in range(12)]
    rows = [{"name": f"topic {i}", **dict.fromkeys(names, i), "covered": 1.0} for i in (1, 2)]
    lines = printed(capsys, rows)
    assert lines[-1] == "in each row: covered 1.00"
    assert sum("covered" in line for line in lines) == 1
    assert "covered" in printed(capsys, [{"name": str(i), "covered": 1.0} for i in (1, 2)])[1]


def test_each_part_of_a_table_of_pairs_names_both(capsys: pytest.CaptureFixture[str]) -> None:
    numbers = {f"number{i}": 0 for i in range(12)}
    rows = [{"first": "Ann", "second": f"B{i}"} | dict.fromkeys(numbers, i) for i in (1, 2)]
    heads = [line.split() for line in printed(capsys, rows) if "first" in line]
    assert len(heads) == 2
    assert all(head[:2] == ["first", "second"] for head in heads)


def test_a_share_below_one_is_not_rounded_to_one() -> None:
    values = [{"x": value} for value in (1.0, 0.9999, 0.5)]
    assert tables._column("x", values, _shown) == ["1.00", "0.99", "0.50"]
    assert tables._column("x", values[1:], _shown) == ["0.999", "0.500"]


def test_no_confidence_is_shown_as_certain() -> None:
    """The database has 1.0 for a probability such as 0.99997."""
    values = [{"confidence": value} for value in (1.0, None, 0.9712)]
    assert tables._column("confidence", values, _shown) == ["0.999", "", "0.971"]


def test_an_identifier_in_a_list_is_not_split(capsys: pytest.CaptureFixture[str]) -> None:
    works = ["doi:10.17398/1885-7019.19.165", "doi:10.33776/remo.v0i16.5183"]
    rows = [
        {"id": f"openalex:W205686435{i}", "year": 2020, "citations": i, "by": works} for i in (3, 2)
    ]
    lines = printed(capsys, rows)
    assert all(sum(work in line for line in lines) == 2 for work in works)


def test_json_writes_columns_in_their_order_and_maps_by_key(
    capsys: pytest.CaptureFixture[str],
) -> None:
    row = {"title": "A", "reasons": [{"words": ["x"], "kind": "text"}], "id": "own:a"}
    _json(["title", "reasons", "id"], [row])
    expected = '[{"title": "A", "reasons": [{"kind": "text", "words": ["x"]}], "id": "own:a"}]'
    assert capsys.readouterr().out.strip() == expected


def test_a_date_is_as_precise_as_the_source(capsys: pytest.CaptureFixture[str]) -> None:
    published = PartialDate(2006, 1, 1)
    published.known = "2006"
    assert published == date(2006, 1, 1)
    lines = printed(capsys, [{"title": "T", "published": published, "id": "doi:10.1000/a"}])
    assert lines[3].split() == ["T", "2006", "doi:10.1000/a"]


def test_a_column_without_values_is_named_in_a_note(capsys: pytest.CaptureFixture[str]) -> None:
    answer = Answer(["title", "upvotes"], [{"title": "T", "upvotes": None}], "a note")
    show(answer, "table", silent=False)
    shown = capsys.readouterr()
    assert "upvotes" not in shown.out
    assert shown.err == "columns without values: upvotes\na note\n"
    show(answer, "csv", silent=False)
    assert capsys.readouterr().out == "title,upvotes\nT,\n"


def test_a_list_with_commas_is_read_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert _shown(["BERT", "GPT"]) == "BERT, GPT"
    assert _shown(["Obesity, Physical Activity, Diet", "medicine"]) == (
        "Obesity, Physical Activity, Diet; medicine"
    )
    show(Answer(["name", "owners"], [{"name": "a", "owners": []}]), "table", silent=False)
    assert "columns without values: owners" in capsys.readouterr().err


def test_evidence_that_is_the_title_is_not_repeated(capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys, [{"id": "own:1", "title": TITLE, "evidence": TITLE}])
    assert sum("(title)" in line for line in lines) == 1
    assert " ".join(" ".join(lines).split()).count("Too Long") == 1
