// The editor of modules: kept while it is typed, a bar of Markdown, pasting cleaned, insertions at the caret.
import { attach as autosave } from "./autosave.js";
import { attach as inserting } from "./inserting.js";
import { attach as toolbar } from "./markdown_toolbar.js";
import { attach as pasting } from "./pasting.js";

window.htmx?.config.morphIgnore.push("open");
[autosave, toolbar, pasting, inserting].forEach((attach) => attach(document));
