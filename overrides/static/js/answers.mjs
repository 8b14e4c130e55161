// SPDX-License-Identifier: MIT
// The answers of one sheet as plain values, and what can be done with them. No browser needed: tests run it alone.
//
// Shape: { <field>: "text" | true | "<option>" | "7",
//          <group>: [ { _id: "r1", <field>: … }, … ],
//          <scores>: { "<row id>.<column id>": "3" } }
// Everything is kept by field id and record id, never by position or language, so answers survive a change of
// language, a reordered sheet, and a record in the middle being removed.

export const FORMAT = "smart-city-toolbox";
export const VERSION = 1;

/** One sheet as the text of a file. Read back by file.mjs; documented in handbook/data-formats.md. */
export function toFile(sheet, sheetVersion, answers, now = new Date()) {
  return JSON.stringify({ format: FORMAT, version: VERSION, savedAt: now.toISOString(), sheets: { [sheet]: { version: sheetVersion, answers } } }, null, 1);
}

/** Whether nothing has been filled in. */
export function isEmpty(value) {
  if (value === undefined || value === null || value === "" || value === false) return true;
  if (Array.isArray(value)) return value.every((record) => Object.entries(record).every(([key, inner]) => key === "_id" || isEmpty(inner)));
  if (typeof value === "object") return Object.values(value).every(isEmpty);
  return false;
}

/** A copy without empty fields. A group of which only the records were changed is not empty. */
export function tidy(answers) {
  const kept = {};
  for (const [id, value] of Object.entries(answers)) {
    if (!isEmpty(value)) kept[id] = value;
  }
  return kept;
}

export function same(a, b) {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
}

/**
 * Brings together what two tabs made of the same earlier answers.
 * A field that only one of them changed takes that change. A field that both changed keeps `mine`
 * and is named in `conflicts` with the other text, so that the person can choose.
 */
export function merge(before, mine, theirs) {
  const merged = {};
  const conflicts = [];
  for (const id of new Set([...Object.keys(before), ...Object.keys(mine), ...Object.keys(theirs)])) {
    const [b, m, t] = [before[id], mine[id], theirs[id]];
    const present = [b, m, t].filter((value) => value !== undefined);
    if (present.every(Array.isArray)) {
      const group = mergeRecords(b ?? [], m ?? [], t ?? [], id);
      merged[id] = group.records;
      conflicts.push(...group.conflicts);
    } else if (present.every(isObject)) {
      const inner = merge(b ?? {}, m ?? {}, t ?? {});
      merged[id] = inner.merged;
      conflicts.push(...inner.conflicts.map((c) => ({ ...c, path: [id, ...c.path] })));
    } else if (same(m, t) || same(t, b)) {
      merged[id] = m;
    } else if (same(m, b)) {
      merged[id] = t;
    } else {
      merged[id] = m;
      conflicts.push({ path: [id], theirs: t });
    }
    const empty = typeof merged[id] === "object" && Object.keys(merged[id]).length === 0;
    if (merged[id] === undefined || empty) delete merged[id];
  }
  return { merged, conflicts };
}

function mergeRecords(before, mine, theirs, group) {
  const of = (list, id) => list.find((record) => record._id === id);
  const order = [...mine.map((r) => r._id), ...theirs.map((r) => r._id).filter((id) => !of(mine, id))];
  const records = [];
  const conflicts = [];
  for (const id of order) {
    const [b, m, t] = [of(before, id), of(mine, id), of(theirs, id)];
    if (!m && b && same(b, t)) continue; // I removed it, nobody else touched it
    if (!t && b && same(b, m)) continue; // they removed it, I did not touch it
    if (!m || !t) {
      records.push(m ?? t);
      continue;
    }
    const inner = merge(b ?? {}, m, t);
    records.push(inner.merged);
    conflicts.push(...inner.conflicts.map((c) => ({ ...c, path: [group, id, ...c.path] })));
  }
  return { records, conflicts };
}

/** A new id for a record, so that it keeps its place when others come and go. */
export function newId() {
  return `x${Math.random().toString(36).slice(2, 9)}`;
}

function isObject(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
