from pathlib import Path

import pytest

from training.web import assets, scripts

JS = assets.STATIC / "js"
EXAM = sorted((JS / "exam").glob("*.js"))
MODULES = sorted(JS.rglob("*.js"))


def test_modules_are_joined_in_the_order_they_need_each_other():
    files = {
        "js/a.js": b'import { b as other } from "./b.js";\n\nother(1);\n',
        "js/b.js": b"// Says.\nexport function b(x) {\n  return x;\n}\n",
    }

    joined = scripts.joined("js/a.js", files).decode()

    assert joined == (
        "const m0 = (() => {\nfunction b(x) {\nreturn x;\n}\nreturn { b };\n})();\n"
        "const m1 = (() => {\nconst { b: other } = m0;\n\nother(1);\nreturn {  };\n})();"
    )


def test_a_module_two_others_need_is_joined_once():
    files = {
        "a.js": b'import { b } from "./b.js";\nimport { c } from "./c.js";\n',
        "b.js": b'import { c } from "./c.js";\nexport const b = c;\n',
        "c.js": b"export const c = 1;\n",
    }

    assert scripts.joined("a.js", files).count(b"const c = 1") == 1


def test_a_missing_module_is_noticed_at_the_start():
    with pytest.raises(KeyError):
        scripts.joined("a.js", {"a.js": b'import { b } from "./b.js";\n'})


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_module_keeps_to_the_form_that_can_be_joined(path: Path):
    text = path.read_text(encoding="utf-8")
    left = scripts.EXPORT.sub("", scripts.IMPORT.sub("", text))

    assert not [line for line in left.splitlines() if line.startswith(("import ", "export "))]
    assert "`\n" not in text, "a template of several lines would lose its blanks"


@pytest.mark.parametrize("path", EXAM, ids=lambda path: path.name)
def test_a_module_of_the_exam_is_short(path: Path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 100


@pytest.mark.parametrize(
    ("name", "runs"),
    {"exam": "indexedDB.open", "site": "showModal", "editor": "clipboardData"}.items(),
)
def test_everything_a_page_runs_is_in_its_script(name, runs):
    joined = assets.load(assets.STATIC).content[f"bundle/{name}.js"].decode()

    assert runs in joined
    assert "import " not in joined
