"""Folders become modules, or problems with file and line."""

import pytest

from tests.modules import samples
from training.modules import content, files

SOURCES = {"SHAH15", "BRON12"}


def read(folder, **changes):
    return files.read(samples.write(folder, **changes), SOURCES)


def problem(folder, **changes):
    (found,) = read(folder, **changes).problems
    return str(found)


def test_a_good_folder_is_a_module_without_problems(tmp_path):
    reading = read(tmp_path)

    assert reading.problems == ()
    assert [module.code for module in reading.modules] == ["bands"]


def test_a_stored_module_reads_back_equal(tmp_path):
    (module,) = read(tmp_path).modules

    assert content.restore(module.content()) == module


def test_the_version_covers_every_byte_of_a_plate(tmp_path):
    (one,) = read(tmp_path / "one").modules
    (two,) = read(tmp_path / "two", svg=samples.SVG.replace("L9 9", "L9 8")).modules

    assert one.version != two.version


def test_a_file_never_signs(tmp_path):
    (module,) = read(tmp_path).modules

    assert "reviewed_by" not in module.content()


def test_only_a_changed_section_gets_a_new_digest(tmp_path):
    (one,) = read(tmp_path / "one").modules
    (two,) = read(tmp_path / "two", points="Other words [@SHAH15].").modules

    assert [a.digest == b.digest for a, b in zip(one.sections, two.sections, strict=True)] == [True, False]


def test_a_changed_plate_changes_its_section(tmp_path):
    (one,) = read(tmp_path / "one").modules
    (two,) = read(tmp_path / "two", svg=samples.SVG.replace("L9 9", "L9 8")).modules

    assert [a.digest == b.digest for a, b in zip(one.sections, two.sections, strict=True)] == [False, True]


def test_sources_are_cited_in_the_order_a_reader_meets_them(tmp_path):
    (module,) = read(tmp_path).modules

    assert module.cited() == ("BRON12", "SHAH15")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"points": "So [@NOBODY99]."}, "bands/02-points.md: sections[2].text cites NOBODY99"),
        ({"points": "So [@SHAH15, BRON12]."}, "citation that cannot be read"),
        ({"points": "See ![](figure:absent)"}, "shows the figure absent, which module.toml lacks"),
        ({"bands": "In text ![](figure:band) here"}, "shows the figure band inside other text"),
        ({"bands": "No plate"}, "figures[1].id is shown 0 times"),
        ({"points": "::: danger Stop\nnow"}, "callout that is not opened and closed"),
        ({"points": "::: praise Well\ndone\n:::"}, "callout of the kind praise"),
        ({"points": "<b>bold</b>"}, "holds HTML"),
        ({"points": "[there](section:nowhere)"}, "section nowhere, which is unknown"),
        (
            {"svg": samples.SVG.replace("<path", "<image/><path")},
            "figures/band.svg: figures[1].svg line 1 holds the el",
        ),
        ({"svg": "<svg"}, "cannot be read"),
        ({"points": "![](interactive:absent)"}, "sections[2].text shows the interactive part absent, which this site"),
        ({"points": "So ![](interactive:needle-depth) here"}, "interactive part needle-depth inside other text"),
        ({"points": "![](interactive:needle-depth)\n\n" * 2}, "needle-depth, which the module shows 2 times"),
        (
            {"module": "interactives = {}\n" + samples.MODULE.format(code="bands", position=1, minutes=5)},
            "interactives is not",
        ),
        ({"svg": samples.SVG.replace("<desc id='d'>A band.</desc>", "")}, "lacks a title or a description"),
        ({"svg": samples.SVG + "\n<!DOCTYPE x>"}, "cannot be read: line 2"),
    ],
)
def test_a_broken_rule_is_named_with_its_file(tmp_path, changes, words):
    assert words in problem(tmp_path, **changes)


def test_a_question_without_a_section_names_its_line(tmp_path):
    main = samples.MODULE.format(code="bands", position=1, minutes=5)
    main += samples.QUESTION.format(name="first", section="bands")
    main += samples.QUESTION.format(name="second", section="nowhere")

    assert "bands/module.toml:34: checkpoints[2].section is nowhere" in problem(tmp_path, module=main)


def test_a_question_its_kind_refuses_is_named_with_its_field(tmp_path):
    main = samples.MODULE.format(code="bands", position=1, minutes=5)
    main += samples.QUESTION.format(name="first", section="bands").replace("correct = true, ", "")

    assert "checkpoints[1].options" in problem(tmp_path, module=main)


def test_toml_that_is_none_names_its_line(tmp_path):
    assert "bands/module.toml:3:" in problem(tmp_path, module='code = "a"\n\ntitle = \n')


def test_an_unknown_field_is_never_lost_in_silence(tmp_path):
    main = samples.MODULE.format(code="bands", position=1, minutes=5) + 'colour = "red"\n'

    assert "colour is not a field" in problem(tmp_path, module=main)


def test_two_sections_of_one_name_are_refused(tmp_path):
    main = samples.MODULE.format(code="bands", position=1, minutes=5).replace('id = "points"', 'id = "bands"')

    assert "gives the id bands twice" in problem(tmp_path, module=main)


def test_a_file_outside_the_folder_is_not_read(tmp_path):
    main = samples.MODULE.format(code="bands", position=1, minutes=5).replace("02-points.md", "../../secret.md")

    problems = read(tmp_path, module=main).problems

    assert "lies outside" in str(problems[0])


def test_a_file_that_is_not_utf_8_is_named(tmp_path):
    samples.write(tmp_path)
    (tmp_path / "bands/02-points.md").write_bytes("é".encode("latin-1"))

    problems = files.read(tmp_path, SOURCES).problems

    assert "is not UTF-8" in str(problems[0])


def test_every_problem_is_named_at_once(tmp_path):
    reading = read(tmp_path, bands="So [@NOBODY99].", points="So [@NOWHERE98].")

    assert len(reading.problems) == 3
    assert reading.modules == ()


def test_a_folder_unlike_its_code_is_refused(tmp_path):
    main = samples.MODULE.format(code="other", position=1, minutes=5)

    assert "code is other, unlike its folder" in problem(tmp_path, module=main)


def test_an_empty_folder_says_so(tmp_path):
    assert "holds no module" in str(files.read(tmp_path, SOURCES).problems[0])


def test_modules_come_in_the_order_of_the_programme(tmp_path):
    samples.write(tmp_path, code="later", position=2)

    assert [module.code for module in read(tmp_path).modules] == ["bands", "later"]


def test_a_section_of_another_module_may_be_linked(tmp_path):
    samples.write(tmp_path, code="later", position=2)

    assert read(tmp_path, points="[there](section:later/bands)").problems == ()
