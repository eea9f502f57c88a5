"""Damaged and unusual BibTeX: an entry affects no other, and none disappears."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citegraph.graph.records import Paper
from citegraph.loaders import formats
from citegraph.loaders.documents.document import Document

GOOD = "@article{good, title = {Good}, year = 1999}\n"


def read(text: str | bytes) -> tuple[list[Paper], list[str], list[str]]:
    """Return papers, places with reasons of the rejected, and notes."""
    document = Document("a", text if isinstance(text, bytes) else text.encode())
    found = list(formats.source("bibtex").read(document))
    papers = [one for one in found if isinstance(one, Paper)]
    rejected = [f"{one.where} {one.reason}" for one in found if not isinstance(one, Paper)]
    return papers, rejected, document.notes


@pytest.mark.parametrize(
    ("entry", "titles", "problem"),
    [
        ("@article{a, title={Bad} year=2020}", ["Bad"], "line 2: no comma follows the field"),
        ("@article{a, title={Bad}\n year=2020}", ["Bad"], "line 2: no comma follows the field"),
        ("@article{a title={Bad}}", ["Bad"], "line 2: no comma follows the key"),
        ("@article{title={Bad}}", ["Bad"], "line 2: the key is missing"),
        ("@article{a, title={Bad}, title={B}}", ["Bad"], "line 2: the field `title` occurs twice"),
        ("@article{a, title={Bad}, journal=pnl}", ["Bad"], "line 2: the macro `pnl` is not defin"),
        ("@article{a, title={Bad}, journal=}", ["Bad"], "line 2: the field `journal` has no value"),
        ("@inbook{a, title={Bad}, crossref={b}}", ["Bad"], "line 2: no entry has the key `b`"),
        ("% see @article{", [], "line 2: @article in a % comment is not read"),
        ("@comment{@article{a, title={Bad}}}", [], "line 2: skipped 1 entry inside @comment"),
        ("@article{x, title={Bad @article{y, title={z}}", ["z"], "a:2 invalid BibTeX: a brace in"),
        (
            "@article{x, title={Bad},\n@article{y, title={z}}",
            ["Bad", "z"],
            "line 2: the entry is not closed",
        ),
        ("@article{a, title={Bad", [], "a:2 invalid BibTeX: a brace in the value of `title`"),
        ('@article{a, title="Bad, year=2000}', ["Bad"], "line 2: a quotation mark in the value of"),
        ('@article{a, title="Bad, yes=2000}', [], "a:2 invalid BibTeX: a quotation mark in"),
        (
            "@article{a, title={Bad, year={2000}}",
            ["Bad"],
            "line 2: the value of `title` is not clos",
        ),
        ("@article{a, title={Bad}}, year={20}}", ["Bad"], "line 2: the entry is closed before its"),
        ("@article[a, title={Bad}]", [], "a:2 invalid BibTeX: no brace follows the type"),
        ("@article a, title={Bad}", [], "a:2 invalid BibTeX: no brace follows the type"),
        ("@{a, title={Bad}}", ["Bad"], "line 2: the type of the entry is missing"),
        ("article{a, title={Bad}}", [], "line 2: article without its @ is not read"),
        ("entry{a,\n title={Bad}}", [], "line 2: entry without its @ is not read"),
        ('@arti"cle{a, title={Bad}}', [], "a:2 invalid BibTeX: the type of the entry cannot be"),
        ("@roceedingsa, title={Bad}}", [], "a:2 invalid BibTeX: the type of the entry cannot be"),
        ("@inproceed ings{a,\n  title={Bad}}", [], "a:2 invalid BibTeX: the type of the entry"),
        ("@arti,cle{a, title={Bad}}", [], "a:2 invalid BibTeX: the type of the entry cannot be"),
        ("@arti}cle{a,\n title={Bad}}", [], "a:2 invalid BibTeX: the type of the entry cannot"),
        ("@articl=e{a,\n title={Bad}}", [], "a:2 invalid BibTeX: the type of the entry cannot"),
        ("@arti(cle{\ta, title={Bad}}", [], "a:2 invalid BibTeX: the type of the entry cannot"),
        ("@m@anual{a, title={Bad}}", [], "a:2 invalid BibTeX: the type of the entry cannot be"),
        (
            '@article{a, title={Bad}, abstract="15{{\\%}. So",\n}',
            ["Bad"],
            "line 2: a quotation mark in the value of `abstract` is not closed",
        ),
        ("@article{a, {Bad}}", [], "a:2 invalid BibTeX: expected a field, found `{Bad}}`"),
        (
            "@article{a,\n title={Bad},\n year {2001}}",
            [],
            "a:2 invalid BibTeX: expected a field, found `year {2001}}` (line 4)",
        ),
        (
            "@article{a, title={Bad},\n x={y} {z}}",
            [],
            "a:2 invalid BibTeX: expected a comma after the value of `x`, found `{z}}` (line 3)",
        ),
        (
            "@article{a, title=={Bad}}",
            [],
            "a:2 invalid BibTeX: expected the value of `title`, found `={Bad}}`",
        ),
        (
            '@preamble{"\\def{}',
            [],
            "a:2 invalid BibTeX: a quotation mark in the value of `preamble` is not closed",
        ),
    ],
)
def test_a_damaged_entry_affects_no_other_and_is_reported_with_its_line(
    entry: str, titles: list[str], problem: str
):
    papers, rejected, notes = read(f"{GOOD}{entry}\n{GOOD}")
    assert sorted(paper.title for paper in papers) == sorted(["Good", *titles, "Good"])
    assert [each[: len(problem)] for each in (*rejected, *notes)] == [problem]


def test_an_entry_directly_behind_a_word():
    papers, rejected, notes = read("The FAQ.@online{a,\n title={Good}}\nMail: a.b@misc{x} c\n")
    assert ([paper.title for paper in papers], rejected, notes) == (["Good"], [], [])


@pytest.mark.parametrize(
    "entry",
    [
        "title={T},\n keywords={x, y,\n author={Bo Do}, year={2001}\n}",
        "title={T}, keywords={x, y, author={Bo Do}, year={2001}}",
        "author={Bo Do, title={T}, keywords={x, y}, year={2001}}",
        "author={Bo Do},\n title={{T},\n keywords={x, y},\n year={2001}\n}",
        'title="T,\n author="Bo Do",\n keywords={x, y},\n year={2001}\n}',
        "title={T}, author={Bo Do}, keywords={x, y}, year={2001}",
        "title={T},\n author={Bo Do},\n keywords={x, y},\n year=2001,\n",
    ],
)
@pytest.mark.parametrize("following", ["", GOOD])
def test_an_entry_with_one_missing_brace_is_read_and_noted(entry: str, following: str):
    papers, rejected, notes = read(f"@article{{a, {entry}\n{following}")
    paper = papers[0]
    assert (paper.title, paper.published, paper.authors[0].name) == ("T", "2001", "Bo Do")
    assert [topic.name for topic in paper.topics] == ["x", "y"]
    assert len(papers) == 1 + bool(following)
    assert not rejected
    assert "not closed" in notes[0]


@pytest.mark.parametrize(
    "text",
    [
        "@article{a, " + "title={x,\n" * 100_000 + "}",
        "@article{" * 20_000,
        "@article{a," * 200_000,
        "@article{a, title={T}, abstract={" + "\\\\{" * 40_000 + "}}",
        "article{a, t={1}}\n" * 20_000 + "@misc{a, title={T}}",
        "@a#b, c={1}\n" * 20_000,
        "".join(f"@book{{b{n}, title={{T}}, crossref={{b{n + 1}}}}}\n" for n in range(10_000)),
        "".join(
            f"@xdata{{x{n}, title={{T}}, xdata={{{','.join(f'x{n + m}' for m in range(1, 31))}}}}}\n"
            for n in range(300)
        )
        + "".join(f"@article{{a{n}, xdata={{x{n}}}}}\n" for n in range(200)),
    ],
)
def test_repetition_takes_linear_time(text: str):
    start = time.process_time()
    papers, rejected, _ = read(text)
    assert papers or rejected
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    "entry",
    [
        "@article(k, title={T (x)}, year=2000)",
        "@ARTICLE { k , TITLE = {T (x)} , YEAR = 2000 ,, }",
        "@article{, title={T (x)}, year=2000}",
        "@article{a key with spaces, title={T (x)}, year=2000}",
        "@article{müller:2000/β, title={T (x)}, year=2000}",
        '@article{k, title="T {(x)}", year="2000"}',
        '@string{t = "T"}\n@article{k, title=T # " (" # {x)}, year=2000}',
        "@article{k, % a comment\n title={T (x)}, % title={No},\n year=2000}",
        "see @article{k, title={T (x)}, year=2000} for it; mail me@foo{bar}",
        "@article{k, title={T (x)}, year=2000, note={mail me@foo{bar} or @baz{q}}}",
        "@article{k, title={T (x)}, file={C:\\}, year={2000}}",
        "@article{Doe J & {P}oe_2000, title={T (x)}, year={2000}}",
        "@article{k, title={T (x)}; year={2000}}",
        "@article{k, title=" + "{" * 40 + "T (x)" + "}" * 40 + ", year=2000}",
        "@jabref{k, title={T (x)}, year=2000}\n@comment{jabref-meta: {grouping:1;}}",
        "@статья{k, title={T (x)}, year=2000}",
        "@a{k, title={T (x)}, year=2000}",
        "@article {ART:10.1002/(SICI)1097(1998)17:15<1661::AID>3.0.CO;2-2, title={T (x)}, year=2000}",
        "@misc{https://example.org/a?b=c&d=e, title={T (x)}, year=2000}",
        '@article{a"b{c}, title={T (x)}, year=2000}',
        "@article{k,\u200b title={T (x)}, year=2000}",
        "@article{k, xdata={d}, year=2000}\n@xdata{d, title={T (x)}, year=1990}",
        "@article{k, xdata={d}, year=2000}\n@xdata{D, xdata={e}}\n@xdata{e, title={T (x)}}",
        "@article(k(1),\n title={T (x)}, year=2000)",
        "@article(\n            title={T (x)}, year=2000)",
        "@_article{k, title={T (x)}, year=2000}",
        "@['JournalArticle', 'Review']{k, title={T (x)}, year=2000}",
        '@article{\nt{\\"o}n2000x,\ntitle={T (x)}, year=2000}',
    ],
)
def test_unusual_entries_are_read(entry: str):
    papers, rejected, _ = read(entry)
    assert [(paper.title, paper.published) for paper in papers] == [("T (x)", "2000")]
    assert not rejected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(encoding: str, end: str):
    text = "@article{k,\n title = {Größe und Maß},\n author = {Müller, Jörg AND Weiß, Änne}\n}\n"
    papers, rejected, _ = read((text * 3).replace("\n", end).encode(encoding))
    assert [paper.origin for paper in papers] == ["line 1", "line 5", "line 9"]
    assert {paper.title for paper in papers} == {"Größe und Maß"}
    assert [author.name for author in papers[0].authors] == ["Jörg Müller", "Änne Weiß"]
    assert not rejected


def test_an_entry_inherits_from_one_much_further_down():
    filler = "".join(f"@misc{{m{n}, title={{M}}, note={{{'x' * 900}}}}}\n" for n in range(700))
    child = "@inproceedings{c, title={Child}, crossref={p}}\n"
    papers, _, notes = read(f"{child}{filler}@proceedings{{p, title={{Volume}}, year=2001}}")
    (found,) = [paper for paper in papers if paper.title == "Child"]
    assert (found.venue.name, found.published, notes) == ("Volume", "2001", [])


def test_a_chapter_inherits_over_two_levels():
    papers, _, notes = read(
        "@inbook{a, title={A}, crossref={B1}}\n@book{b1, title={B}, crossref={c1}}\n"
        "@mvbook{c1, title={C}, author={Jo Roe}, date={1970/1980}}"
    )
    found = {paper.title: paper for paper in papers}
    assert [one.name for one in found["A"].authors] == ["Jo Roe"]
    assert (found["A"].venue.name, found["A"].published, notes) == ("B", "1970", [])


def test_a_contribution_inherits_the_author_of_the_volume_unless_it_has_its_own():
    papers, _, _ = read(
        "@incollection{a, title={A}, crossref={c}}\n@incollection{b, title={B}, author={Al Poe},"
        " crossref={c}}\n@book{c, title={C}, author={Jo Roe}}"
    )
    assert [paper.authors[0].name for paper in papers] == ["Jo Roe", "Al Poe", "Jo Roe"]


def test_the_journals_that_standard_styles_define():
    papers, _, notes = read(
        "@article{a, title={A}, journal=jacm}\n@string{jacm={J. ACM}}\n"
        "@article{b, title={B}, journal=JACM}"
    )
    assert [paper.venue.name for paper in papers] == ["Journal of the ACM", "J. ACM"]
    assert not notes


def test_a_value_that_is_not_closed_ends_before_a_field_with_a_number():
    papers, rejected, notes = read('@book{a, title = "A {B",\n year = 2023, author="Jo Roe"\n}')
    (paper,) = papers
    assert (paper.title, paper.published, paper.authors[0].name) == ("A B", "2023", "Jo Roe")
    assert not rejected
    assert len(notes) == 1


@pytest.mark.parametrize(
    ("comment", "encoding", "title"),
    [
        ("% Encoding: ISO-8859-2", "iso-8859-2", "Řeč ze Škody"),
        ("% Encoding: Shift_JIS", "shift_jis", "日本語の題名"),
        ("% -*- coding: koi8-r -*-", "koi8-r", "Привет"),
        ("%% Saved with string encoding Western (Mac OS Roman) ", "mac-roman", "Größe"),
        ("%% Saved with string encoding Unicode (UTF-8) ", "utf-8", "Größe"),
        ("% Encoding: windows-1252", "utf-8", "Größe"),
        ("% Encoding: nonsense", "windows-1252", "Größe"),
        ("@comment{x-kbibtex-encoding=iso-8859-15}", "iso-8859-15", "Größe €"),
    ],
)
def test_the_encoding_that_a_comment_states(comment: str, encoding: str, title: str):
    papers, rejected, _ = read(f"{comment}\n@article{{a, title={{{title}}}}}".encode(encoding))
    assert [paper.title for paper in papers] == [title]
    assert not rejected


def test_markup_of_publishers_is_removed_from_titles():
    (paper,), _, _ = read(r"@article{k, title={A {\&}amp; B in <i>x</i> &lt; 3}}")
    assert paper.title == "A & B in x < 3"


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (r"doi={10.1007/978-3-540-74200-5{\_}12}", "10.1007/978-3-540-74200-5_12"),
        (r"doi={10.1007/978-3-540-74200-5$\_$12}", "10.1007/978-3-540-74200-5_12"),
        (
            r"url={http://dx.doi.org/10.1007/978-3-540-74200-5{\_}12}",
            "10.1007/978-3-540-74200-5_12",
        ),
        (r"doi={\href{http://dx.doi.org/10.1000/abc}{10.1000/abc}}", "10.1000/abc"),
        (r"doi={\url{https://doi.org/10.1000/a{\_}b}}", "10.1000/a_b"),
        (r"doi={{10.1000/a\&b}}", "10.1000/a&b"),
        (r"doi={10.1002/12:1$<$1::AID-1$>$3.0.CO;2-2}", "10.1002/12:1<1::aid-1>3.0.co;2-2"),
        (r"doi={10.1000/a\textless1\textgreater{}b{\textunderscore}c}", "10.1000/a<1>b_c"),
    ],
)
def test_identifiers_are_read_without_the_escapes_of_latex(field: str, expected: str):
    (paper,), _, _ = read(f"@article{{k, title={{T}}, {field}}}")
    assert paper.doi == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("A. Bo and and C. Do", ["A. Bo", "C. Do"]),
        ("and A. Bo and", ["A. Bo"]),
        ("Smith, J., Doe, A. and Roe, B.", ["J. Smith", "A. Doe", "B. Roe"]),
        ("John Doe, Jane Roe, Edgar Poe", ["John Doe", "Jane Roe", "Edgar Poe"]),
        ("King, Jr., Martin L.", ["Martin L. King Jr."]),
        ("John Doe, Jane Roe, and Edgar Poe", ["John Doe", "Jane Roe", "Edgar Poe"]),
        ("De Boer, Jan Willem and Edgar Poe", ["Jan Willem De Boer", "Edgar Poe"]),
        ("Doe, John, and Roe, Jane", ["John Doe", "Jane Roe"]),
        ("Doe E, Roe-Poe GA, Poe K", ["E Doe", "GA Roe-Poe", "K Poe"]),
        ("Doe J. and Poe A.B.", ["J. Doe", "A.B. Poe"]),
        ("Doe J., Roe-Poe K., Poe A. and Foe D.", ["J. Doe", "K. Roe-Poe", "A. Poe", "D. Foe"]),
        ("Doe, Jo (Ed.) and Roe, Al (eds)", ["Jo Doe", "Al Roe"]),
        ("{van Doe S}, Roe MR, Poe TJ.", ["S van Doe", "MR Roe", "TJ. Poe"]),
        ("Malcolm X", ["Malcolm X"]),
        ("Doe, IV, Jo H. and Doe, V, Jo H.", ["Jo H. Doe IV", "Jo H. Doe V"]),
        ("Doe, Jo, Jr, undefined and Roe, undefined", ["Jo Doe Jr", "Roe"]),
        ("Doe, Neto, J. A. and Roe, V, J.", ["J. A. Doe Neto", "V J. Roe"]),
        (r"Doe, Jo C.\ and Roe, A.\ B. and Al{\space}Poe", ["Jo C. Doe", "A. B. Roe", "Al Poe"]),
        (r"Ji{\v{r}}{\'{}\i} Roe and {\`{}\i} Poe", ["Jiří Roe", "ì Poe"]),
        (r"{\VAN{Doe}{Van}{van}} Doe, Jo and Al \noop{x}Roe", ["Jo van Doe", "Al Roe"]),
        ("王小明,李大山,张三", ["王小明", "李大山", "张三"]),
        ("王小明\uff0c张三、李大山", ["王小明", "张三", "李大山"]),
        ("王, 小明 and 欧阳, 三", ["小明 王", "三 欧阳"]),
        ("B, Bharathi and A, Silvia Maria", ["Bharathi B", "Silvia Maria A"]),
        (r"G{\'o}mez-Rodr{\'\i}guez, Carlos", ["Carlos G\u00f3mez-Rodr\u00edguez"]),
        (r"John Doe \and Jane Roe", ["John Doe", "Jane Roe"]),
        (r"John Doe \& Jane Roe", ["John Doe", "Jane Roe"]),
        ("Procter & Gamble and John Doe", ["Procter & Gamble", "John Doe"]),
        (r"Doe, John\textsuperscript{1} and Roe, Jane$^{2,*}$", ["John Doe", "Jane Roe"]),
        ("given={Jos{\\'e}}, prefix=de, family={Roe}, given-i=J and A Bo", ["José de Roe", "A Bo"]),
        ("Roe, p{\\`e}re, Jean", ["Jean Roe père"]),
        (r"{\noopsort{roe}}d'{\null} Roe, Jo and {\relax Ph}il Poe", ["Jo d' Roe", "Phil Poe"]),
        (r"Ro{\ocirc{u}}, Jo and Po\polhk{e}, Al", ["Jo Roů", "Al Poę"]),
        ("{Barnes and Noble, Inc.} and Roe, Jo", ["Barnes and Noble, Inc.", "Jo Roe"]),
        ("{Doe, Jo, Jr} and in~'t Roe, Al", ["Jo Doe Jr", "Al in 't Roe"]),
        ("{Doe, Jo; Roe, Al; Poe}, Ed", ["Jo Doe", "Al Roe", "Ed Poe"]),
        (r"Doe{\textdagger}, Jo and Roe*, Al and Ed Poe\dag", ["Jo Doe", "Al Roe", "Ed Poe"]),
        (r"Jo Doe and Al Roe \\& Ed Poe", ["Jo Doe", "Al Roe", "Ed Poe"]),
        (r"{Doe-Roe}, A. B. \& Poe, E.", ["A. B. Doe-Roe", "E. Poe"]),
        (r"{Doe Lab \& Roe Group} and Ed Poe", ["Doe Lab & Roe Group", "Ed Poe"]),
        ("Doe, J{$>$} and Roe, Al", ["J Doe", "Al Roe"]),
        ("Jo A. Doe1,2, Al Roe1, Ed Poe", ["Jo A. Doe", "Al Roe", "Ed Poe"]),
        ("Roe, J.. and Poe, . and Foe, J. -P.", ["J. Roe", "Poe", "J.-P. Foe"]),
        ("Roe, J... and Poe, A. and ...", ["J... Roe", "A. Poe"]),
        ("{and}, Jo Roe and {and Poe}, A B", ["Jo Roe", "A B Poe"]),
        (r"Roe MJ, Poe-Foe HM, \& Doe EA.", ["MJ Roe", "HM Poe-Foe", "EA. Doe"]),
        ("Jo Roe, Al B. Poe, c, Ed Foe", ["Jo Roe", "Al B. Poe", "Ed Foe"]),
        (r"Fran{\\c{c}}ois Roe and Andr{\\'e} Poe", ["François Roe", "André Poe"]),
        ("Roe, J. P. III and Poe, AL 2nd", ["J. P. Roe III", "AL Poe 2nd"]),
        ("Jo A. Roe, Al Poe", ["Jo A. Roe", "Al Poe"]),
        ("A. B. Roe and Jr. and Poe, Al and III", ["A. B. Roe Jr.", "Al Poe III"]),
        ("Jo Roe and ??", ["Jo Roe"]),
        ("Roe, J A and Poe B C and Foe D", ["J A Roe", "B C Poe", "D Foe"]),
        ("Roe, Jo and Weinan E", ["Jo Roe", "Weinan E"]),
        ("Jo Roe, Al Poe and Ed Foe", ["Jo Roe", "Al Poe", "Ed Foe"]),
        ("Roe, Al Poe and Ed Foe", ["Al Poe Roe", "Ed Foe"]),
        ("Roe Poe, Al Jo and Foe, Ed", ["Al Jo Roe Poe", "Ed Foe"]),
        ("Roe B., Al and Roe Poe, Jo A.", ["Al Roe B.", "Jo A. Roe Poe"]),
        (r"Jo R\{'oe and \{Al Poe", ["Jo Róe", "{Al Poe"]),
        ("Jo Roe 0001 and Poe 0012, Al", ["Jo Roe", "Al Poe"]),
        (r"J\orgensen, A. and Koz\lowski, B.", ["A. Jørgensen", "B. Kozłowski"]),
        (
            "Roe, Jo, A. B. and Poe, Al, C. and Foe, Ed, M.D.",
            ["Jo A. B. Roe", "Al C. Poe", "Ed Foe M.D."],
        ),
        ("Roe, a. M. and {De Poe}, a. and Foe, a", ["A. M. Roe", "A. De Poe", "A Foe"]),
        ("Roe, I. -. and Poe, I. -J.", ["I. Roe", "I.-J. Poe"]),
        (r"Mart\'\inez-Roe, J.", ["J. Martínez-Roe"]),
        ("Jo {Roe et al}", ["Jo Roe"]),
        ("{{Parsing Group, Univ. of X}} and Roe, Jo", ["Parsing Group, Univ. of X", "Jo Roe"]),
        ("{{Poe {Inc.}, Texts}}", ["Poe Inc., Texts"]),
        ("Jo {Roe, editor} and Al {Poe, Ed.}", ["Jo Roe", "Al Poe"]),
        ("Jo {Roe, Esquire} and Al {Poe, Jr.}", ["Jo Roe Esquire", "Al Poe Jr."]),
        ("Roe, % or Rowe?\n Jo and Poe, Al", ["Jo Roe", "Al Poe"]),
        ("Roe, Jo A.and Poe, Al", ["Jo A. Roe", "Al Poe"]),
        (
            "{Society of Aeronautics {and} Space} and Jo Roe",
            ["Society of Aeronautics and Space", "Jo Roe"],
        ),
        (r"{\~Z}elly, Jo and {\v S}omer, Al", ["Jo Z\u0303elly", "Al Šomer"]),
        ("null", []),
        (r"{Doe, Jo and R{\"o}e, Al}", ["Jo Doe", "Al Röe"]),
        ("{Jo Doe and Al B. Roe and Ed Poe}", ["Jo Doe", "Al B. Roe", "Ed Poe"]),
        ("{Doe and Roe, Inc.}", ["Doe and Roe, Inc."]),
        ("{Arts and Letters and Sciences}", ["Arts and Letters and Sciences"]),
        ("{Society of Jo and Office of Al and Ed}", ["Society of Jo and Office of Al and Ed"]),
    ],
)
def test_lists_of_names(names: str, expected: list[str]):
    (paper,), _, _ = read(f"@article{{k, title={{T}}, author={{{names}}}}}")
    assert [author.name for author in paper.authors] == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("year={August 2012}", "2012-08"),
        ("year={2012, Aug. 5}", "2012-08-05"),
        ("year={2018 Jan-Feb}", "2018-01"),
        ("year={xx 2008}", "2008"),
        ("year={1999 (Mayer)}", "1999"),
        ("year={2012}, month={5--7 } # jun", "2012-06"),
        ("date={circa 1850}", "1850"),
        ("year={in press}", None),
        ("date={26.09.2020}", "2020-09-26"),
        ("eventdate={2011-10-03}", "2011-10-03"),
        ("eventdate={2011-10-03}, year={2012}", "2012"),
        ("date={2011-10-03}, year={2011}", "2011-10-03"),
        ("date={2006-02-15}, year={2004}, month=jun", "2004-06"),
        ("year={1982/83}", "1982"),
        (r"year={2003}, month={D\'ecembre}", "2003-12"),
        ("year=2003, month={5. Mai}", "2003-05-05"),
        ("year=2003, month={juillet/août}", "2003-07"),
        ("year=2003, month={setembro}", "2003-09"),
        ("year=2003, month={Outubro}", "2003-10"),
        ("year=2003, month={aout}", "2003-08"),
        ("year=2003, month={outono}", "2003"),
        (r"year={{\noopsort{1973c}}1981}", "1981"),
        (r"year={{\noopsort{1973a}}{\switchargs{--90}{1968}}}", "1968"),
        ("date={2012-12-13}, year={9999}", "2012-12-13"),
    ],
)
def test_dates_in_words(fields: str, expected: str | None):
    (paper,), _, _ = read(f"@article{{k, title={{T}}, {fields}}}")
    assert paper.published == expected


def test_an_entry_that_is_closed_twice_keeps_its_later_fields():
    papers, rejected, notes = read("@book{a, title={T}},\n  year={2001},\n author={Bo Do}}")
    assert (papers[0].title, papers[0].published, papers[0].authors[0].name) == (
        "T",
        "2001",
        "Bo Do",
    )
    assert (rejected, len(notes)) == ([], 1)


def test_settings_of_styles_are_noted():
    text = "@IEEEtranBSTCTL{a, CTLdash={no}}\n@Control{b, ctrl-use-title={no}}\n" + GOOD
    assert read(text)[1:] == (
        [],
        [
            f"line {n}: @{kind} is not a paper"
            for n, kind in enumerate(("ieeetranbstctl", "control"), 1)
        ],
    )


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (r"{Why {\textbackslashBayesian{\}}", "Why Bayesian}"),
        (r"a \textbackslashtextless b", "a < b"),
        (r"a \{`u} b \{'no'\}", "a ù b {'no'}"),
        (r"The \textbackslash ifx switch", r"The \ifx switch"),
    ],
)
def test_a_backslash_as_text(title: str, expected: str):
    papers, _, _ = read(f'@misc{{a, title="{title}",\n year=2001}}')
    assert papers[0].title == expected


def test_escaped_braces_are_characters():
    (paper,), _, _ = read(r"@article{k, title={On $\{0,1\}$ and \{x\} {T}wo}}")
    assert paper.title == "On {0,1} and {x} Two"


def test_braces_that_keep_the_case_in_a_macro():
    (paper,), _, _ = read(r"@article{k, title={\emph{{{A}} b {{Cd}}} in {\emph{{{E}}. F}}}}")
    assert paper.title == "A b Cd in E. F"
    (paper,), _, _ = read(
        r"@article{k, title={On \textbraceleft{{D}}\textbraceright utch \{N\}2pc \{UV\}s}}"
    )
    assert paper.title == "On Dutch N2pc UVs"
    (paper,), _, _ = read(r"@article{k, title={A \{GPU\} for \{3D\} in \{0,1\}, \{N\}, \{ab\}}}")
    assert paper.title == "A GPU for 3D in {0,1}, {N}, {ab}"


def test_a_quotation_that_is_not_closed():
    (paper,), _, _ = read("@article{k, title={Review of ``{A} Title}}")
    assert paper.title == "Review of “A Title"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (r"{\$}{\backslash}ell{\_}1{\$}-norm", "ℓ₁-norm"),
        (r"{\textdollar}O(n{\textasciicircum}2){\textdollar} time", "O(n²) time"),
        (r"{\$}{\backslash}mathcal{\{}O{\}}(n){\$}", "O(n)"),
        (r"costs {\$}5 and {\$}6", "costs $5 and $6"),
        (r"\$\textbackslash alpha\_\{2\}\$ in \${{H}}\^{}2\$", "α₂ in H²"),
        (r"costs \$5 and \$6", "costs $5 and $6"),
        (r"A (2 + \unicode{8714})-approximation", "A (2 + ∊)-approximation"),
    ],
)
def test_formulas_that_a_program_escaped(title: str, expected: str):
    (paper,), _, _ = read(f"@article{{k, title={{{title}}}}}")
    assert paper.title == expected


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("@misc{a, note={cite\n@book{b,\n title={B},\n year={1}}\nplease}, title={A}}", ["A"]),
        ('@misc{a, title={A}, note="\n@book{b, title={B}}\n", year=2003}', ["A"]),
        ("@misc{a, title={A, year=2000}\n@book{b, title={B}, year=2001}}", ["B"]),
        ("@misc{a, title={A\n@book{b, title={B}, year={2001}}\n}", ["B"]),
    ],
)
def test_an_entry_that_is_quoted_in_a_value_is_text(text: str, titles: list[str]):
    papers, rejected, notes = read(f"{text}\n{GOOD}")
    assert [one.title for one in papers] == [*titles, "Good"]
    quoted = titles == ["A"]
    assert len(rejected) == (not quoted)
    assert notes == ["line 1: entries that a value quotes are not read"] * quoted


def test_latex_whose_backslashes_are_escaped():
    for raw, shown in (
        (r"{\textbackslash}ell{\_}1-norm", "\u2113_1-norm"),
        (r"The {\textbackslash}(K{\textbackslash})-Armed Bandit", "The K-Armed Bandit"),
        (r'H{\textbackslash}"\{o\}lder', "H\u00f6lder"),
        (r"TAL {\textbackslash}{\&} IC", "TAL & IC"),
        (r"C:{\textbackslash}Users{\textbackslash}me", r"C:\Users\me"),
        (r"A {\textbackslash} B", "A \\ B"),
        (r"R$\backslash$'enyi", "R\u00e9nyi"),
        (r"One\\{Two}", "One Two"),
        (r"A title\vphantom\{\}", "A title"),
        (r"A title \vphantom{\}\}}{{of}} it", "A title of it"),
        (r"\textbraceleft{{A}}\textbraceright{} b $\lbrace x\rbrace$", "{A} b {x}"),
    ):
        papers, _, _ = read(f"@misc{{a, title = {{{raw}}}}}")
        assert papers[0].title == shown


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("{Roe, Jo},parsing", ["Roe, Jo", "parsing"]),
        ("{{Heat; Cold; Warm\n   water}}", ["Heat", "Cold", "Warm water"]),
        ("Lungs, Left; Hearts; Eyes, Blue", ["Lungs, Left", "Hearts", "Eyes, Blue"]),
        ("trees, hash\n  tables, graphs", ["trees", "hash tables", "graphs"]),
        ("trees\nhash tables", ["trees", "hash tables"]),
        (
            "parsing of trees in reading lists of papers\n  and of graphs",
            ["parsing of trees in reading lists of papers and of graphs"],
        ),
        ("trees, graphs; sets", ["trees", "graphs", "sets"]),
        ("trees; *; graphs", ["trees", "graphs"]),
        (
            "Trees,Sets,Eyes, Blue,Graphs: use,Maps",
            ["Trees", "Sets", "Eyes, Blue", "Graphs: use", "Maps"],
        ),
        (
            "Trees,Sets,Maps,graphs, nodes,Eyes",
            ["Trees", "Sets", "Maps", "graphs", "nodes", "Eyes"],
        ),
        ("1,2-diol, alcohol,a,2010,2011", ["1,2-diol", "alcohol", "a", "2010", "2011"]),
        ("Trees,Sets, Eyes, Maps", ["Trees", "Sets", "Eyes", "Maps"]),
        ("*trees,hash (major), *sets (major),C*-algebra", ["trees", "hash", "sets", "C*-algebra"]),
    ],
)
def test_lists_of_keywords(value: str, expected: list[str]):
    (paper,), _, _ = read(f"@misc{{a, title={{T}}, keywords={{{value}}}}}")
    assert [topic.name for topic in paper.topics] == expected


@pytest.mark.parametrize(
    ("entries", "venue"),
    [
        ("@book{a, title={A}, booktitle={A}}", None),
        ("@incollection{a, title={A}, crossref={b}}\n@book{b, title={B}, booktitle={C}}", "C"),
        ("@incollection{a, title={A}, crossref={b}}\n@book{b, title={B}}", "B"),
        ("@inbook{a, title={A}, crossref={b}}\n@book{b, title={B}, subtitle={C}}", "B: C"),
        ("@book{a, title={A}, booktitle={A}, booksubtitle={B}}", None),
        ("@incollection{a, title={A}, booktitle={One --- {Two}}}", "One — Two"),
        ("@inbook{a, title={A}, booktitle={One}, booksubtitle={Two}}", "One: Two"),
        ("@article{a, title={A}, journal={J. One}, fjournal={Journal of One}}", "Journal of One"),
        ("@article{a, title={A}, journal={Opt. Eng.,}}", "Opt. Eng."),
        ("@inproceedings{a, title={A}, venue={ICML}}", "ICML"),
        ("@inproceedings{a, title={A}, venue={Boston, MA}}", None),
    ],
)
def test_the_title_of_a_volume(entries: str, venue: str | None):
    papers, _, _ = read(entries)
    (found,) = [paper.venue for paper in papers if paper.title == "A"]
    assert (found.name if found else None) == venue


@pytest.mark.parametrize(
    "preamble",
    [
        r"@preamble{\newcommand{\xyz}{A journal}}",
        '@PREAMBLE{"\\newcommand{\\xyz}{@ 5}" # x}',
        "@preamble{ word }",
        '@preamble("text")',
    ],
)
def test_preambles_are_skipped(preamble: str):
    papers, rejected, _ = read(f"{preamble}\n{GOOD}")
    assert [paper.title for paper in papers] == ["Good"]
    assert not rejected


@pytest.mark.parametrize(
    ("fields", "name", "expected"),
    [
        ("remote-url={https://doi.org/10.1000/abc}", "doi", "10.1000/abc"),
        ("eprint={123}, eprinttype={pubmed}", "pmid", "123"),
        ("arxivId={2001.01234}", "arxiv_id", "2001.01234"),
        ("eprint={arXiv:hep-th/9901001}", "arxiv_id", "hep-th/9901001"),
        ("eprint={1901001}, eprinttype={jstor}", "arxiv_id", None),
        ("volume={abs/2001.01234}, journal={ArXiv}", "arxiv_id", "2001.01234"),
        ("note={text overlap with arXiv:2001.01234}", "arxiv_id", None),
        ("note={PMID: 123\nPMCID: PMC4567}", "pmid", "123"),
        ("note={PMID: 123\nPMCID: PMC4567}", "pmcid", "PMC4567"),
        ("pmcid={PMC4567}", "pmcid", "PMC4567"),
        ("pmid={123, 123}", "pmid", "123"),
        ("pmid={PMID: 123}", "pmid", "123"),
        ("url={https://www.ncbi.nlm.nih.gov/pubmed/123}", "pmid", "123"),
        ("url={https://pubmed.ncbi.nlm.nih.gov/123/}", "pmid", "123"),
        ("url={https://www.ncbi.nlm.nih.gov/pmc/articles/PMC4567/}", "pmcid", "PMC4567"),
        ("url={https://www.ncbi.nlm.nih.gov/books/NBK123/}", "pmid", None),
        ("abstractNote={It is so.}", "abstract", "It is so."),
        (r"url={http://a.edu/\~{}doe/}", "url", "http://a.edu/~doe/"),
        (r"url={http://a.edu/{\textasciitilde}doe/}", "url", "http://a.edu/~doe/"),
        (r"note={\url{http://a.edu/$\sim$doe/}}", "url", "http://a.edu/~doe/"),
        ("url={http://a.edu/?a=1&amp;b=2}", "url", "http://a.edu/?a=1&b=2"),
        ("url={http://a.edu/A - 1996 - B.pdf}", "url", "http://a.edu/A%20-%201996%20-%20B.pdf"),
        ("url={http://a.edu/a http://a.edu/b.pdf}", "url", "http://a.edu/a"),
        ("url={ftp://a.edu/b.ps}", "url", "ftp://a.edu/b.ps"),
        ("eprint={http://a.edu/b.pdf}", "url", "http://a.edu/b.pdf"),
        ("url={www.a.edu}", "url", "http://www.a.edu"),
        ("url={a.b.edu/c.html}", "url", "http://a.b.edu/c.html"),
        ("url={papers/b.pdf}", "url", None),
        ("url={e.g. here}", "url", None),
        ("note={www.a.edu}", "url", None),
        ("ee={doi.acm.org/10.1145/1.2,\ndb/b.html}", "doi", "10.1145/1.2"),
        ("url={10.1145/1.2}", "doi", "10.1145/1.2"),
        ("url={http://www.jstor.org/stable/pdf/10.2307/123}", "doi", "10.2307/123"),
        ("url={http://link.springer.com/10.1007/b_1?a=2}", "doi", "10.1007/b_1"),
        ("url={https://link.springer.com/content/pdf/10.1007/b_1.pdf}", "doi", "10.1007/b_1"),
        ("url={https://iopscience.iop.org/article/10.1088/1/2/3/meta}", "doi", "10.1088/1/2/3"),
        ("url={http://adsabs.harvard.edu/abs/2012arXiv1207.0780T}", "arxiv_id", "1207.0780"),
        ("url={http://adsabs.harvard.edu/abs/2015arXiv150203044X}", "arxiv_id", "1502.03044"),
        ("langid={ngerman}", "language", "de"),
        ("date={/2004-01-02}", "published", "2004-01-02"),
        ("year={2018}, month={{OCT 1}}", "published", "2018-10-01"),
        ("year={2018}, month=jan # {~5}", "published", "2018-01-05"),
    ],
)
def test_less_common_fields(fields: str, name: str, expected: str | None):
    (paper,), _, _ = read(f"@misc{{a, title={{T}}, {fields}}}")
    assert getattr(paper, name) == expected


def test_tags_of_calibre_are_keywords():
    (paper,), _, _ = read("@book{k, title={T}, tags={Trees, Graphs}}")
    assert [topic.name for topic in paper.topics] == ["Trees", "Graphs"]


def test_several_categories_of_arxiv():
    (paper,), _, _ = read(
        "@misc{k, title={T}, eprint={1810.00001}, primaryclass={cs, q-bio, stat.ML}}"
    )
    assert [(topic.name, topic.kind) for topic in paper.topics] == [
        ("cs", "field"),
        ("q-bio", "field"),
        ("stat.ML", "field"),
    ]


def test_a_list_of_authors_that_is_cut_in_a_group():
    (paper,), _, _ = read("@book{k, title={T}, author={Bo, Al and {et al.}}}")
    assert ([author.name for author in paper.authors], paper.authors_partial) == (["Al Bo"], True)


def test_a_field_for_each_keyword_and_each_author():
    (paper,), _, notes = read(
        "@article{k, title={T}, author={A Bo and C Do}, author={E Fo}, keywords={x},"
        " keywords={y ; z}, keywords={u}}"
    )
    assert [author.name for author in paper.authors] == ["A Bo", "C Do", "E Fo"]
    assert [topic.name for topic in paper.topics] == ["x", "y", "z", "u"]
    assert not notes
    (paper,), _, notes = read("@article{k, title={T}, author={Al Bo}, author={A Bo and C Do}}")
    assert [author.name for author in paper.authors] == ["Al Bo"]
    assert "occurs twice" in notes[0]


def test_a_doi_outside_its_field():
    papers, _, _ = read(
        "@article{a, title={A}, note={\\texttt{DOI:10.1000/x1}}}\n@article{b, title={B}, source={doi:10.1000/x2}}\n"
        "@article{c, title={C}, note={Comment on 10.1000/x3}}\n"
        "@article{d, title={D}, url={http://x.org/1; http://dx.doi.org/10.1000/x4;}}"
    )
    assert [paper.doi for paper in papers] == ["10.1000/x1", "10.1000/x2", None, "10.1000/x4"]
    assert papers[3].url == "http://x.org/1"


def test_an_arxiv_id_of_before_2007():
    papers, _, _ = read(
        "@article{a, title={A}, eprint={astro-ph/0205436}}\n"
        "@article{b, title={B}, eprint={0501328}, archiveprefix={arXiv}, primaryclass={math}}\n"
        "@article{c, title={C}, eprint={1130797}, eprinttype={jstor}}\n"
        "@article{d, title={D}, note={quant-ph/0606244v2}}"
    )
    expected = ["astro-ph/0205436", "math/0501328", None, "quant-ph/0606244"]
    assert [paper.arxiv_id for paper in papers] == expected


def test_an_address_with_a_comma():
    papers, _, _ = read("@misc{a, title={T}, url={https://example.org/a,_or_b.pdf}}")
    assert papers[0].url == "https://example.org/a,_or_b.pdf"


def test_an_address_as_the_journal():
    (paper,), _, _ = read(r"@article{a, title={A}, journal={\url{http://x.org/a_b.ps}}}")
    assert (paper.venue, paper.url) == (None, "http://x.org/a_b.ps")


def test_the_issn_as_isbn():
    papers, _, _ = read(
        "@article{a, title={A}, journal={J}, isbn={1350-1917}}\n"
        "@book{b, title={B}, booktitle={J}, isbn={978-0-521-42124-9}}"
    )
    assert [paper.venue.issn for paper in papers] == ["1350-1917", None]


def test_a_macro_without_definition_is_noted_once():
    papers, _, notes = read("".join(f"@article{{k, title={{T{n}}}, journal=AIJ}}\n" for n in "12"))
    assert [paper.venue.name for paper in papers] == ["AIJ", "AIJ"]
    assert notes == ["line 1: the macro `AIJ` is not defined; its name is kept"]


def test_the_pubmed_id_in_a_key():
    papers, _, _ = read("@article{pmid123, title={T}}\n@article{pmidway5, title={T}}")
    assert [paper.pmid for paper in papers] == ["123", None]


def test_the_orcids_and_the_language_that_web_of_science_states():
    (paper,), _, notes = read(
        "@article{ISI:1, author={Doe, Jo and Roe,\n   Al}, title={{T}}, language={{German}},\n"
        "ORCID-Numbers = {{Roe, Al/0000-0002-1825-0097\n   Poe, Ed/0000-0001-5109-3700}}}"
    )
    assert [author.orcid for author in paper.authors] == [None, "0000-0002-1825-0097"]
    assert notes == [
        "line 1: 'Poe, Ed/0000-0001-5109-3700' cannot be assigned to one author; not read"
    ]
    assert paper.language == "de"


def test_an_arxiv_id_in_two_delimiters():
    (paper,), _, _ = read(
        '@misc{a, title={T}, eprint="{1803.03324}", archivePrefix="{arXiv}", primaryClass="{cs.LG}"}'
    )
    assert (paper.arxiv_id, [topic.name for topic in paper.topics]) == ("1803.03324", ["cs.LG"])


def test_a_key_with_commas():
    papers, rejected, notes = read(
        "@article{Doe,Roe:1990:ABC:37.38, title={A}, year={1990}}\n@misc{b,title={B},year=1991}"
    )
    assert [(paper.title, paper.published) for paper in papers] == [("A", "1990"), ("B", "1991")]
    assert not rejected
    assert not notes


@pytest.mark.parametrize(
    ("stated", "code"),
    [("Dutch", "nl"), ("{Swedish}", "sv"), ("nynorsk", "no"), ("pol", "pl"), ("Klingon", None)],
)
def test_names_of_languages(stated: str, code: str | None):
    (paper,), _, _ = read(f"@misc{{a, title={{T}}, language={{{stated}}}}}")
    assert paper.language == code


def test_a_field_that_is_taken_out_by_an_at_sign():
    (paper,), rejected, notes = read("@book{a, title={T},\n @address={Here},\n year={2025}\n}")
    assert (paper.title, paper.published, rejected) == ("T", "2025", [])
    assert notes == ["line 1: the field `@address` is not read"]


def test_the_school_in_exports_of_ads():
    (paper,), _, _ = read("@phdthesis{a, title={A}, school={AA(University of Toronto (Canada))}}")
    assert [one.name for one in paper.organizations] == ["University of Toronto (Canada)"]


def test_the_organization_of_a_manual_counts_but_not_that_of_proceedings():
    papers, _, _ = read(
        "@manual{a, title={T}, organization={The {G}roup}}\n"
        "@inproceedings{b, title={T}, organization={IEEE}}"
    )
    assert [[one.name for one in paper.organizations] for paper in papers] == [["The Group"], []]


def test_macros_of_macros_do_not_exhaust_memory():
    macros = "".join(f"@string{{m{n + 1} = {' # '.join([f'm{n}'] * 10)}}}\n" for n in range(12))
    papers, rejected, _ = read(f"@string{{m0 = {{{'x' * 99}}}}}\n{macros}{GOOD}")
    assert [paper.title for paper in papers] == ["Good"]
    assert rejected[0].endswith("invalid BibTeX: the value of `m5` is too long")


PIECES = st.lists(
    st.sampled_from(
        ["@article{", "@book{", "k", ",", "title", "=", "{", "}", '"', "#", "\n", " ", "x", "\\"]
    ),
    max_size=60,
)


@given(PIECES)
def test_no_entry_disappears(pieces: list[str]):
    """Each opening that begins a line is a paper, rejected, or named in a note."""
    text = "".join(pieces)
    papers, rejected, _ = read(f"{GOOD}{text}\n{GOOD}")
    begun = len(re.findall(r"^ *@(?:article|book)\{", text, re.MULTILINE)) + 2
    assert len(papers) + len(rejected) >= begun
    assert papers[-1].title == "Good"
