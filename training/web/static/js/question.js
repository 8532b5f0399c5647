// A question on an ordinary page: steps are put in order by Up and Down.
import { attach } from "./ordering.js";

attach(document);
