"""Files and database round trip: what is exported loads as the same version."""

import json

import pytest
from click.testing import CliRunner

from tests.conftest import NOON
from tests.content.shipped import MODULES as SHIPPED
from tests.modules import samples
from training.cli import modules as commands
from training.cli import site
from training.modules import content, exporting, files, queries
from training.sources import register


def test_the_shipped_modules_come_back_with_the_same_hashes(tmp_path):
    exporting.write(SHIPPED, tmp_path)

    again = files.read(tmp_path, register())

    assert again.problems == ()
    assert [module.version for module in again.modules] == [module.version for module in SHIPPED]


@pytest.mark.parametrize(
    "words",
    [
        'A "quoted" word [@SHAH15].',
        'Three """ marks [@SHAH15].',
        "A back\\slash [@SHAH15].",
        "Two\n\nlines \\n of [@SHAH15].\n",
        '\nBegins with a line, ends with a mark "\n[@SHAH15]',
        "Ümläute, 针, \u2028 and a tab\t[@SHAH15] ",
        "A del \x7f [@SHAH15]",
    ],
)
def test_every_text_comes_back_to_the_letter(tmp_path, words):
    (module,) = files.read(samples.write(tmp_path / "first"), register()).modules
    draft = json.loads(json.dumps(module.content()))
    draft["summary"] = draft["sections"][0]["text"] = words
    draft["figures"][0]["caption"] = draft["checkpoints"][0]["stem"] = words
    draft["checkpoints"][0]["options"][0]["rationale"] = words
    draft["key_points"] = [words, "Another, long enough that the list is written with one entry a line. [@SHAH15]"]
    plates = draft.pop("plates")
    changed = content.parse(draft, plates)

    exporting.write([changed], tmp_path / "second")

    (folder,) = files.folders(tmp_path / "second")
    assert folder.problems == ()
    assert content.parse(folder.draft, folder.plates).version == changed.version


def test_exporting_and_loading_elsewhere_gives_the_same_version(app, monkeypatch, tmp_path):
    monkeypatch.setattr(site, "application", lambda: app)
    with app.app_context():
        samples.load(tmp_path / "first", NOON)
        version = queries.current_version("bands").id

    done = CliRunner().invoke(commands.modules, ["export", str(tmp_path / "out")])

    assert done.output == f"bands: {version[:12]}\n1 modules, 4 files.\n".replace("1 modules", "1 module")
    assert CliRunner().invoke(commands.modules, ["load", str(tmp_path / "out")]).output == "bands: unchanged\n"


def test_an_existing_folder_is_never_overwritten(app, monkeypatch, tmp_path):
    monkeypatch.setattr(site, "application", lambda: app)
    with app.app_context():
        samples.load(tmp_path / "first", NOON)

    again = CliRunner().invoke(commands.modules, ["export", str(tmp_path / "first")])
    unknown = CliRunner().invoke(commands.modules, ["export", str(tmp_path / "x"), "--module", "nowhere"])

    assert again.exit_code == 1
    assert "is there already. Nothing was written" in again.output
    assert unknown.exit_code == 2
    assert "no module nowhere" in unknown.output
