// SPDX-License-Identifier: MIT
// What the sheets of a project say for the council paper, as paragraphs in the words of the page. No browser needed.

/**
 * @typedef {{ id: string, type: string, label: string, options: { [id: string]: string } }} Shown one field of a source
 * @typedef {{ sheet: string, title: string, language: string, several: boolean, group: string, field: string, label: string, shown: Shown[] }} Source
 *   Without `group`: a field. With `group` and `field`: that field of all records. With `group` alone: the records.
 * @typedef {{ id: string, sources: Source[] }} Section
 * @typedef {{ labelled: string, locale: string }} How the pattern of a label with its value, and the way of writing dates
 * @typedef {{ source: Source, copy: string }} From
 */

/** Answers that are whole sentences; others need their label beside them. */
const SENTENCES = ["line", "paragraph"];

/**
 * What the sheets of the project say for one section, in the order of its sources.
 * @param {Section} section
 * @param {{ [sheet: string]: import("./carry.mjs").Sheet[] }} sheets
 * @param {How} how
 * @returns {import("./carry.mjs").Candidate[]}
 */
export function candidates(section, sheets, how) {
  const found = section.sources.flatMap((source) => (sheets[source.sheet] ?? []).flatMap(({ copy, answers }) => saidIn(source, `${source.sheet}.${copy}`, answers, how)));
  return found.filter(({ raw }) => raw !== "").map((value) => ({ key: value.key, fields: { text: value } }));
}

/** @param {Source} source @param {string} place @param {any} answers @param {How} how @returns {import("./carry.mjs").Value[]} */
function saidIn({ group, field, shown }, place, answers, how) {
  const [first, ...others] = shown;
  if (!group) {
    const raw = textOf(answers[field]);
    return [{ key: `${place}.${field}`, raw, text: SENTENCES.includes(first.type) ? raw : labelled(first, raw, how) }];
  }
  /** @type {any[]} */
  const rows = Array.isArray(answers[group]) ? answers[group] : [];
  if (field) {
    const raws = rows.map((row) => textOf(row[field])).filter(Boolean);
    return [{ key: `${place}.${group}.${field}`, raw: raws.join("\n"), text: raws.map((raw) => inWords(first, raw, how)).join("\n") }];
  }
  return rows.map((row) => {
    const raws = shown.map(({ id }) => textOf(row[id]));
    const lines = [inWords(first, raws[0], how), ...others.map((part, n) => labelled(part, raws[n + 1], how))];
    return { key: `${place}.${group}.${row._id}`, raw: raws.some(Boolean) ? JSON.stringify(raws) : "", text: lines.filter(Boolean).join("\n") };
  });
}

/** @param {any} answer */
function textOf(answer) {
  return typeof answer === "string" ? answer.trim() : "";
}

/** An answer in words: the name of an option, a date written out. @param {Shown} part @param {string} raw @param {How} how */
function inWords({ type, options }, raw, { locale }) {
  if (raw && Object.hasOwn(options, raw)) return options[raw];
  const day = type === "date" && /^\d{4}-\d\d-\d\d$/.test(raw) ? new Date(`${raw}T12:00:00Z`) : undefined;
  return day && !Number.isNaN(day.getTime()) ? new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(day) : raw;
}

/** @param {Shown} part @param {string} raw @param {How} how */
function labelled(part, raw, how) {
  const value = inWords(part, raw, how);
  return value && how.labelled.replace("{label}", () => part.label).replace("{value}", () => value);
}

/** The source that the name of a paragraph belongs to; none if the paper no longer takes from there. @param {Section} section @param {string} key @returns {From | undefined} */
export function sourceOf({ sources }, key) {
  const [sheet, copy, ...rest] = key.split(".");
  const source = sources.find((s) => s.sheet === sheet && (s.field ? [s.group, s.field].filter(Boolean).join(".") === rest.join(".") : rest.length > 1 && rest[0] === s.group));
  return source && { source, copy };
}
