// SPDX-License-Identifier: MIT
// What several tables said about one field, brought together into one answer. No browser needed.
// The worksheet page uses the same rules to tell what stood in a merged field: see said-marks.mjs.

/**
 * @typedef {{ [table: string]: string }} Voices what each table said, by the id of the table; only tables that answered.
 *   As stored: an option as its id, a number as typed. For a box to tick, each table that filled in the sheet: "true" or "false".
 * @typedef {{ labelled: string, between: string, names: { [table: string]: string } }} Style
 *   `labelled`: "{label}: {value}" in the way of the language; `between`: stands between names of tables
 * @typedef {"none" | "one" | "same" | "several" | "most" | "disagree" | "ticks" | "mean"} How
 * @typedef {{ value: string | true, how: How, n?: number, of?: number, mean?: string, least?: string, greatest?: string }} Together
 *   `value`: "" where nothing is merged. `n` of `of` tables chose or ticked it. Numbers as texts with a decimal point;
 *   `mean` to one decimal.
 */

/** Places after the decimal point that the mean has in the merged sheet, by type of field. @type {{ [type: string]: number }} */
const PLACES = { number: 2, points: 2, scale: 0, level: 0 };

/**
 * One answer out of several, by the type of the field.
 * @param {string} type as in sheet.json, or "points" for a cell of scores
 * @param {Voices} voices
 * @param {Style} style
 * @returns {Together}
 */
export function together(type, voices, style) {
  if (type === "check") return ticked(voices);
  const said = Object.entries(voices).filter(([, text]) => text.trim() !== "");
  if (!said.length) return { value: "", how: "none" };
  if (type in PLACES) return counted(PLACES[type], said);
  if (said.length === 1) return { value: said[0][1], how: "one" };
  if (type === "choice") return chosen(said);
  const groups = alike(said);
  if (groups.length === 1) return { value: groups[0].text, how: "same" };
  if (type === "date" || type === "time") return { value: "", how: "disagree" };
  const lines = groups.map(({ text, tables }) => labelled(style.labelled, tables.map((id) => style.names[id] ?? id).join(style.between), text));
  // A field of one line takes no line ends, so there a dot stands between the texts.
  if (type === "line") return { value: lines.map(flat).join(" · "), how: "several" };
  return { value: lines.join(lines.some((line) => line.includes("\n")) ? "\n\n" : "\n"), how: "several" };
}

/** A label with a value in the way of the language; neither is looked at again. @param {string} pattern @param {string} label @param {string} value */
export function labelled(pattern, label, value) {
  return fill(pattern, { label, value });
}

/**
 * A sentence with its places filled in, all at once: what stands in braces in a value stays as it is.
 * @param {string} sentence
 * @param {{ [name: string]: string | number }} values
 */
export function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (place, name) => (Object.hasOwn(values, name) ? String(values[name]) : place));
}

/** A text between marks that keep its direction to itself, for sentences on the page; never for what is stored. @param {string} text */
export function isolated(text) {
  return `\u2068${text}\u2069`;
}

/** A text in one line, for comparing and for fields of one line. @param {string} text */
export function flat(text) {
  return text.trim().replace(/\s+/g, " ");
}

/** Equal texts once, with the tables that said them; white space counts for nothing. @param {[string, string][]} said */
function alike(said) {
  /** @type {{ text: string, tables: string[] }[]} */
  const groups = [];
  for (const [table, text] of said) {
    const there = groups.find((group) => flat(group.text) === flat(text));
    if (there) there.tables.push(table);
    else groups.push({ text: text.trim(), tables: [table] });
  }
  return groups;
}

/** @param {[string, string][]} said @returns {Together} */
function chosen(said) {
  const groups = alike(said).sort((a, b) => b.tables.length - a.tables.length);
  const [{ text, tables }, second] = groups;
  if (!second) return { value: text, how: "same" };
  if (second.tables.length === tables.length) return { value: "", how: "disagree" };
  return { value: text, how: "most", n: tables.length, of: said.length };
}

/** @param {Voices} voices @returns {Together} */
function ticked(voices) {
  const all = Object.values(voices);
  const n = all.filter((text) => text === "true").length;
  if (!n) return { value: "", how: "none" };
  const value = n === all.length ? true : "";
  return all.length === 1 ? { value, how: "one" } : { value, how: value ? "same" : "ticks", n, of: all.length };
}

/** @param {number} places @param {[string, string][]} said @returns {Together} */
function counted(places, said) {
  const numbers = said.map(([, text]) => decimal(text)).filter((number) => number !== undefined);
  if (!numbers.length) {
    const groups = alike(said); // words where a number belongs
    return groups.length > 1 ? { value: "", how: "disagree" } : { value: groups[0].text, how: said.length > 1 ? "same" : "one" };
  }
  const sorted = [...numbers].sort((a, b) => Number(a) - Number(b));
  const [least, greatest] = [sorted[0], /** @type {string} */ (sorted.at(-1))];
  // What one table said, or all, stays as it is; only a mean is rounded.
  const value = least === greatest && places ? least : mean(numbers, places);
  return { value, how: said.length === 1 ? "one" : "mean", mean: mean(numbers, 1), least, greatest };
}

/**
 * A number as a plain decimal with a point, "2,5" as "2.5". Undefined if the text is no number.
 * @param {string} text
 * @returns {string | undefined}
 */
export function decimal(text) {
  const written = text.trim().replace(/^([+-]?\d+),(\d{1,2})$/, "$1.$2");
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,2})?$/i.test(written)) return undefined;
  const plain = String(Number(written));
  return /^-?\d+(\.\d+)?$/.test(plain) ? plain : undefined;
}

/**
 * The mean, a half rounded up. Reckoned with whole numbers, so that 1.005 is what it says.
 * @param {string[]} numbers plain decimals
 * @param {number} places at most so many after the point
 */
export function mean(numbers, places) {
  const longest = Math.max(0, ...numbers.map((number) => (number.split(".")[1] ?? "").length));
  const sum = numbers.reduce((all, number) => all + BigInt(whole(number, longest)), 0n);
  const of = BigInt(numbers.length) * 10n ** BigInt(longest);
  const [above, below] = [2n * sum * 10n ** BigInt(places) + of, 2n * of];
  const rounded = above / below - (above % below < 0n ? 1n : 0n); // towards the smaller number, not towards nought
  return pointed(rounded, places);
}

/** @param {string} number @param {number} places */
function whole(number, places) {
  const [before, after = ""] = number.split(".");
  return before + after.padEnd(places, "0");
}

/** @param {bigint} number @param {number} places */
function pointed(number, places) {
  const digits = String(number < 0n ? -number : number).padStart(places + 1, "0");
  const after = digits.slice(digits.length - places).replace(/0+$/, "");
  return `${number < 0n ? "-" : ""}${places ? digits.slice(0, -places) : digits}${places && after ? `.${after}` : ""}`;
}
