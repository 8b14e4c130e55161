// SPDX-License-Identifier: MIT
// Files: a project, or one sheet of it, as one JSON document, and back again with suspicion. No browser needed.
// Documented in handbook/data-formats.md, with a JSON Schema beside the site.
//
// { "format": "smart-city-toolbox", "version": 2, "savedAt": "…", "holds": { "charter": 5, "persona 2": 7 },
//   "project": { "id", "name", "recipe", "passed" },
//   "sheets": [ { "sheet", "copy", "version", "answers", "carried", "said" } ] }
//
// `holds` stands before the answers and counts those of each sheet: so a file that was cut off can tell what is missing.
// Version 1 held { "sheets": { "<id>": { "version", "answers" } } } and no project; it is read for ever.
// Reading copies only what has a known form: plain texts under plain names. Nothing in a file is ever run, and nothing
// in it can reach another part of the page.

import { isEmpty, isObject, newId } from "./answers.mjs";
import { SCHEMA, contentIn } from "./shapes.mjs";

/** @typedef {import("./shapes.mjs").Project} Project */
/** @typedef {import("./shapes.mjs").SheetRecord} SheetRecord */
/** @typedef {{ sheet: string, copy: string, version: number } & import("./shapes.mjs").Content} Entry */
/** @typedef {{ name: string, recipe: string, passed: string[] }} Head */
/** @typedef {"broken" | "foreign" | "too-large"} Problem */
/** @typedef {{ problem?: Problem, newer: boolean, repaired: boolean, savedAt: string, project: Head | undefined, sheets: Entry[], lost: string[] }} Reading with a problem, the rest is empty */

export const FORMAT = "smart-city-toolbox";
export const VERSION = 2;
export const MOST_BYTES = 5_000_000;
const MOST_SHEETS = 400;
const MOST_ROWS = 200;
const MOST_TEXT = 100_000;
const NAME = /^[a-z][a-z0-9-]{0,59}$/;
const ID = /^[a-z0-9][a-z0-9.-]{0,79}$/;
const POINTS = /^-?\d{1,4}([.,]\d{1,2})?$/;

/**
 * A project with its sheets as the text of a file.
 * @param {{ id?: string, name: string, recipe?: string, passed?: string[] } | undefined} project
 * @param {Pick<SheetRecord, "sheet" | "copy" | "sheetVersion" | "answers" | "carried" | "said">[]} records
 */
export function toFile(project, records, now = new Date()) {
  const holds = Object.fromEntries(records.map((record) => [named(record), count(record.answers)]));
  const sheets = records.map(({ sheet, copy, sheetVersion, answers, carried, said }) => ({ sheet, copy, version: sheetVersion, answers, carried, said }));
  const head = project && { name: project.name, recipe: project.recipe ?? "", passed: project.passed ?? [] };
  return JSON.stringify({ format: FORMAT, version: VERSION, savedAt: now.toISOString(), holds, project: head, sheets }, null, 1);
}

/** @param {{ sheet: string, copy: string }} entry */
function named({ sheet, copy }) {
  return copy === "1" ? sheet : `${sheet} ${copy}`;
}

/** How many fields have an answer. @param {import("./answers.mjs").Answers} answers */
function count(answers) {
  return Object.values(answers).filter((answer) => !isEmpty(answer)).length;
}

/**
 * Read the text of a file. Never throws.
 * `lost` names what could not be taken over. `newer`: the file is of a later version; show it for reading only.
 * @param {string} text
 * @param {(broken: string) => string} [repair] mends broken JSON or throws
 * @returns {Reading}
 */
export function read(text, repair) {
  if (text.length > MOST_BYTES) return failed("too-large");
  const { value, repaired } = parsed(text.replace(/^\uFEFF/, ""), repair);
  if (!isObject(value)) return failed("broken");
  if (value.format !== FORMAT) return failed(repaired ? "broken" : "foreign");
  if (!Number.isInteger(value.version) || value.version < 1) return failed("broken");
  /** @type {string[]} */
  const lost = [];
  const sheets = entries(value, lost);
  const holds = isObject(value.holds) ? value.holds : {};
  for (const [name, wanted] of Object.entries(holds).slice(0, MOST_SHEETS)) {
    const there = sheets.find((entry) => named(entry) === name);
    if (!there) lost.push(name.slice(0, 80));
    else if (Number.isInteger(wanted) && count(there.answers) < wanted && !lost.some((text_) => text_.startsWith(`${name}: `))) lost.push(`${name}: ${wanted - count(there.answers)}`);
  }
  if (!sheets.length && !isObject(value.project) && value.version <= VERSION) return failed("broken");
  return { newer: value.version > VERSION, repaired, savedAt: typeof value.savedAt === "string" ? value.savedAt.slice(0, 40) : "", project: head(value.project), sheets, lost };
}

/** @param {Problem} problem @returns {Reading} */
export function failed(problem) {
  return { problem, newer: false, repaired: false, savedAt: "", project: undefined, sheets: [], lost: [] };
}

/**
 * The value of a JSON text; if it is broken, what can be mended: the whole, or else sheet by sheet.
 * @param {string} text @param {((broken: string) => string) | undefined} repair
 */
function parsed(text, repair) {
  const whole = attempt(() => JSON.parse(text));
  if (whole !== undefined || !repair) return { value: whole, repaired: whole === undefined };
  return { value: attempt(() => JSON.parse(repair(text))) ?? sheetBySheet(text, repair), repaired: true };
}

/** Damage in one sheet must not cost the others. @param {string} text @param {(broken: string) => string} repair */
function sheetBySheet(text, repair) {
  const [top, ...pieces] = text.split(/\{\s*"sheet"\s*:/);
  const value = attempt(() => JSON.parse(repair(top)));
  if (!isObject(value)) return undefined;
  const sheets = pieces.slice(0, MOST_SHEETS).map((piece) => {
    const own = `{"sheet":${piece.replace(/\}\s*\]\s*\}\s*$/, "}").replace(/,\s*$/, "")}`;
    return attempt(() => JSON.parse(own)) ?? attempt(() => JSON.parse(repair(own))) ?? {};
  });
  return { ...value, sheets };
}

/** @template T @param {() => T} action @returns {T | undefined} */
function attempt(action) {
  try {
    return action();
  } catch {
    return undefined;
  }
}

/** @param {any} project @returns {Head | undefined} */
function head(project) {
  if (!isObject(project)) return undefined;
  return {
    name: typeof project.name === "string" ? project.name.slice(0, 200) : "",
    recipe: typeof project.recipe === "string" && NAME.test(project.recipe) ? project.recipe : "",
    passed: Array.isArray(project.passed) ? project.passed.filter((id) => typeof id === "string" && NAME.test(id)).slice(0, MOST_SHEETS) : [],
  };
}

/** The sheets of a file of any version. @param {any} value @param {string[]} lost @returns {Entry[]} */
function entries(value, lost) {
  const listed = value.version === 1 && isObject(value.sheets)
    ? Object.entries(value.sheets).map(([sheet, entry]) => ({ ...(isObject(entry) ? entry : {}), sheet, copy: "1" }))
    : Array.isArray(value.sheets) ? value.sheets : [];
  if (listed.length > MOST_SHEETS) lost.push(`+ ${listed.length - MOST_SHEETS}`);
  /** @type {Entry[]} */
  const found = [];
  for (const entry of listed.slice(0, MOST_SHEETS)) {
    if (!isObject(entry) || typeof entry.sheet !== "string" || !NAME.test(entry.sheet) || !isObject(entry.answers)) {
      lost.push(isObject(entry) && typeof entry.sheet === "string" ? entry.sheet.slice(0, 80) : "?");
      continue;
    }
    const copy = typeof entry.copy === "string" && /^[1-9]\d{0,3}$/.test(entry.copy) ? entry.copy : "1";
    if (found.some((other) => other.sheet === entry.sheet && other.copy === copy)) {
      lost.push(`${named({ sheet: entry.sheet, copy })}: 2`);
      continue;
    }
    const version = Number.isInteger(entry.version) && entry.version > 0 ? entry.version : 1;
    /** @type {string[]} */
    const inside = [];
    const answers = takeAnswers(entry.answers, inside);
    lost.push(...inside.map((path) => `${named({ sheet: entry.sheet, copy })}: ${path}`));
    found.push({ sheet: entry.sheet, copy, version, answers, ...contentIn(entry) });
  }
  return found;
}

/** @param {{ [id: string]: any }} given @param {string[]} lost */
function takeAnswers(given, lost) {
  /** @type {import("./answers.mjs").Answers} */
  const answers = {};
  for (const [id, value] of Object.entries(given).slice(0, 500)) {
    const taken = NAME.test(id) ? take(value, id, lost) : undefined;
    if (taken === undefined) lost.push(id.slice(0, 60));
    else answers[id] = taken;
  }
  return answers;
}

/** @param {any} given @param {string} id @param {string[]} lost @returns {import("./answers.mjs").Answer | undefined} */
function take(given, id, lost) {
  if (given === true) return true;
  if (typeof given === "string") return given.slice(0, MOST_TEXT);
  if (Array.isArray(given)) return takeRows(given, id, lost);
  if (!isObject(given)) return undefined;
  /** @type {{ [cell: string]: string }} */
  const cells = {};
  for (const [cell, points] of Object.entries(given).slice(0, 2000)) {
    if (/^[a-z0-9]{1,20}\.[a-z0-9]{1,20}$/.test(cell) && typeof points === "string" && POINTS.test(points)) cells[cell] = points;
    else lost.push(`${id}: ${cell}`.slice(0, 60));
  }
  return cells;
}

/** @param {any[]} given @param {string} id @param {string[]} lost */
function takeRows(given, id, lost) {
  if (given.length > MOST_ROWS) lost.push(`${id}: + ${given.length - MOST_ROWS}`);
  const seen = new Set();
  return given.slice(0, MOST_ROWS).filter(isObject).map((row) => {
    const own = typeof row._id === "string" && ID.test(row._id) && !seen.has(row._id) ? row._id : newId();
    seen.add(own);
    /** @type {import("./answers.mjs").Row} */
    const copy = { _id: own };
    for (const [inner, text] of Object.entries(row).slice(0, 60)) {
      if (inner === "_id") continue;
      if (NAME.test(inner) && (text === true || typeof text === "string")) copy[inner] = text === true ? true : text.slice(0, MOST_TEXT);
      else lost.push(`${id}: ${inner}`.slice(0, 60));
    }
    return copy;
  });
}

/**
 * What a file holds, as a project to be stored. A file of a newer version becomes a project for reading only, and
 * keeps its text as it was.
 * @param {Reading} reading
 * @param {Project} project a new, empty project
 * @param {string} text the file itself
 * @returns {{ project: Project, records: SheetRecord[] }}
 */
export function asProject(reading, project, text) {
  const now = project.createdAt;
  const records = reading.sheets.map(({ version, ...entry }) => ({ project: project.id, ...entry, schema: SCHEMA, sheetVersion: version, revision: 1, savedAt: now, before: [] }));
  const { recipe = "", passed = [] } = reading.project ?? {};
  return { project: { ...project, recipe, passed, filedAt: now, ...(reading.newer ? { readOnly: true, original: text } : {}) }, records };
}
