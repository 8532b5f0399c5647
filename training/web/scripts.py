"""Page scripts joined into one file: the modules that an entry names, each in a scope of its own, in the order needed.

A page of many small modules would ask for each of them. The modules keep to one form, which a test checks: imports by
name from relative paths, exports at the declaration.
"""

import re
from collections.abc import Mapping
from posixpath import dirname, join, normpath

IMPORT = re.compile(r'^import \{([^}]+)\} from "(\.[^"]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const|let) (\w+))", re.MULTILINE)
COMMENT = re.compile(r"^\s*//.*\n", re.MULTILINE)
INDENT = re.compile(r"^ +", re.MULTILINE)


def joined(entry: str, files: Mapping[str, bytes]) -> bytes:
    """Return one script that does what the module ``entry`` does. Raises KeyError for a module that is missing."""
    parts: dict[str, str] = {}
    _add(entry, files, parts)
    return "\n".join(parts.values()).encode()


def _add(name: str, files: Mapping[str, bytes], parts: dict[str, str]) -> None:
    text = files[name].decode()
    found = [(names, normpath(join(dirname(name), path))) for names, path in IMPORT.findall(text)]
    for _names, path in found:
        if path not in parts:
            _add(path, files, parts)
    number = {path: index for index, path in enumerate(parts)}
    imports = "".join(f"const {{{names.replace(' as ', ': ')}}} = m{number[path]};\n" for names, path in found)
    exported = ", ".join(EXPORT.findall(text))
    body = INDENT.sub("", COMMENT.sub("", EXPORT.sub("", IMPORT.sub("", text))))
    parts[name] = f"const m{len(parts)} = (() => {{\n{imports}{body}return {{ {exported} }};\n}})();"
