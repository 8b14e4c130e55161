// SPDX-License-Identifier: MIT
// Several workshop tables filled in the same sheet: side by side, and merged into one that keeps who said what.
// No browser needed. How one answer comes out of several: table-values.mjs. Which records are the same: table-records.mjs.
//
// The merged sheet keeps `said` beside its answers:
//   { tables: { "t1": "Name", … }, texts: { "<path>": { "t1": "…" } } }
// A path is a field, group.record.field, or scores.row.column. Texts are as stored: an option is its id, a box to tick is
// "true" or "false". A path that names a group holds what its tables said for records that had no room there.

import { isEmpty, isObject } from "./answers.mjs";
import { fieldsOf, linesOf } from "./table-lines.mjs";
import { carriedOf, idsInScores, matched, nameField, rowsOf } from "./table-records.mjs";
import { flat, labelled, together } from "./table-values.mjs";

/**
 * @typedef {import("./table-values.mjs").Voices} Voices
 * @typedef {import("./table-records.mjs").Matched} Matched
 * @typedef {{ id: string, type: string, label: string, options?: { [id: string]: string }, item?: string, max?: number, fields?: Field[], unknown?: boolean }} Field
 *   as in sheet.json; `unknown`: only a file of another version has it
 * @typedef {{ id: string, title: string, sheetVersion: number, fields: Field[], parts: { [role: string]: string } }} Sheet sheet.json
 * @typedef {{ name: string, sheets: { sheet: string, copy: string, version: number, answers: any, carried: any }[] }} TableFile
 * @typedef {{ id: string, name: string, version: number, answers: any, carried: any }} Table
 * @typedef {{ path: string, field: string, record: string, inner: string, type: string, voices: Voices, fits: boolean, merged: import("./table-values.mjs").Together }} Line
 *   one answer side by side; `record` and `inner` name a field in a record, or row and column of scores
 * @typedef {{ answers: any, carried: any, said: { tables: { [id: string]: string }, texts: { [path: string]: Voices } } }} MergedContent
 * @typedef {{ fields: Field[], lines: Line[], records: { [group: string]: Matched[] }, left: { group: string, record: string, voices: Voices }[], misfits: { table: string, field: string }[], content: MergedContent }} Merged
 *   `left`: records without room, each as one text. `misfits`: answers that have no place in the sheet.
 */

/** A name that is not taken yet: "Name", else "Name 2", "Name 3" … @param {string} name @param {string[]} taken */
export function distinct(name, taken) {
  let number = 1;
  while (taken.includes(number > 1 ? `${name} ${number}` : name)) number += 1;
  return number > 1 ? `${name} ${number}` : name;
}

/**
 * The first name of a table: that of its project, unless it has none of its own or another table bears it; else that of the file.
 * @param {string} project @param {string} file @param {string[]} defaults names that the site gives by itself @param {string[]} taken
 */
export function firstName(project, file, defaults, taken) {
  const [given, named] = [flat(project), flat(file.replace(/\.json$/i, ""))];
  const own = given && !defaults.includes(given) ? given : "";
  return distinct((taken.includes(own) ? named : own) || named || own || "1", taken);
}

/** The sheets that the files hold with answers, those held by most files first. @param {TableFile[]} files @param {string[]} order of the site */
export function sheetsHeld(files, order) {
  const held = files.map(({ sheets }) => new Set(sheets.filter(({ answers }) => !isEmpty(answers)).map(({ sheet }) => sheet)));
  const count = (/** @type {string} */ id) => held.filter((ids) => ids.has(id)).length;
  return order.filter(count).map((sheet) => ({ sheet, files: count(sheet) })).sort((a, b) => b.files - a.files);
}

/** The tables that filled in a sheet; each copy of a sheet counts as a table. @param {TableFile[]} files @param {string} sheet @returns {Table[]} */
export function tablesOf(files, sheet) {
  /** @type {Table[]} */
  const tables = [];
  for (const { name, sheets } of files) {
    const copies = sheets.filter((entry) => entry.sheet === sheet && !isEmpty(entry.answers)).sort((a, b) => Number(a.copy) - Number(b.copy));
    copies.forEach(({ version, answers, carried }, index) => {
      const others = [...files.map((file) => file.name).filter((other) => other !== name), ...tables.map((table) => table.name)];
      tables.push({ id: `t${tables.length + 1}`, name: index ? distinct(`${name} ${index + 1}`, others) : name, version, answers, carried });
    });
  }
  return tables;
}

/** @param {Sheet} sheet @param {Table[]} tables @param {{ labelled: string, between: string }} words @returns {Merged} */
export function merge(sheet, tables, words) {
  const style = { ...words, names: Object.fromEntries(tables.map(({ id, name }) => [id, name])) };
  const { fields, misfits } = fieldsOf(sheet, tables);
  const { criteria, options, scores } = sheet.parts;
  /** @type {Merged["records"]} */
  const records = Object.create(null); // names in a file may be those of an object's own parts
  for (const field of fields.filter(({ type }) => type === "group")) {
    const part = field.id === options ? 0 : field.id === criteria ? 1 : undefined;
    const lists = tables.map(({ id, answers }) => {
      const used = part === undefined || !scores ? [] : idsInScores(answers[scores], part);
      return { table: id, rows: rowsOf(answers[field.id], used), used };
    });
    records[field.id] = matched(lists, nameField(field), field.max ?? Infinity);
  }
  const lines = fields.flatMap((field) => linesOf(field, tables, records, sheet.parts)).filter(({ voices }) => Object.values(voices).some((text) => text.trim() !== "" && text !== "false"));
  /** @type {Line[]} */
  const judged = lines.map((line) => ({ ...line, merged: line.fits ? mergedLine(line, fields, style) : { value: "", how: "none" } }));
  const left = leftOver(judged, records, fields, sheet.parts, words);
  const answers = answersOf(judged, records);
  return { fields, lines: judged, records, left, misfits, content: { answers, carried: carriedOf(tables, records), said: saidOf(judged, left, style.names) } };
}

/** @param {Omit<Line, "merged">} line @param {Field[]} fields @param {import("./table-values.mjs").Style} style */
function mergedLine({ field, inner, type, voices }, fields, style) {
  const group = fields.find(({ id }) => id === field);
  // The name of a record is the same at all its tables, but for case and accents: as the first one wrote it.
  if (group?.type === "group" && inner === nameField(group)) {
    const [first, ...others] = Object.values(voices);
    return /** @type {const} */ ({ value: first, how: others.length ? "same" : "one" });
  }
  return together(type, voices, style);
}

/** @param {Line[]} lines @param {Merged["records"]} records */
function answersOf(lines, records) {
  const answers = Object.create(null);
  for (const [group, all] of Object.entries(records)) answers[group] = all.filter(({ fits }) => fits).map(({ id }) => ({ _id: id }));
  for (const { field, record, inner, type, merged, fits } of lines) {
    if (!fits || merged.value === "") continue;
    if (type === "points") (answers[field] ??= {})[`${record}.${inner}`] = merged.value;
    else if (record) answers[field].find((/** @type {any} */ row) => row._id === record)[inner] = merged.value;
    else answers[field] = merged.value;
  }
  return Object.fromEntries(Object.entries(answers).filter(([, answer]) => !Array.isArray(answer) || answer.length));
}

/**
 * What a record without room says, table by table, as one text; its points with it.
 * @param {Line[]} lines @param {Merged["records"]} records @param {Field[]} fields @param {Sheet["parts"]} parts @param {{ labelled: string }} words
 */
function leftOver(lines, records, fields, parts, words) {
  return Object.entries(records).flatMap(([group, all]) => all.filter(({ fits }) => !fits).map(({ id, of }) => {
    const about = lines.filter((line) => (line.field === group && line.record === id) || (line.type === "points" && (line.record === id || line.inner === id)));
    const told = (/** @type {string} */ table) => about.filter((line) => line.voices[table] && line.voices[table] !== "false").map((line) => {
      const said = line.voices[table];
      if (line.type === "points") return labelled(words.labelled, nameOf(line.record === id ? line.inner : line.record, records), said);
      const field = fields.find((f) => f.id === group)?.fields?.find((f) => f.id === line.inner);
      return line.type === "check" ? field?.label : optionOf(field, said) ?? flat(said);
    });
    return { group, record: id, voices: Object.fromEntries(Object.keys(of).map((table) => [table, told(table).join(" · ")])) };
  }));
}

/** The words of an option, if the text is one. @param {{ options?: { [id: string]: string } } | undefined} field @param {string} text */
export function optionOf(field, text) {
  return field?.options && Object.hasOwn(field.options, text) ? field.options[text] : undefined;
}

/** @param {string} id @param {Merged["records"]} records */
function nameOf(id, records) {
  return Object.values(records).flat().find((record) => record.id === id)?.name ?? "";
}

/** @param {Line[]} lines @param {Merged["left"]} left @param {{ [id: string]: string }} names */
function saidOf(lines, left, names) {
  /** @type {{ [path: string]: Voices }} */
  const texts = Object.create(null);
  for (const { path, voices } of lines.filter(({ fits }) => fits)) texts[path] = voices;
  for (const { group, voices } of left) {
    texts[group] ??= {};
    for (const [table, text] of Object.entries(voices)) texts[group][table] = texts[group][table] ? `${texts[group][table]}\n${text}` : text;
  }
  return { tables: names, texts: { ...texts } };
}
