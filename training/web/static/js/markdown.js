// What the buttons of the toolbar do to the selection of a field. Each returns words when there was nothing to do.
import { lines, replace } from "./typing.js";

export const HIGH = new Map([..."0123456789+-=()n"].map((plain, at) => [plain, [..."⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ"][at]]));
export const LOW = new Map([..."0123456789+-=()"].map((plain, at) => [plain, [..."₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"][at]]));
const ITEM = /^(\s*)(?:[-*+]|\d+[.)])\s+/;

// Put marks around each line of the selection, or take them away.
export const mark = (sign) => (field) => {
  const { selectionStart: start, selectionEnd: end, value } = field;
  const text = value.slice(start, end);
  const size = sign.length;
  const around = value.slice(0, start).endsWith(sign) && value.slice(end).startsWith(sign);
  if (around && single(sign, value, start, end)) return replace(field, start - size, end + size, text, [0, text.length]);
  const marked = text.split("\n").map((line) => line.replace(/^(\s*(?:(?:[-*+]|\d+[.)])\s+)?)(.*?)(\s*)$/, (_, before, words, after) => before + signed(sign, words, text) + after));
  const done = marked.join("\n");
  replace(field, start, end, done, text ? [0, done.length] : [size, size]);
};

export const list = (field) => itemise(field, /^\s*[-*+]\s+/, () => "- ");
export const numbered = (field) => itemise(field, /^\s*\d+[.)]\s+/, (at) => `${at + 1}. `);

export function link(field) {
  const { selectionStart: start, selectionEnd: end, value } = field;
  const text = value.slice(start, end);
  if (/^(https:\/\/|mailto:)\S+$/.test(text)) return replace(field, start, end, `[](${text})`, [1, 1]);
  const address = text.length + 3;
  replace(field, start, end, `[${text}](https://)`, text ? [address, address + 8] : [1, 1]);
}

export const raised = (field) => shift(field, HIGH, LOW);
export const sunk = (field) => shift(field, LOW, HIGH);

function signed(sign, words, text) {
  if (!words) return text ? "" : sign + sign;
  const inside = words.length > 2 * sign.length && words.startsWith(sign) && words.endsWith(sign);
  return inside && single(sign, words, sign.length, words.length - sign.length) ? words.slice(sign.length, -sign.length) : sign + words + sign;
}

// One star is no italic when it is half of a bold mark.
function single(sign, value, start, end) {
  const before = value.slice(0, start).match(/\**$/)[0].length;
  const after = value.slice(end).match(/^\**/)[0].length;
  return sign === "**" || (before % 2 === 1 && after % 2 === 1);
}

function itemise(field, already, sign) {
  const { start, end } = lines(field);
  const rows = field.value.slice(start, end).split("\n");
  const written = rows.filter((row) => row.trim());
  const off = written.length > 0 && written.every((row) => already.test(row));
  let at = 0;
  const done = rows.map((row) => (!row.trim() && rows.length > 1 ? row : off ? row.replace(already, "") : sign(at++) + row.replace(ITEM, ""))).join("\n");
  const apart = !off && start > 1 && field.value.slice(0, start).trim() && !field.value.slice(0, start).endsWith("\n\n") ? "\n" : "";
  replace(field, start, end, apart + done, [apart.length + (rows.length > 1 ? 0 : done.length), apart.length + done.length]);
}

function shift(field, wanted, other) {
  const { selectionEnd: end, value } = field;
  const start = field.selectionStart < end ? field.selectionStart : end - (value.slice(0, end).match(/[0-9+\-⁰¹²³⁴-⁹⁺⁻₀-₉₊₋]*$/)?.[0].length ?? 0);
  const plain = new Map([...wanted, ...other].map(([from, to]) => [to, from]));
  const text = [...value.slice(start, end)];
  if (!text.length || !text.every((sign) => wanted.has(plain.get(sign) ?? sign))) return "Select digits, signs or brackets first: 2, +, (3).";
  const off = text.every((sign) => [...wanted.values()].includes(sign));
  const done = text.map((sign) => (off ? plain.get(sign) : wanted.get(plain.get(sign) ?? sign))).join("");
  replace(field, start, end, done, [0, done.length]);
}
