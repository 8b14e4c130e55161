// SPDX-License-Identifier: MIT
// All answers of several tables to one sheet, line by line. No browser needed.

import { isEmpty, isObject } from "./answers.mjs";

/** @typedef {import("./tables.mjs").Field} Field */
/** @typedef {import("./tables.mjs").Table} Table */
/** @typedef {import("./tables.mjs").Merged} Merged */
/** @typedef {Omit<import("./tables.mjs").Line, "merged">} Said */

/**
 * The fields of the sheet, and after them those that only an answer of another version has.
 * @param {import("./tables.mjs").Sheet} sheet
 * @param {Table[]} tables
 */
export function fieldsOf(sheet, tables) {
  const fields = sheet.fields.map((field) => (field.fields ? { ...field, fields: [...field.fields] } : field));
  /** @type {Merged["misfits"]} */
  const misfits = [];
  for (const { name, answers } of tables) {
    for (const [id, answer] of Object.entries(answers).filter(([, given]) => !isEmpty(given))) {
      const field = known(fields, id, answer);
      if (kind(field.type) !== kind(typeOf(answer)) || (field.type === "scores" && id !== sheet.parts.scores)) misfits.push({ table: name, field: field.label });
      for (const [inner, given] of Array.isArray(answer) && field.fields ? answer.flatMap(Object.entries) : []) {
        if (inner === "_id" || isEmpty(given)) continue;
        const part = known(field.fields ?? [], inner, given);
        if (kind(part.type) !== kind(typeOf(given))) misfits.push({ table: name, field: part.label });
      }
    }
  }
  return { fields, misfits };
}

/** The field with this id; one that nobody knows is added, under its id. @param {Field[]} fields @param {string} id @param {any} answer */
function known(fields, id, answer) {
  const there = fields.find((field) => field.id === id);
  if (there) return there;
  /** @type {Field} */
  const added = { id, label: id, type: typeOf(answer), unknown: true, ...(Array.isArray(answer) ? { fields: [], item: id } : {}) };
  fields.push(added);
  return added;
}

/** @param {any} answer */
function typeOf(answer) {
  return Array.isArray(answer) ? "group" : isObject(answer) ? "scores" : answer === true ? "check" : "paragraph";
}

/** @param {string} type */
function kind(type) {
  return ["group", "scores", "check"].includes(type) ? type : "text";
}

/**
 * What the tables said to one field of the sheet: one line, or one for each field of each record, or for each cell.
 * @param {Field} field
 * @param {Table[]} tables
 * @param {Merged["records"]} records
 * @param {{ [role: string]: string }} parts
 * @returns {Said[]}
 */
export function linesOf(field, tables, records, parts) {
  const { id: at, type } = field;
  if (type === "group") {
    return records[at].flatMap(({ id, fits, of }) => (field.fields ?? []).map((inner) => (
      { path: `${at}.${id}.${inner.id}`, field: at, record: id, inner: inner.id, type: inner.type, fits, voices: voicesOf(Object.entries(of).map(([table, row]) => [table, row[inner.id]]), inner.type) }
    )));
  }
  if (type !== "scores") return [{ path: at, field: at, record: "", inner: "", type, fits: true, voices: voicesOf(tables.map(({ id, answers }) => [id, answers[at]]), type) }];
  if (at !== parts.scores) return [];
  return (records[parts.options] ?? []).flatMap((row) => (records[parts.criteria] ?? []).map((column) => {
    const points = tables.filter(({ id, answers }) => row.of[id] && column.of[id] && isObject(answers[at]));
    const voices = voicesOf(points.map(({ id, answers }) => [id, answers[at][`${row.of[id]._id}.${column.of[id]._id}`]]), "points");
    return { path: `${at}.${row.id}.${column.id}`, field: at, record: row.id, inner: column.id, type: "points", fits: row.fits && column.fits, voices };
  }));
}

/** @param {[string, any][]} given @param {string} type @returns {import("./table-values.mjs").Voices} */
function voicesOf(given, type) {
  if (type === "check") return Object.fromEntries(given.map(([table, answer]) => [table, String(answer === true)]));
  return Object.fromEntries(given.filter(([, answer]) => typeof answer === "string" && answer.trim() !== ""));
}
