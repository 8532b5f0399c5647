"""The shipped modules keep the rules of the content: whole, cited, plain, and claiming nothing of anybody."""

import re
import tomllib

import pytest

from tests.content.shipped import MODULES, READING, SECTIONS
from tests.modules import samples
from training.core.drafts import DraftError
from training.modules import content
from training.sources import register
from training.web import richtext, svg

FIGURES = [(module, figure) for module in MODULES for figure in module.figures]
CHECKPOINTS = [(module, checkpoint) for module in MODULES for checkpoint in module.checkpoints]

SECTION_IDS = {
    "foundations-and-history": (
        "definitions", "history", "four-neighbours", "lewit", "reading-an-article", "worked-case",
    ),
    "trigger-points": (
        "definitions", "criteria", "active-latent", "signs", "reliability", "theories-and-critics",
        "words-for-patients", "worked-case",
    ),
    "models-and-critics": (
        "energy-crisis", "endplate", "integrated-hypothesis", "tissue-chemistry", "sensitisation", "overload",
        "imaging", "critique", "worked-case",
    ),
    "needle-effects": (
        "claims", "human-and-animal", "twitch-defined", "twitch-argument", "dose-paradox", "telling-patients",
        "worked-case",
    ),
    "palpation-and-positioning": (
        "surface-anatomy", "palpation", "referral-maps", "depth-data", "accuracy", "regional-principles",
        "worked-case",
    ),
    "risk-and-screening": (
        "what-counts-as-harm", "the-numbers", "reading-a-rate", "screening-interview", "red-flags", "traffic-light",
        "special-groups", "where-guidelines-disagree", "worked-case",
    ),
    "anatomy-of-danger": (
        "chest-wall", "site-by-site", "bracketing", "sternum", "spine", "kidney-and-abdomen", "nerves-and-arteries",
        "bone-backing", "worked-case",
    ),
    "clean-needle": (
        "hand-hygiene", "workflow", "where-guidance-disagrees", "sharps", "needlestick", "own-immunity",
        "setting-up", "worked-case",
    ),
    "recognising-complications": (
        "pneumothorax-recognition", "faint-and-collapse", "needle-accidents", "needlestick",
        "bleeding-nerve-infection", "anaphylaxis-and-seizure", "emergency-plan", "worked-case",
    ),
    "consent-and-records": (
        "elements", "is-it-valid", "young-people", "boundaries", "records", "plain-words", "worked-case",
    ),
    "needles-and-superficial": (
        "needle-parts", "sizes", "choosing-a-needle", "baldry-steps", "responders", "superficial-evidence",
        "worked-case",
    ),
    "deep-technique-and-dose": (
        "target-and-entry", "cone", "sensing", "dose", "retention-or-pistoning", "electrical", "guidance",
        "worked-case",
    ),
    "evidence-by-condition": (
        "statistics", "blinding", "neck-and-back", "shoulder-and-head", "arm-and-leg", "superficial-or-deep",
        "guidelines", "traps", "worked-case",
    ),
    "reasoning-and-aftercare": (
        "five-questions", "decision", "first-session", "reassess", "aftercare", "documentation", "worked-case",
    ),
    "law-and-titles": (
        "two-analyses", "hours", "exam-forms", "evidence-file", "titles-and-advertising", "keeping-up",
        "worked-case",
    ),
    "scope-and-reporting": (
        "find-your-rule", "what-the-certificate-says", "clinic-plan", "near-miss", "disclosure", "discipline",
        "worked-case",
    ),
}  # fmt: skip
"""The sections that items of the bank link to: they may be reworded, never renamed."""

DESCRIBE_NOBODY = re.compile(
    r"\b(competen(t|cy|ce)|qualified|certified|licen[cs]ed|may practi[cs]e|(fit|safe) to needle)\b", re.IGNORECASE
)
"""Words that describe nobody (the limits of what an online course can say of a person)."""
ABOUT_PRODUCTS = re.compile(r"licensed (for|medicine|product)", re.IGNORECASE)
SAFE_DEPTH = re.compile(r"(?<!not a )(?<!no )\bsafe (depth|length|distance)\b", re.IGNORECASE)
AMERICAN = re.compile(
    r"\b(\w*(?:ize|izes|ized|izing|ization)|center|fiber|color|behavior|anesthe\w+|hemat\w+|hemorrh\w+|edema|"
    r"pediatric|judgment|tumor|labor)\b",
    re.IGNORECASE,
)
TITLES_AND_SIZES = {"size", "sizes", "sized", "resize", "prize", "seize", "capsize"}
ANATOMY = {"GRUSCHE17"}
"""Papers on acupuncture whose depths are anatomy, quoted from work on cadavers: no data about acupuncture."""


def named(pairs):
    return [f"{module.code}/{part.id}" for module, part in pairs]


def plain(text):
    """Return the words a reader reads: no citations, no marks of Markdown, no figure lines."""
    text = richtext.CITATION.sub("", text)
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)|^:::.*$|^\|[\s:|-]+\|$", "", text, flags=re.MULTILINE)
    return re.sub(r"[*_#|>]|^\s*(-|\d+\.)\s", " ", text, flags=re.MULTILINE)


def words(text):
    return len(re.findall(r"[^\s]*\w[^\s]*", plain(text)))


def every_text(module):
    """Yield all that a reader can read, with the place it stands in."""
    yield "title", f"{module.title} {module.summary}"
    for objective in module.objectives:
        yield "objectives", objective.text
    yield from module.texts()
    for section in module.sections:
        yield f"{section.id} title", section.title
    for figure in module.figures:
        yield f"{figure.id} figure", f"{figure.title} {figure.alt} {' '.join(svg.words(figure.svg))}"
        yield f"{figure.id} lettering", re.sub(r"<[^>]+>", " ", figure.svg)
    for checkpoint in module.checkpoints:
        for option in checkpoint.item.options:
            yield f"{checkpoint.id} option {option.id}", f"{option.text} {option.rationale}"


def paragraphs(text):
    """Return the paragraphs and tables that may claim something, each whole; a list goes with the line before it."""
    text = re.sub(r"^:::.*$", "", text, flags=re.MULTILINE)
    found = []
    for block in re.split(r"\n\s*\n", text):
        block = block.strip()  # noqa: PLW2901 - the same block, trimmed
        if re.match(r"(-|\d+\.) ", block) and found:
            found[-1] += "\n" + block
        elif block and not re.match(r"!\[|#", block):
            found.append(block)
    return found


def test_every_shipped_file_reads_without_a_problem():
    assert [str(problem) for problem in READING.problems] == []


def test_the_sixteen_modules_are_there_in_the_order_of_the_programme():
    assert [(module.code, module.position) for module in MODULES] == list(zip(SECTION_IDS, range(1, 17), strict=True))


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.code)
class TestEachModule:
    def test_its_sections_are_the_ones_that_items_link_to(self, module):
        assert tuple(section.id for section in module.sections) == SECTION_IDS[module.code]

    def test_it_has_between_1200_and_2500_words(self, module):
        assert 1200 <= sum(words(section.text) for section in module.sections) <= 2500

    def test_it_has_at_least_two_figures_and_four_questions_in_different_sections(self, module):
        assert len(module.figures) >= 2
        assert len({checkpoint.section for checkpoint in module.checkpoints}) >= 4

    def test_it_has_objectives_key_points_and_what_is_not_said(self, module):
        assert 4 <= len(module.objectives) <= 6
        assert 5 <= len(module.key_points) <= 8
        assert 3 <= len(module.not_said) <= 5

    def test_every_key_point_and_everything_not_said_is_cited(self, module):
        assert [text for text in module.key_points + module.not_said if not richtext.citations(text)] == []

    def test_everything_not_said_begins_so(self, module):
        assert [text for text in module.not_said if not text.startswith("What the evidence does not say:")] == []

    def test_it_describes_nobody_as_fit_to_needle(self, module):
        found = {
            place: match[0]
            for place, text in every_text(module)
            if (match := DESCRIBE_NOBODY.search(ABOUT_PRODUCTS.sub("", text)))
        }

        assert found == {}

    def test_it_calls_no_length_or_depth_safe(self, module):
        found = {place: match[0] for place, text in every_text(module) if (match := SAFE_DEPTH.search(text))}

        assert found == {}

    def test_it_is_spelt_in_british_english(self, module):
        found = {
            place: word[0]
            for place, text in every_text(module)
            for word in AMERICAN.finditer(text)
            if word[0].lower() not in TITLES_AND_SIZES
        }

        assert found == {}

    def test_it_does_not_exclaim(self, module):
        text = [plain(text) for place, text in every_text(module) if not place.endswith("lettering")]

        assert [entry for entry in text if "!" in entry] == []


@pytest.mark.parametrize(("module", "section"), SECTIONS, ids=named(SECTIONS))
class TestEachSection:
    def test_it_has_at_most_300_words(self, module, section):
        assert words(section.text) <= 300

    def test_every_table_is_cited_and_narrow(self, module, section):
        tables = [block for block in paragraphs(section.text) if block.startswith("|")]

        assert [table for table in tables if not richtext.citations(table)] == []
        assert [table for table in tables if table.splitlines()[0].count("|") > 5] == []

    def test_every_column_of_a_table_has_a_heading(self, module, section):
        heads = [block.splitlines()[0] for block in paragraphs(section.text) if block.startswith("|")]

        assert [head for head in heads if not all(cell.strip() for cell in head.strip("|").split("|"))] == []

    def test_it_cites_at_least_once(self, module, section):
        assert richtext.citations(section.text)

    def test_acupuncture_data_are_called_so(self, module, section):
        known = register()
        unlabelled = [
            block
            for block in paragraphs(section.text)
            if (codes := richtext.citations(block))
            and all(known[code].acupuncture and code not in ANATOMY for code in codes)
            and re.search(r"\d", plain(block))
            and "acupuncture" not in block.lower()
        ]

        assert unlabelled == []

    def test_no_sentence_is_longer_than_40_words(self, module, section):
        prose = " ".join(block for block in paragraphs(section.text) if not block.startswith("|"))
        sentences = re.split(r"(?<=[.?])\s+(?=[A-Z\"(])|\n", plain(prose))

        assert [sentence for sentence in sentences if words(sentence) > 40] == []


TAUGHT = [pair for pair in SECTIONS if pair[1].id != "worked-case"]
"""The sections that claim; a worked case tells of one invented person and cites where it claims."""


@pytest.mark.parametrize(("module", "section"), TAUGHT, ids=named(TAUGHT))
def test_every_paragraph_that_gives_a_figure_is_cited(module, section):
    number = re.compile(r"\d+(\.\d+)?\s?%|\bof \d|\b\d+ (people|patients|trials|studies|treatments|cases)\b")
    blocks = [block for block in paragraphs(section.text) if number.search(plain(block))]

    assert [block for block in blocks if not richtext.citations(block)] == []


@pytest.mark.parametrize(("module", "figure"), FIGURES, ids=named(FIGURES))
class TestEachFigure:
    def test_it_is_a_plate_of_the_common_width(self, module, figure):
        _, _, width, height = map(float, re.search(r'viewBox="([^"]*)"', figure.svg)[1].split())

        assert width == 400
        assert 240 <= height <= 470

    def test_it_is_a_named_picture_with_a_description(self, module, figure):
        assert 'role="img"' in figure.svg
        assert all(svg.words(figure.svg))
        assert figure.alt

    def test_its_colours_come_from_classes_only(self, module, figure):
        assert re.search(r'#[0-9a-fA-F]{3,8}"|rgb\(|hsl\(', figure.svg) is None

    def test_its_lettering_can_be_read_on_a_phone(self, module, figure):
        assert re.findall(r'<text(?![^>]*class="[^"]*label)', figure.svg) == []

    def test_its_caption_is_cited(self, module, figure):
        assert richtext.citations(figure.caption)


@pytest.mark.parametrize(("module", "checkpoint"), CHECKPOINTS, ids=named(CHECKPOINTS))
def test_every_option_says_why_and_from_where(module, checkpoint):
    assert all(option.rationale.strip() and option.sources for option in checkpoint.item.options)


@pytest.mark.parametrize(("module", "checkpoint"), CHECKPOINTS, ids=named(CHECKPOINTS))
def test_no_key_rests_on_weak_sources_alone(module, checkpoint):
    known = register()
    keyed = [option for option in checkpoint.item.options if option.correct]

    assert [option.id for option in keyed if all(known[code].weak for code in option.sources)] == []


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.code)
def test_depth_figures_say_that_they_are_none(module):
    measured = [figure for figure in module.figures if re.search(r"\d+ mm\b", figure.svg)]
    depths = [figure for figure in measured if re.search(r"\bf-(skin|fat|muscle|pleura|lung)\b", figure.svg)]

    assert [figure.id for figure in depths if "not a safe depth" not in figure.svg] == []


def test_a_checkpoint_that_only_people_could_mark_is_refused():
    question = samples.QUESTION.format(name="x", section="bands").replace("single_choice", "extended_text")
    with pytest.raises(DraftError) as caught:
        content.parse(tomllib.loads(question) | {"code": "bands"}, {})

    assert ("checkpoints[1].kind", "is extended_text, which people mark") in {
        (fault.field, fault.message) for fault in caught.value.faults
    }
