"""The page on writing questions: its examples load as they stand."""

import re
from pathlib import Path

import pytest

from training import sources
from training.bank import files
from training.bank.readings import Known
from training.cli.bank import study_sections
from training.items import KINDS

README = (Path(__file__).parents[2] / "question_bank/README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_of_the_page_loads(example):
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'
    known = Known(sources=sources.register(), sections=study_sections())
    reading = files.read_contents({"example.toml": example.encode(), "figures/chest-landmarks.svg": svg}, known)

    assert [str(problem) for problem in reading.problems] == []
    assert reading.found


def test_the_page_shows_every_kind():
    text = "".join(EXAMPLES)

    assert [kind.kind for kind in KINDS if f'kind = "{kind.kind}"' not in text] == []
