// SPDX-License-Identifier: MIT
// Reads a sheet back from a file, with suspicion; toFile in answers.mjs writes it. Documented in handbook/data-formats.md.
//
// { "format": "smart-city-toolbox", "version": 1, "savedAt": "…", "sheets": { "<id>": { "version": 1, "answers": {…} } } }

import { FORMAT, VERSION, newId } from "./answers.mjs";

export const MOST_BYTES = 1_000_000;
const MOST_RECORDS = 200;

/**
 * Read a file for a sheet whose fields are `shape`: { <field>: "text" | "check" | "scores" | { <inner>: "text" | "check" } }.
 * Returns { answers, leftOut } or { problem: "broken" | "foreign" | "newer" | "other-sheet", sheet }.
 * Takes only known fields, copies plain text only, and never throws.
 */
export function read(text, sheet, shape) {
  let value;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return { problem: "broken" };
  }
  if (!isObject(value) || value.format !== FORMAT) return { problem: isObject(value) ? "foreign" : "broken" };
  if (!Number.isInteger(value.version) || value.version < 1) return { problem: "broken" };
  if (value.version > VERSION) return { problem: "newer" };
  if (!isObject(value.sheets)) return { problem: "broken" };
  if (!own(value.sheets, sheet)) {
    const other = Object.keys(value.sheets)[0];
    return other ? { problem: "other-sheet", sheet: String(other).slice(0, 60) } : { problem: "broken" };
  }
  const entry = value.sheets[sheet];
  if (!isObject(entry) || !isObject(entry.answers)) return { problem: "broken" };
  const leftOut = [];
  const answers = {};
  for (const [id, given] of Object.entries(entry.answers)) {
    const kind = own(shape, id) ? shape[id] : undefined;
    const taken = kind === undefined ? undefined : take(given, kind, id, leftOut);
    if (taken === undefined) leftOut.push(id.slice(0, 60));
    else answers[id] = taken;
  }
  return { answers, leftOut };
}

function take(given, kind, id, leftOut) {
  if (kind === "check") return given === true ? true : undefined;
  if (kind === "text") return typeof given === "string" ? given : undefined;
  if (kind === "scores") return isObject(given) ? takeScores(given, id, leftOut) : undefined;
  if (!Array.isArray(given)) return undefined;
  if (given.length > MOST_RECORDS) leftOut.push(`${id}: ${given.length - MOST_RECORDS}`);
  const seen = new Set();
  return given.slice(0, MOST_RECORDS).filter(isObject).map((record) => {
    const id_ = typeof record._id === "string" && /^[a-z0-9]{1,20}$/.test(record._id) && !seen.has(record._id) ? record._id : newId();
    seen.add(id_);
    const copy = { _id: id_ };
    for (const [inner, text] of Object.entries(record)) {
      if (inner === "_id") continue;
      const taken = own(kind, inner) ? take(text, kind[inner], inner, leftOut) : undefined;
      if (taken === undefined) leftOut.push(`${id}: ${inner}`.slice(0, 60));
      else copy[inner] = taken;
    }
    return copy;
  });
}

function takeScores(given, id, leftOut) {
  const copy = {};
  for (const [key, points] of Object.entries(given).slice(0, 2000)) {
    if (/^[a-z0-9]{1,20}\.[a-z0-9]{1,20}$/.test(key) && typeof points === "string" && /^-?\d{1,4}([.,]\d{1,2})?$/.test(points)) copy[key] = points;
    else leftOut.push(`${id}: ${key}`.slice(0, 60));
  }
  return copy;
}

function isObject(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function own(object, key) {
  return Object.prototype.hasOwnProperty.call(object, key);
}
