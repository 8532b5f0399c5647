// Behaviours of every page; each attaches itself by data- attributes and only betters what works without it.
import { attach as autoSubmit } from "./auto_submit.js";
import { attach as copy } from "./copy.js";
import { attach as dialog } from "./dialog.js";
import { attach as disclosure } from "./disclosure.js";
import { attach as errorSummary } from "./error_summary.js";
import { attach as noConnection } from "./no_connection.js";
import { attach as signOut } from "./sign_out.js";
import { attach as ticks } from "./ticks.js";
import { attach as tooLarge } from "./too_large.js";
import { attach as tooLong } from "./too_long.js";
import { attach as unsaved } from "./unsaved.js";
import { attach as walk } from "./walk.js";

const parts = [noConnection, dialog, errorSummary, disclosure, autoSubmit, copy, signOut, ticks, tooLarge, tooLong, unsaved, walk];
parts.forEach((attach) => attach(document));
