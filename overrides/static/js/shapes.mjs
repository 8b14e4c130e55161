// SPDX-License-Identifier: MIT
// The shapes in which answers are stored, and the way from every earlier one to the one of today. No browser needed.
//
// Records in the browser: schema 1 had one record per sheet { sheet, schema, sheetVersion, revision, savedAt, answers,
// before }. Schema 2 added project, copy, carried and said. Files: see file.mjs.
// An earlier shape is never dropped: tests/shapes holds one fixture of each that was ever released.

import { isObject, newId } from "./answers.mjs";

/**
 * @typedef {{ [path: string]: any }} Carried
 * @typedef {{ [path: string]: any }} Said
 * @typedef {{ answers: import("./answers.mjs").Answers, carried: Carried, said: Said }} Content
 * @typedef {Content & { revision: number, savedAt: string }} Earlier
 * @typedef {Content & { project: string, sheet: string, copy: string, schema: number, sheetVersion: number, revision: number, savedAt: string, before: Earlier[] }} SheetRecord
 * @typedef {{ id: string, schema: number, name: string, createdAt: string, changedAt: string, filedAt: string, recipe: string, passed: string[], readOnly?: boolean, original?: string, deletedAt?: string }} Project
 */

export const SCHEMA = 2;

/** A project that begins now. @param {string} name @returns {Project} */
export function newProject(name) {
  const now = new Date().toISOString();
  return { id: newId(), schema: SCHEMA, name, createdAt: now, changedAt: now, filedAt: "", recipe: "", passed: [] };
}

/**
 * Whether a stored value has the shape of a record of this schema or a newer one.
 * @param {any} record
 * @returns {record is SheetRecord}
 */
export function understoodRecord(record) {
  return isObject(record) && Number.isInteger(record.schema) && record.schema >= 2 && Number.isInteger(record.revision)
    && isObject(record.answers) && isObject(record.carried) && isObject(record.said) && Array.isArray(record.before);
}

/**
 * Whether a stored value has the shape of a project.
 * @param {any} project
 * @returns {project is Project}
 */
export function understoodProject(project) {
  return isObject(project) && typeof project.id === "string" && typeof project.name === "string" && Array.isArray(project.passed)
    && typeof project.changedAt === "string" && typeof project.recipe === "string";
}

/**
 * A record of any earlier schema in the shape of today. Nothing if it cannot be understood.
 * @param {any} value
 * @param {string} project to whom a record of schema 1 now belongs
 * @returns {SheetRecord | undefined}
 */
export function recordNow(value, project) {
  if (understoodRecord(value)) return value;
  if (!isObject(value) || value.schema !== 1 || typeof value.sheet !== "string" || !Number.isInteger(value.revision) || !isObject(value.answers)) return undefined;
  const before = Array.isArray(value.before) ? value.before.filter((earlier) => isObject(earlier) && isObject(earlier.answers)) : [];
  return {
    project,
    sheet: value.sheet,
    copy: "1",
    schema: SCHEMA,
    sheetVersion: Number(value.sheetVersion) || 1,
    revision: value.revision,
    savedAt: String(value.savedAt ?? ""),
    answers: value.answers,
    carried: {},
    said: {},
    before: before.map((earlier) => ({ revision: Number(earlier.revision) || 0, savedAt: String(earlier.savedAt ?? ""), answers: earlier.answers, carried: {}, said: {} })),
  };
}

const PATH = /^[a-z0-9@][a-z0-9.-]{0,119}$/;
const MOST = 100_000;

/**
 * What a file says beside the answers of a sheet, with everything left out that has another form.
 * @param {{ [part: string]: any }} entry
 * @returns {{ carried: Carried, said: Said }}
 */
export function contentIn(entry) {
  return { carried: map(entry.carried, (part) => valueIn(part) ?? branch(part, recordIn)), said: map(entry.said, (part) => branch(part, (inner) => textIn(inner) ?? branch(inner, textIn))) };
}

/** @param {any} given */
function textIn(given) {
  return typeof given === "string" ? given.slice(0, MOST) : undefined;
}

/** One carried answer: see carry.mjs. @param {any} given */
function valueIn(given) {
  if (!isObject(given) || ![given.key, given.raw, given.text].every((part) => typeof part === "string")) return undefined;
  return { key: given.key.slice(0, 120), raw: given.raw.slice(0, MOST), text: given.text.slice(0, MOST) };
}

/** One carried record. @param {any} given */
function recordIn(given) {
  return isObject(given) && typeof given.into === "string" && isObject(given.fields) ? { into: given.into.slice(0, 120), fields: map(given.fields, valueIn) } : undefined;
}

/** The same as map, but nothing where there is no branch. @param {any} given @param {(part: any) => any} how */
function branch(given, how) {
  return isObject(given) ? map(given, how) : undefined;
}

/** @param {any} given @param {(part: any) => any} how @returns {{ [name: string]: any }} */
function map(given, how) {
  /** @type {{ [name: string]: any }} */
  const copy = {};
  if (!isObject(given)) return copy;
  for (const [name, value] of Object.entries(given).slice(0, 2000)) {
    const taken = PATH.test(name) ? how(value) : undefined;
    if (taken !== undefined) copy[name] = taken;
  }
  return copy;
}
