"""The page on writing questions: its examples load as they stand."""

import re
from pathlib import Path

import pytest

from tests.content.shipped import KNOWN
from tests.recordings import content
from training.bank import files
from training.items import KINDS

README = (Path(__file__).parents[2] / "question_bank/README.md").read_text(encoding="utf-8")
RECORDED = re.search(r"```\n(\[\[stimulus.*?)```", README, re.DOTALL)[1]
EXAMPLES = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_of_the_page_loads(example):
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'
    reading = files.read_contents({"example.toml": example.encode(), "figures/chest-landmarks.svg": svg}, KNOWN)

    assert [str(problem) for problem in reading.problems] == []
    assert reading.found


def test_the_page_shows_every_kind():
    text = "".join(EXAMPLES)

    assert [kind.kind for kind in KINDS if f'kind = "{kind.kind}"' not in text] == []


def test_the_case_that_plays_a_recording_loads():
    item = next(example for example in EXAMPLES if 'stimulus = "chest-case"' in example)
    text = RECORDED + item[item.index("[[item]]") :].replace("chest-case", "cough-case")
    played = {"figures/cough.mp4": content("bars.mp4"), "figures/cough.vtt": content("bars.vtt")}
    reading = files.read_contents({"example.toml": text.encode(), **played}, KNOWN)

    assert reading.problems == ()
    assert set(reading.found[0].figures) == {"cough.mp4", "cough.vtt"}
