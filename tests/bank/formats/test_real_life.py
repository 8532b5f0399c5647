"""Files as people have them: every case says which kind, key, weights, feedback, category and marks are expected."""

from dataclasses import dataclass, field
from fractions import Fraction

import pytest

from tests.bank.formats.drafts import content, share

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="


@dataclass(frozen=True)
class Case:
    """One question of a file, and what it is here. ``worth`` gives shares by texts, ``marks`` by responses."""

    text: str
    kind: str
    stem: str = "Q?"
    worth: dict = field(default_factory=dict)
    reasons: dict = field(default_factory=dict)
    feedback: str = ""
    category: str = ""
    marks: dict = field(default_factory=dict)
    lost: str = ""


def moodle(kind, inside, text="<p>Q?</p>", form="html", name="N", before=""):
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>{before}<question type="{kind}">'
        f"<name><text>{name}</text></name>"
        f'<questiontext format="{form}"><text><![CDATA[{text}]]></text></questiontext>{inside}</question></quiz>'
    )


def answer(text, fraction, why="", inside=""):
    told = f'<feedback format="html"><text><![CDATA[{why}]]></text></feedback>'
    return f'<answer fraction="{fraction}" format="html"><text><![CDATA[{text}]]></text>{told}{inside}</answer>'


def about(tolerance):
    return f"<tolerance>{tolerance}</tolerance>"


ROWS = (
    "<scoringmethod><text>subpoints</text></scoringmethod>"
    + "".join(
        f'<row number="{number}"><optiontext format="html"><text>{text}</text></optiontext></row>'
        for number, text in ((1, "skin"), (2, "bone"))
    )
    + "".join(
        f'<column number="{number}"><responsetext format="html"><text>{text}</text></responsetext></column>'
        for number, text in ((1, "True"), (2, "False"))
    )
    + "".join(
        f'<weight rownumber="{row}" columnnumber="{column}"><value> {int(row == column)}.000 </value></weight>'
        for row in (1, 2)
        for column in (1, 2)
    )
)
TWO = answer("skin", 100) + answer("bone", 0)
MLANG = (
    '<span lang="de" class="multilang">Welche?</span> <span class="multilang" lang="en">Q?</span>',
    "{mlang de}Haut{mlang}{mlang en}skin{mlang}",
)
CATEGORY = '<question type="category"><category><text>$course$/top/Default for A//B/Safety</text></category></question>'
GIFT = {
    "Windows line ends and a byte order mark": Case(
        "\ufeff::N::Q? {\r\n=skin#Yes.\r\n~bone#No.\r\n####All.\r\n}\r\n",
        "single_choice",
        worth={"skin": 1, "bone": 0},
        reasons={"skin": "Yes.", "bone": "No."},
        feedback="All.",
        marks={("skin",): 1, ("bone",): 0},
    ),
    "an empty answer, which is none": Case(
        "Q? {~skin ~=bone}", "single_choice", worth={"skin": 0, "bone": 1}, marks={("bone",): 1}
    ),
    "comments within a question": Case(
        "Q?{\n// a {=~# sign\n=skin\n  // two\n~bone\n}", "single_choice", worth={"skin": 1, "bone": 0}
    ),
    "a category with escaped strokes": Case(
        "$CATEGORY: $course$/top/A//B/Safety\n\n::N::Q?{T}",
        "single_choice",
        worth={"True": 1, "False": 0},
        category="$course$/top/A//B/Safety",
    ),
    "escaped colons and a line end": Case(
        "::Dose\\: 5::Q?\\nThen\\: what?{=a\\:b ~c}", "single_choice", "Q?  \nThen: what?", {"a:b": 1, "c": 0}
    ),
    "weights of texts": Case(
        "Q?{=%50%rib#Half. =%100%costa =bone}",
        "short_text",
        worth={"rib": "1/2", "costa": 1, "bone": 1},
        reasons={"rib": "Half."},
        marks={("RIB",): "1/2", ("costa",): 1, ("lung",): 0},
    ),
    "negative and decimal weights": Case(
        "Q?{~%33.33333%a ~%33.33333%b ~%33.33333%c ~%-12,5%d ~e}",
        "multiple_response",
        worth={"a": "1/3", "b": "1/3", "c": "1/3", "d": "-1/8", "e": 0},
        marks={("a", "b", "c"): 1, ("a", "d"): "5/24"},
    ),
    "a choice of one with partly right answers": Case(
        "Q?{=a ~%50%b ~c}", "single_choice", worth={"a": 1, "b": "1/2", "c": 0}
    ),
    "a range": Case("Q?{#1815..1825}", "numeric", marks={("1815",): 1, ("1825",): 1, ("1826",): 0}),
    "several numbers": Case(
        "Q?{#=1822:0#Right. =%50%1822:2#Near. ~#No.####All.}",
        "numeric",
        feedback="All.",
        marks={("1822",): 1, ("1820",): "1/2", ("1825",): 0},
    ),
    "a decimal comma": Case("Q?{#2,5:0,1}", "numeric", marks={("2.6",): 1, ("2.7",): 0}),
    "a right side that nothing matches": Case(
        "Q?{=lung -> thorax =liver -> abdomen = -> head}",
        "matching",
        marks={("p1=a", "p2=b"): 1, ("p1=c", "p2=b"): "1/2"},
    ),
    "an essay with feedback": Case("Q?{####Hint.}", "extended_text", feedback="Hint."),
    "true or false": Case(
        "Q?{FALSE#Wrong.#Right.####All.}",
        "single_choice",
        worth={"True": 0, "False": 1},
        reasons={"True": "Wrong.", "False": "Right."},
        feedback="All.",
    ),
    "a missing word": Case(
        "The {=skin ~bone} lies outside.", "single_choice", "The _____ lies outside.", {"skin": 1, "bone": 0}
    ),
    "an escaped formula": Case("$$x^\\{2\\} \\= 4$$ Q?{=2 ~3}", "single_choice", "$$x^{2} = 4$$ Q?", {"2": 1, "3": 0}),
    "formats of every part": Case(
        "[html]<p>Q?</p>{=[html]<b>skin</b>#[plain]*x* ~[markdown]*bone*}",
        "single_choice",
        worth={"**skin**": 1, "*bone*": 0},
        reasons={"**skin**": "\\*x\\*"},
    ),
    "a name and no text": Case(
        "::Q?::{=a ~b}", "single_choice", worth={"a": 1, "b": 0}, lost="its name is the question"
    ),
    "several languages": Case(
        f"[html]{MLANG[0].replace('=', chr(92) + '=')}{{=a ~b}}",
        "single_choice",
        worth={"a": 1, "b": 0},
        lost="only en",
    ),
}
MOODLE = {
    "entities within CDATA": Case(
        moodle(
            "multichoice",
            answer("5 &lt; 6 &amp; 7", 100) + answer("&micro;g&nbsp;", 0),
            "<p>Q? &#8805;&nbsp;2&sup2;</p>",
        ),
        "single_choice",
        "Q? ≥\xa02²",
        {"5 < 6 & 7": 1, "µg": 0},
    ),
    "a category": Case(
        moodle("multichoice", TWO, before=CATEGORY),
        "single_choice",
        worth={"skin": 1, "bone": 0},
        category="$course$/top/Default for A//B/Safety",
    ),
    "several answers, said as 0": Case(
        moodle(
            "multichoice",
            "<single>0</single><shuffleanswers>1</shuffleanswers><penalty>0.1</penalty>"
            + answer("a", 50, "Yes.")
            + answer("b", 50)
            + answer("c", -100, "No.")
            + answer("d", "-33.3333"),
        ),
        "multiple_response",
        worth={"a": "1/2", "b": "1/2", "c": -1, "d": "-1/3"},
        reasons={"a": "Yes.", "c": "No."},
        marks={("a", "b"): 1, ("a", "d"): "1/6", ("a", "c"): 0},
    ),
    "one answer, said as 1": Case(
        moodle("multichoice", "<single>1</single>" + TWO), "single_choice", worth={"skin": 1, "bone": 0}
    ),
    "shares of old files": Case(
        moodle(
            "multichoice",
            "<answer><text>a</text><fraction>1</fraction></answer><answer><text>b</text><fraction>0.5</fraction></answer>",
        ),
        "single_choice",
        worth={"a": 1, "b": "1/2"},
    ),
    "an answer without words": Case(
        moodle("multichoice", TWO + answer("", 0)), "single_choice", worth={"skin": 1, "bone": 0}
    ),
    "a picture whose name has blanks": Case(
        moodle("multichoice", TWO, '<p>Q? <img src="@@PLUGINFILE@@/my%20pic%20%281%29.png" alt="A rib"></p>').replace(
            "</questiontext>",
            f'<file name="my pic (1).png" path="/" encoding="base64">\n{PNG[:30]} \n{PNG[30:]}</file></questiontext>',
        ),
        "single_choice",
        "Q? ![A rib](figure:my-pic-1-c414cd0e.png)",
        {"skin": 1, "bone": 0},
    ),
    "a picture that is elsewhere": Case(
        moodle("multichoice", TWO, '<p>Q? <img src="https://m.org/pluginfile.php/7/a.png" alt="a rib"></p>'),
        "single_choice",
        "Q? a rib",
        {"skin": 1, "bone": 0},
        lost="pluginfile.php/7/a.png",
    ),
    "several languages": Case(
        moodle("multichoice", answer(MLANG[1], 100) + answer("bone", 0), MLANG[0]),
        "single_choice",
        worth={"skin": 1, "bone": 0},
        lost="only en is kept, not de",
    ),
    "numbers with tolerances and units": Case(
        moodle(
            "numerical",
            answer("12.5", 100, "Yes.", about("0.5"))
            + answer("12,5", 50, "", about(2))
            + answer("*", 0, "No.")
            + "<units><unit><multiplier>1</multiplier><unit_name>mm</unit_name></unit>"
            "<unit><multiplier>0.1</multiplier><unit_name>cm</unit_name></unit></units><unitgradingtype>0</unitgradingtype><showunits>0</showunits>",
        ),
        "numeric",
        marks={("13",): 1, ("1.3 cm",): 1, ("14 mm",): "1/2", ("15",): 0},
    ),
    "a tolerance that is empty": Case(
        moodle("numerical", answer("3.14", 100, "", about(""))), "numeric", marks={("3.14",): 1, ("3.1",): 0}
    ),
    "capitals and stars": Case(
        moodle("shortanswer", "<usecase>1</usecase>" + answer("Na*", 100) + answer("a\\*b", 50)),
        "short_text",
        worth={"Na*": 1, "a\\*b": "1/2"},
        marks={("Natrium",): 1, ("natrium",): 0, ("a*b",): "1/2", ("axb",): 0},
    ),
    "matching of old files": Case(
        moodle(
            "matching",
            "".join(
                f"<subquestion><text>{left}</text><answer><text>{right}</text></answer></subquestion>"
                for left, right in (("lung", "thorax"), ("liver", "abdomen"), ("", "head"))
            ),
        ),
        "matching",
        marks={("p1=a", "p2=b"): 1, ("p1=c", "p2=b"): "1/2"},
    ),
    "every gap of a passage": Case(
        moodle(
            "multianswer",
            "",
            "{1:MULTICHOICE_V:=over#Yes.~%50%by} {2:SAC:=Na~*#No.} {:NM:%50%5:2~=5:0.5} {1:MCHS:a\\}b~=c}",
        ),
        "cloze",
        "Complete the text.",
        marks={("g1=a", "g2=Na", "g3=5.4", "g4=b"): "9/10", ("g1=b", "g2=na", "g3=6", "g4=a"): "1/5"},
    ),
    "words to choose": Case(
        moodle(
            "gapselect",
            "".join(
                f"<selectoption><text>{word}</text><group>{group}</group></selectoption>"
                for word, group in (("rib", 1), ("over", 2), ("skin", 1), ("under", 2))
            ),
            "The [[1]] lies [[2]].",
        ),
        "cloze",
        "Complete the text.",
        marks={("g1=a", "g2=a"): 1, ("g1=b", "g2=a"): "1/2"},
    ),
    "an essay with files": Case(
        moodle(
            "essay",
            "<attachments>-1</attachments><responsetemplate format='html'><text>Begin</text></responsetemplate>"
            "<graderinfo format='html'><text>Look for it.</text></graderinfo>",
        ),
        "extended_text",
        lost="Files may be handed in there",
    ),
    "Markdown": Case(
        moodle("multichoice", TWO, "Q? **x**", "markdown"), "single_choice", "Q? **x**", {"skin": 1, "bone": 0}
    ),
    "plain text": Case(
        moodle("multichoice", TWO, "Q? *x* < y", "plain_text"),
        "single_choice",
        "Q? \\*x\\* < y",
        {"skin": 1, "bone": 0},
    ),
    "a choice marked as a whole": Case(
        moodle("multichoiceset", answer("skin", 100) + answer("fat", 100) + answer("bone", 0)),
        "multiple_response",
        marks={("skin", "fat"): 1, ("skin", "bone"): 0, ("skin",): 0},
    ),
    "a choice marked as a whole with one right answer": Case(
        moodle("multichoiceset", answer("skin", 100) + answer("fat", 0)),
        "multiple_response",
        marks={("skin",): 1, ("skin", "fat"): 0},
    ),
    "rows that are true or false": Case(
        moodle("mtf", ROWS), "matching", reasons={}, marks={("p1=a", "p2=b"): 1, ("p1=a", "p2=a"): "1/2"}
    ),
    "rows that count otherwise": Case(
        moodle("kprime", ROWS.replace("subpoints", "kprime")), "matching", lost="One wrong row costs half"
    ),
    "an answer without a text": Case(
        moodle("gapselect", "<selectoption><text>rib</text><group>1</group></selectoption>", "<p>The [[1]].</p>"),
        "cloze",
        "Complete the text.",
        marks={("g1=a",): 1, ("g1=b",): 0},
        lost="'(nothing)' stands beside it",
    ),
    "steps of which all are shown": Case(
        moodle("ordering", "<selecttype>2</selecttype><selectcount>-1</selectcount>" + TWO + answer("lung", 0)),
        "ordering",
        marks={("skin", "bone", "lung"): 1},
        lost="Moodle marks orders by other rules",
    ),
    "blanks beside a link and in a cell": Case(
        moodle(
            "multichoice",
            TWO,
            '<p>See <a href="https://a.org">here </a>and</p><table><tr><td><b>x</b> <i>y</i></td></tr></table>',
        ),
        "single_choice",
        "See [here](https://a.org) and\n\n| **x** *y* |\n| --- |",
        {"skin": 1, "bone": 0},
    ),
    "tables and lists": Case(
        moodle(
            "multichoice",
            TWO,
            "<table><tr><th>a</th><td>b</td></tr></table><ul><li>x<ul><li>y</li></ul></li></ul><p>Q?</p>",
        ),
        "single_choice",
        "| a | b |\n| --- | --- |\n\n- x\n  - y\n\nQ?",
        {"skin": 1, "bone": 0},
    ),
}
CASES = [("gift", name, case) for name, case in GIFT.items()] + [
    ("moodle-xml", name, case) for name, case in MOODLE.items()
]


def worth(draft):
    entries = draft.get("options") or draft.get("answers", ())
    return {
        entry["text"]: Fraction(entry.get("weight", entry.get("share", entry.get("correct", "answers" in draft))))
        for entry in entries
    }


@pytest.mark.parametrize(
    ("format_name", "case"), [(one, case) for one, _name, case in CASES], ids=[f"{a} {b}" for a, b, _c in CASES]
)
def test_a_file_as_people_have_it_becomes_what_it_is_there(format_name, case):
    (entry,) = content(format_name, case.text).entries
    draft = entry.draft

    assert (draft["kind"], draft["stem"]) == (case.kind, case.stem)
    if case.worth:
        assert worth(draft) == {text: Fraction(one) for text, one in case.worth.items()}
    told = {
        one["text"]: one.get("rationale") for one in draft.get("options") or draft.get("answers", ()) if one.get("text")
    }
    assert {text: why for text, why in told.items() if why} == case.reasons
    assert (draft.get("feedback", ""), draft["origin"].get("category", "")) == (case.feedback, case.category)
    assert any(case.lost in words for words in ("", *entry.losses))
    for response, expected in case.marks.items():
        assert share(format_name, case.text, *response) == Fraction(expected), response


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("ddmarker", "labels onto a picture"),
        ("ddimageortext", "onto a picture"),
        ("calculatedmulti", "formulas"),
        ("random", "draws another"),
        ("randomsamatch", "made of other questions"),
        ("stack", "no counterpart"),
    ],
)
def test_a_type_without_a_counterpart_is_refused_with_the_reason(kind, words):
    (fault,) = content("moodle-xml", moodle(kind, "")).faults

    assert words in fault.message
    assert fault.source


def test_a_name_is_read_as_moodle_shows_it():
    (entry,) = content("moodle-xml", moodle("multichoice", TWO, name="<![CDATA[<b>Skin</b> &amp; more]]>")).entries

    assert entry.draft["origin"]["name"] == "Skin & more"
