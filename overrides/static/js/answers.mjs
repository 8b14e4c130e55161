// SPDX-License-Identifier: MIT
// The answers of one sheet as plain values, and what can be done with them. No browser needed: tests run it alone.
//
// Shape: { <field>: "text" | true | "<option>" | "7",
//          <group>: [ { _id: "r1", <field>: … }, … ],
//          <scores>: { "<row id>.<column id>": "3" } }
// Everything is kept by field id and record id, never by position or language, so answers survive a change of
// language, a reordered sheet, and a record in the middle being removed.

/**
 * @typedef {{ _id: string, [field: string]: string | true }} Row
 * @typedef {string | true | Row[] | { [cell: string]: string }} Answer
 * @typedef {{ [field: string]: Answer }} Answers
 * @typedef {{ path: string[], theirs: any }} Conflict
 */

/**
 * Whether nothing has been filled in.
 * @param {any} value
 * @returns {boolean}
 */
export function isEmpty(value) {
  if (value === undefined || value === null || value === "" || value === false) return true;
  if (Array.isArray(value)) return value.every((record) => Object.entries(record).every(([key, inner]) => key === "_id" || isEmpty(inner)));
  if (typeof value === "object") return Object.values(value).every(isEmpty);
  return false;
}

/**
 * A copy without empty fields.
 * @param {Answers} answers
 * @returns {Answers}
 */
export function tidy(answers) {
  /** @type {Answers} */
  const kept = {};
  for (const [id, value] of Object.entries(answers)) {
    if (!isEmpty(value)) kept[id] = value;
  }
  return kept;
}

/**
 * Whether two values say the same, whatever the order of their keys.
 * @param {any} a
 * @param {any} b
 */
export function same(a, b) {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

/** @param {any} value @returns {any} */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
}

/**
 * Brings together what two tabs made of the same earlier answers.
 * A field that only one of them changed takes that change. A field that both changed keeps `mine`
 * and is named in `conflicts` with the other text, so that the person can choose.
 * @param {any} before
 * @param {any} mine
 * @param {any} theirs
 * @returns {{ merged: any, conflicts: Conflict[] }}
 */
export function merge(before, mine, theirs) {
  /** @type {any} */
  const merged = {};
  /** @type {Conflict[]} */
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

/** @param {Row[]} before @param {Row[]} mine @param {Row[]} theirs @param {string} group */
function mergeRecords(before, mine, theirs, group) {
  /** @param {Row[]} list @param {string} id */
  const of = (list, id) => list.find((record) => record._id === id);
  // The order is mine, unless only they have put the records in another order.
  const [first, second] = inOrder(before, mine) && !inOrder(before, theirs) ? [theirs, mine] : [mine, theirs];
  const order = [...first.map((r) => r._id), ...second.map((r) => r._id).filter((id) => !of(first, id))];
  /** @type {Row[]} */
  const records = [];
  /** @type {Conflict[]} */
  const conflicts = [];
  for (const id of order) {
    const [b, m, t] = [of(before, id), of(mine, id), of(theirs, id)];
    if (!m && b && same(b, t)) continue; // I removed it, nobody else touched it
    if (!t && b && same(b, m)) continue; // they removed it, I did not touch it
    if (!m || !t) {
      records.push(/** @type {Row} */ (m ?? t));
      continue;
    }
    const inner = merge(b ?? {}, m, t);
    records.push(inner.merged);
    conflicts.push(...inner.conflicts.map((c) => ({ ...c, path: [group, id, ...c.path] })));
  }
  return { records, conflicts };
}

/** Whether the records that were there before still stand in the same order. @param {Row[]} before @param {Row[]} now */
function inOrder(before, now) {
  const places = before.map((record) => now.findIndex((r) => r._id === record._id)).filter((at) => at >= 0);
  return places.every((at, index) => !index || places[index - 1] < at);
}

/** A new id for a record, so that it keeps its place when others come and go. */
export function newId() {
  return `x${Math.random().toString(36).slice(2, 9)}`;
}

/**
 * Whether a value is an object with named parts, and neither a list nor nothing.
 * @param {any} value
 * @returns {value is { [key: string]: any }}
 */
export function isObject(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
