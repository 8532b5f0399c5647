// Paragraphs and list entries, each of runs of one style, to Markdown.
import { HIGH, LOW } from "./markdown.js";

export function joined(blocks) {
  const open = [];
  let text = "";
  for (const { runs, item } of blocks) {
    open.length = Math.min(open.length, item ? item.level + 1 : 0);
    const together = item && text && open.length > 0;
    text += text && (together ? "\n" : "\n\n");
    text += item ? listed(item, open) : "";
    text += written(runs, item ? " ".repeat(open.reduce((sum, { width }) => sum + width, 0)) : "");
  }
  return text;
}

function listed({ level, ordered }, open) {
  const number = ordered && open[level]?.ordered ? open[level].number + 1 : 1;
  const sign = ordered ? `${number}. ` : "- ";
  open[level] = { number, ordered, width: sign.length };
  const outer = open.slice(0, level).reduce((sum, each) => sum + (each?.width ?? 0), 0);
  return " ".repeat(outer) + sign;
}

function written(runs, indent) {
  const merged = [];
  for (const { text, style, ends } of runs) {
    const clean = ends ? "\\\n" : text.replace(/[\u00ad\u200b\ufeff]/g, "").replace(/[\s\u00a0]+/g, " ");
    const last = merged.at(-1);
    if (last && !ends && !last.ends && JSON.stringify(last.style) === JSON.stringify(style)) last.text += clean;
    else merged.push({ text: clean, style, ends });
  }
  const line = merged.map(drawn).join("").replace(/ +/g, " ").replace(/ *\\\n */g, "\\\n").replace(/^(?:\s|\\\n)+|(?:\s|\\\n)+$/g, "");
  return line.replace(/^([#>+-]|\d+(?=[.)]\s))/, (sign) => (/\d/.test(sign) ? sign : `\\${sign}`)).replace(/^(\d+)([.)]\s)/, "$1\\$2").replaceAll("\n", `\n${indent}`);
}

function drawn({ text, style, ends }) {
  if (ends) return text;
  const [, before, words, after] = /^(\s*)(.*?)(\s*)$/s.exec(text);
  if (!words) return text;
  const signs = style.high ? HIGH : style.low ? LOW : null;
  const shifted = signs && [...words].every((sign) => signs.has(sign)) ? [...words].map((sign) => signs.get(sign)).join("") : escaped(words);
  const marks = "*".repeat((style.bold ? 2 : 0) + (style.italic ? 1 : 0));
  const marked = marks + shifted + marks;
  return before + (style.href ? `[${marked}](${style.href})` : marked) + after;
}

const escaped = (words) => words.replace(/[\\`*[\]<]/g, "\\$&").replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_");
