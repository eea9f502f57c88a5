# ruff: noqa: RUF001 - the characters that readers expect are what this is about
import gzip
import json
import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from citegraph.loaders.latex import readable


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (r"the Schr\"odinger equation", "the Schrödinger equation"),
        (r"na\"ively, na\"{\i}ve, {\"o}, Erd\H{o}s", "naïvely, naïve, ö, Erdős"),
        (
            r"Pok\'emon, \`a la, It\^o, Espa\~na, Fran\c cois",
            "Pokémon, à la, Itô, España, François",
        ),
        ("Sn/sub 2 /P/sub 2/S/sub 6/ and He/sup +/", "Sn₂P₂S₆ and He⁺"),
        ("H/sub infinity / control of I/sup lambda/", "H_∞ control of I^λ"),
        ("in O(n/sup 3/2/) and Co/sub 1//Au", "in O(n^(3/2)) and Co₁/Au"),
        ("0.18 /spl mu/m, /spl plusmn/5 and /spl foo/", "0.18 μm, ±5 and /spl foo/"),
        ("the groups/sub groups/teams of A/B/sub C", "the groups/sub groups/teams of A/B/sub C"),
        (r"les Journ\'{ees} d'\`{etudes}", "les Journées d'ètudes"),
        (r"S\o ren {\O}rsted, \L{}ukasiewicz, stra\ss e", "Søren Ørsted, Łukasiewicz, straße"),
        (r"$\alpha$ and $\beta$-VAE", "α and β-VAE"),
        (r"an \enquote{enclosed} and \mkbibquote{quoted} word", "an “enclosed” and “quoted” word"),
        (r"100~$\mu$m at $-$50 and $>$10", "100 μm at -50 and >10"),
        (r"the $4^{\textrm{ème}}$, 1\textsuperscript{ère}", "the 4ème, 1ère"),
        (
            r"XII\textsuperscript{e}, Mark\textsuperscript{TM}, 2\textsuperscript{n}",
            "XIIe, MarkTM, 2ⁿ",
        ),
        (r"$(000\overline{1})$ and (11\=22)", "(0001\u0305) and (112\u03052)"),
        (r"A~-- B, a\hyphen based Proc.\@ of", "A – B, a-based Proc. of"),
        (r"$\lambda + S = \beta$ in \LaTeXe", "λ + S = β in LaTeX2e"),
        (r"$p$~=~5 of Begriff\textcompwordmark lichkeit", "p = 5 of Begrifflichkeit"),
        (r"\biling{Eine Rede}{A Talk} \emph{A}{B}", "Eine Rede {A Talk} A{B}"),
        (r"A {word \em in the} middle", "A {word in the} middle"),
        (r"So? -- Yes, a\nolinebreak{}b, \newblock C", "So? – Yes, ab, C"),
        (r"{\glqq}A{\grqq}, D{\rsquo}A, a\textperiodcentered{}b", "„A“, D’A, a·b"),
        (r"{\normalsize A} $\bullet$ \quotedblbase B", "A • „B"),
        (r"Gel\cprime fand, Gel{\cprime}fand", "Gel'fand, Gel'fand"),
        (r"a rate of $10^{-3}$, H$_2$O", "a rate of 10⁻³, H₂O"),
        (r"$O(n \log n)$ and $\mathcal{O}(n^2)$", "O(n log n) and O(n²)"),
        (r"$x_i$, $\frac{1}{2}$, $\mathbb{R}^n$", "x_i, 1/2, ℝⁿ"),
        (r"\( n^2 \) and \[ x \] and $$y$$", "n² and x and y"),
        (r"$k$NN, $n$-grams, LLM$\times$Map", "kNN, n-grams, LLM×Map"),
        (r"about $\sim$70K", "about ∼70K"),
        (r"\emph{not} \textbf{L}arge {\it so} {\em very} \textsc{Big}", "not Large so very Big"),
        (r"\textbf{\emph{both}} and \highlight{this}", "both and this"),
        (r"{\textit A title}, by {\emph her}, \textit {so}", "A title, by her, so"),
        (r"\emph{{\(\epsilon\)}} and \emph{{\~{O}}}({n})", "\u03f5 and \u00d5({n})"),
        (r"l\({}_{\mbox{{\(\infty\)}}}\) norm", "l_\u221e norm"),
        (
            r"R\^3, O(n\^{12}), 50\^DYWC, \^{} and a\~{}b",
            "R\u00b3, O(n\u00b9\u00b2), 50^DYWC, ^ and a~b",
        ),
        (
            r"Mart{\'i}n-Garc{\'\i}a, 1\%--2\%, 10\,m\,s",
            "Mart\u00edn-Garc\u00eda, 1%\u20132%, 10 m s",
        ),
        (r"\cyrchar\CYRIE-Samples", "\u0404-Samples"),
        (r"up to 50\%, Q\&A, \#1, a\_b, \$5", "up to 50%, Q&A, #1, a_b, $5"),
        (r"Models~(MLLMs), Figure~2, 1.5\,TB", "Models (MLLMs), Figure 2, 1.5 TB"),
        (r"10~{Hz} in Type~{II}", "10 {Hz} in Type {II}"),
        (r"25--30 and so---then", "25–30 and so—then"),
        ("``quoted'' and ``so\" and `single'", "“quoted” and “so” and ‘single’"),
        (r"\eg, this, \ie that, \etc. vs.\ those", "e.g., this, i.e. that, etc. vs. those"),
        (r"360{\deg}, 360^{circ}, DA^{2}, p_{gen}", "360°, 360°, DA², p_gen"),
        (r"see \url{https://example.org/a\_b}", "see https://example.org/a_b"),
        (r"\href{https://example.org/x}{here}", "here (https://example.org/x)"),
        (r"board\footnote{of two}", "board (of two)"),
        (r"MLLM\'s \"quoted words\" here", 'MLLM\'s "quoted words" here'),
        (r"\ours{} beats \textcolor{red}{all}", r"\ours beats all"),
        ("{bf Lost} its backslash, {it so", "Lost its backslash, {it so"),
        (r"$5 and $n$ nodes", "$5 and n nodes"),
        (r"Radix-2\(^{\mbox{k}}\), $\mbox{SL}_2$", "Radix-2^k, SL₂"),
        (r"the 19$^{th}$ and \(5^{\mbox{th}}\), $3^{\rm rd}$", "the 19th and 5th, 3rd"),
        (r"$^{\rm 13}$C", "¹³C"),
        (
            r"Serge{\u\i}, na\"\i ve, \v Capek, Nguy{\~\^e}n, \'{\"u}",
            "Sergeĭ, naïve, Čapek, Nguyễn, ǘ",
        ),
        (r"\textalpha-synuclein, TGF-{\textbeta}1", "α-synuclein, TGF-β1"),
        (r"Edon-{$\cal R$}, ${\cal O}(n)$, {\cal S}", "Edon-{R}, O(n), S"),
        (r"\relax Charles \copyright{} I\kern-.1em J", "Charles © IJ"),
        (r"\textquotedblleft so\textquotedblright", "“so”"),
        (r"CO\textsubscript{2}\protect\\ it", "CO₂  it"),
        (r"$f: \R^n \to \R$, $\calO(n)$, \(\ours\)", "f: Rⁿ →R, calO(n), ours"),
        (r"$p \land \neg q$, $f\colon X$, $\varGamma_7$", "p ∧ ¬ q, f: X, Γ₇"),
        (r"$a \equiv b \pmod{n}$, $x \bmod n$", "a ≡b (mod n), x mod n"),
        (r"$\left( 0\bar{1} \right)$, $\Bbb C^2$, $\Cal O(n)$", "( 01̅ ), ℂ², O(n)"),
        (r"$\tfrac12$, $\dfrac{a}{b}$, $a \over b$", "1/2, a/b, a over b"),
        (r"\ifmmode \check{Z}\else \v{Z}\fi{}umer", "Žumer"),
        (r"$\displaystyle\sum\limits_i \bigl(x\bigr)$", "∑_i (x)"),
        (r"$ {\rm GL}(2) $ and $ {\rm SO}(3) $", "GL(2) and SO(3)"),
        (r"H$\sb 2$O, $10\sp{3}$, \mathrm {Cu}^{2+}", "H₂O, 10³, Cu²⁺"),
        (r"\UNIX/\ConTeXt{} and \METAFONT", "UNIX/ConTeXt and METAFONT"),
        (r"\verb|\special| and {\tt\char`\\let}", r"\special and \let"),
        (r"{\=P}ot and \'{q}", "P\u0304ot and q\u0301"),
    ],
)
def test_what_a_reader_expects(raw: str, shown: str) -> None:
    assert readable(raw) == shown


@pytest.mark.parametrize(
    "text",
    [
        "costs $5 and $6",
        "costs $5 and 6$ more",
        "from $1,000 to $2,000",
        "US$5-$6 per task",
        "$PATH:$HOME and $USER",
        "5% of C:\\path\\alpha in \\\\server\\share\\new",
        "snake_case, f_theta, 10^5, pi^2",
        "a regular expression \\d+ or \\w*, a\\nb",
        "--flag, run with --all",
        "~30 samples, 1.5~2.8 times, ~/home, z~N(0, 1)",
        "https://example.org/~me/a--b_c$d%20e",
        "don't `code` or ``code`` it; the dogs' and cats'",
        '{x, y} is a set, {"a": 1} is JSON',
        "our \\method is an author's own macro",
        "",
        "$",
        "\\",
        "$$",
        '\\"',
    ],
)
def test_plain_text_stays(text: str) -> None:
    assert readable(text) == text


@given(st.text(alphabet=st.characters(exclude_characters="\\$~`-{")))
def test_text_without_latex_stays(text: str) -> None:
    assert readable(text) == text


@example("\\(\\'https://a.b/\\)")  # an accent on a finished piece
@given(
    st.lists(
        st.sampled_from(
            [
                "\\",
                "$",
                "{",
                "}",
                "^",
                "_",
                "~",
                "``",
                "''",
                "--",
                "\\begin{x}",
                "\\frac",
                "\\'",
                "\\href{",
                "\\(",
                "\\)",
                "\\emph{",
                "a",
                " ",
                "1",
                "%",
                "\ue000",
                "\\c",
                "https://a.b/",
            ]
        ),
        max_size=30,
    ).map("".join)
)
def test_nothing_crashes_it_and_what_it_gives_is_free_of_marks(text: str) -> None:
    shown = readable(text)
    assert shown.count("\ue000") <= text.count("\ue000")
    assert "\ue001" not in shown


@pytest.mark.parametrize("piece", ["{", "\\a{", "$", "$a", "\\(", "``", "a--", "{\\em ", "\\href{"])
def test_hostile_repetition_is_quick(piece: str) -> None:
    start = time.process_time()
    readable(piece * 5000)
    assert time.process_time() - start < 2


def test_real_abstracts(shared_data: Path) -> None:
    with gzip.open(shared_data / "daily_papers/papers-to-2026-03.jsonl.gz") as lines:
        abstracts = [json.loads(line)["paper"]["summary"] for line in lines]
    shown = [readable(abstract) for abstract in abstracts]
    changed = sum(a != b for a, b in zip(abstracts, shown, strict=True))
    assert 1000 < changed < 1700
    assert not any("\\%" in text or "\\textbf" in text for text in shown)
