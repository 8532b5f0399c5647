// A question on an ordinary page: steps are put in order by Up and Down, places marked on a figure, words counted; in practice, keys.
import { attach as hotspot } from "./hotspot.js";
import { attach as ordering } from "./ordering.js";
import { attach as practising } from "./practising.js";
import { attach as tooLong } from "./too_long.js";
import { attach as words } from "./words.js";

[hotspot, ordering, practising, tooLong, words].forEach((attach) => attach(document));
