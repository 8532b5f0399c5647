// The editor of modules: kept while it is typed, a bar of Markdown, pasting cleaned, insertions, the preview in a frame.
import { attach as autosave } from "./autosave.js";
import { attach as citing } from "./citing.js";
import { attach as inserting } from "./inserting.js";
import { attach as toolbar } from "./markdown_toolbar.js";
import { attach as pasting } from "./pasting.js";
import { attach as previewFrame } from "./preview_frame.js";

window.htmx?.config.morphIgnore.push("open");
[autosave, toolbar, pasting, citing, inserting, previewFrame].forEach((attach) => attach(document));
