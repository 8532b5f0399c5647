// HTML of Word, Google Docs, LibreOffice or a page to Markdown: emphasis, links, raised and lowered digits, nested lists.
import { joined } from "./rich_blocks.js";

const BLOCKS = new Set("P DIV H1 H2 H3 H4 H5 H6 LI UL OL DL DT DD TABLE TR TD TH BLOCKQUOTE SECTION ARTICLE PRE HR".split(" "));
const UNREAD = new Set("STYLE SCRIPT META LINK TITLE XML IMG SVG BUTTON".split(" "));
const PLAIN = { bold: false, italic: false, high: false, low: false, href: "" };

// Return the Markdown of a page, "" where it holds nothing but plain text.
export function markdown(html) {
  if (!html) return "";
  const reader = { blocks: [], runs: [], item: null };
  read(new DOMParser().parseFromString(inert(html), "text/html").body, PLAIN, reader);
  flush(reader);
  const rich = reader.blocks.some(({ item, runs }) => item || runs.some(({ style }) => Object.values(style).some(Boolean)));
  return rich ? joined(reader.blocks) : "";
}

// The site's policy allows neither style nor script of others, not even in a page that is never shown, and browsers say
// so: theirs are renamed, styles to be read.
function inert(html) {
  const bare = html.replace(/<style\b[\s\S]*?<\/style>/gi, "");
  return bare.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, " data-css=").replace(/\s(on[a-z]+)\s*=/gi, " data-$1="));
}

function read(node, style, reader) {
  if (node.nodeType === Node.TEXT_NODE) reader.runs.push({ text: node.data, style });
  if (node.nodeType !== Node.ELEMENT_NODE || UNREAD.has(node.tagName)) return;
  const css = node.getAttribute("data-css") ?? "";
  if (/mso-list:\s*ignore/i.test(css)) return void (reader.item &&= { ...reader.item, ordered: /[\da-z]+[.)]/i.test(node.textContent) });
  if (node.tagName === "BR") return void reader.runs.push({ text: "", style: PLAIN, ends: true });
  const apart = BLOCKS.has(node.tagName);
  if (apart) flush(reader);
  const item = itemOf(node, css);
  if (item) reader.item = item;
  const inside = styled(node, css, style);
  node.childNodes.forEach((child) => read(child, inside, reader));
  if (apart) flush(reader);
  if (item) reader.item = null;
}

function itemOf(node, css) {
  const level = /mso-list:[^;]*level(\d+)/i.exec(css);
  if (level) return { level: level[1] - 1, ordered: false };
  if (node.tagName !== "LI") return null;
  const deep = Number(node.getAttribute("aria-level") ?? node.dataset.ariaLevel) || lists(node);
  return { level: deep - 1, ordered: node.parentNode.tagName === "OL" };
}

function lists(node) {
  const outer = node.parentNode.closest("ul, ol");
  return outer ? 1 + lists(outer) : 0;
}

function styled(node, css, style) {
  const value = (name) => new RegExp(`(?:^|;)\\s*${name}:\\s*([^;]+)`, "i").exec(css)?.[1].trim().toLowerCase();
  const weight = value("font-weight");
  const slant = value("font-style");
  const align = value("vertical-align");
  const address = node.tagName === "A" ? (node.getAttribute("href") ?? "") : "";
  return {
    bold: weight ? weight === "bold" || Number(weight) >= 600 : style.bold || /^(B|STRONG)$/.test(node.tagName),
    italic: slant ? slant !== "normal" : style.italic || /^(I|EM|CITE)$/.test(node.tagName),
    high: align ? align === "super" : style.high || node.tagName === "SUP",
    low: align ? align === "sub" : style.low || node.tagName === "SUB",
    href: /^(https:\/\/|mailto:)[^\s()<>]+$/.test(address) ? address : style.href,
  };
}

function flush(reader) {
  const words = reader.runs.some(({ text }) => text.trim());
  if (words) reader.blocks.push({ runs: reader.runs, item: reader.item });
  reader.runs = [];
}
