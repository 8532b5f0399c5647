"""The example of docs/how-to/write-a-module.md is a module."""

import re
from pathlib import Path

from tests.modules import samples
from training.modules import files
from training.sources import register

PAGE = Path(__file__).parents[2] / "docs/how-to/write-a-module.md"


def test_the_example_reads_without_a_problem_once_it_has_a_second_option_and_a_third(tmp_path):
    example = re.search(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[1]
    more = '[[checkpoints.options]]\nid = "{0}"\ntext = "{0}"\nrationale = "Why not."\nsources = ["SHAH15"]\n'
    folder = tmp_path / "my-module"
    (folder / "figures").mkdir(parents=True)
    (folder / "module.toml").write_text(example + more.format("b") + more.format("c"), encoding="utf-8")
    (folder / "01-first-section.md").write_text("Text [@SHAH15].\n\n![](figure:plate)\n", encoding="utf-8")
    (folder / "figures/plate.svg").write_text(samples.SVG, encoding="utf-8")

    assert [str(problem) for problem in files.read(tmp_path, register()).problems] == []
