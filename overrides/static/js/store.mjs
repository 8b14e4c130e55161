// SPDX-License-Identifier: MIT
// Keeps filled-in sheets on this device, in IndexedDB, and nowhere else.
//
// One record per sheet: { sheet, schema, sheetVersion, revision, savedAt, answers, before: [ … ] }.
// `revision` counts up with every save. `before` holds the last three saved states, the newest first.
// Life of a record: made by the first save; changed only by a save that names the revision it started from;
// if another tab saved in between, the two are brought together (see merge in answers.mjs) and nothing is lost.
// A record of a newer schema is never written to. A record that cannot be understood is kept as it is, under
// another name, and offered to the reader.
// IndexedDB and not localStorage: after a crash localStorage loses the last seconds, IndexedDB does not.

import { openDB } from "../vendor/idb.mjs";
import { merge, same } from "./answers.mjs";

export const SCHEMA = 1;
const NAME = "smart-city-toolbox";
const KEPT = 3;

let opening;

function database() {
  opening ??= openDB(NAME, 1, {
    upgrade(db) {
      db.createObjectStore("sheets", { keyPath: "sheet" });
      db.createObjectStore("unreadable", { autoIncrement: true });
    },
    blocking(_current, _blocked, event) {
      event.target.close(); // let another tab upgrade; the next save opens it again
      opening = undefined;
    },
    terminated() {
      opening = undefined;
    },
  }).catch((error) => {
    opening = undefined;
    throw error;
  });
  return opening;
}

/** Whether a stored record has the shape that this program writes. */
function understood(record) {
  return record !== null && typeof record === "object" && Number.isInteger(record.schema) && Number.isInteger(record.revision)
    && record.answers !== null && typeof record.answers === "object" && !Array.isArray(record.answers);
}

/**
 * The record of a sheet.
 * `{ state: "none" }`, `{ state: "found", record }`, `{ state: "newer", record }`, or
 * `{ state: "unreadable", raw }`: then the stored value has been put aside and the sheet starts empty.
 * Rejects if the browser keeps nothing at all.
 */
export async function load(sheet) {
  const db = await database();
  const record = await db.get("sheets", sheet);
  if (record === undefined) return { state: "none" };
  if (!understood(record)) {
    const change = db.transaction(["sheets", "unreadable"], "readwrite");
    await change.objectStore("unreadable").add(record);
    await change.objectStore("sheets").delete(sheet);
    await change.done;
    return { state: "unreadable", raw: JSON.stringify(record, null, 1) };
  }
  return { state: record.schema > SCHEMA ? "newer" : "found", record };
}

/**
 * Save answers that began from the state `base` ({ revision, answers }).
 * Resolves to { record, conflicts, merged }; `merged` is true if another tab's changes came in.
 * Rejects with the browser's error (QuotaExceededError, …), or because the stored record has a newer
 * schema; that record then still stands.
 */
export async function save(sheet, sheetVersion, answers, base) {
  const db = await database();
  // "strict": the promise resolves when the data is on the disk, not only in memory.
  const change = db.transaction(["sheets", "unreadable"], "readwrite", { durability: "strict" });
  const sheets = change.objectStore("sheets");
  const stored = await sheets.get(sheet);
  if (stored !== undefined && !understood(stored)) await change.objectStore("unreadable").add(stored);
  if (stored !== undefined && understood(stored) && stored.schema > SCHEMA) {
    throw new Error("a newer version has saved this sheet");
  }
  let result = { merged: answers, conflicts: [] };
  const foreign = stored !== undefined && understood(stored) && stored.revision !== base.revision && !same(stored.answers, base.answers);
  if (foreign) result = merge(base.answers, answers, stored.answers);
  const before = stored && understood(stored) ? [{ revision: stored.revision, savedAt: stored.savedAt, answers: stored.answers }, ...(stored.before ?? [])].slice(0, KEPT) : [];
  const record = {
    sheet,
    schema: SCHEMA,
    sheetVersion,
    revision: Math.max(stored?.revision ?? 0, base.revision) + 1,
    savedAt: new Date().toISOString(),
    answers: result.merged,
    before,
  };
  await sheets.put(record);
  await change.done;
  return { record, conflicts: result.conflicts, merged: foreign };
}

/** Tells other tabs that a sheet was saved, and calls `heard(sheet)` when another tab says so. */
export function channel(heard) {
  if (!("BroadcastChannel" in globalThis)) return { tell() {} };
  const line = new BroadcastChannel(NAME);
  line.onmessage = (event) => heard(event.data);
  return { tell: (sheet) => line.postMessage(sheet) };
}
