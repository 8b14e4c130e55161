// SPDX-License-Identifier: MIT
// The database in the browser: opening it, taking over what an earlier version held, changing it all or not at all,
// telling other tabs, and deleting it. What it holds is told in store.mjs.
// IndexedDB and not localStorage: after a crash localStorage loses the last seconds, IndexedDB does not.

import { openDB } from "../vendor/idb.mjs";
import { isObject } from "./answers.mjs";
import { newProject, recordNow } from "./shapes.mjs";

export const NAME = "smart-city-toolbox";
const DATABASE = 2;

/** Something is wrong with the place where answers are kept; `reason` names the sentence for the reader. */
export class StoreError extends Error {
  /** @param {"held" | "newer" | "gone" | "newer-site"} reason */
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

/**
 * The name of the sentence that tells what went wrong.
 * @param {any} error
 * @param {boolean} known whether this page has read or written something before
 * @returns {string} "full", "held", "newer", "gone", "newer-site"; "blocked" if nothing ever worked, else "not-saved"
 */
export function reasonOf(error, known) {
  if (error instanceof StoreError) return error.reason;
  const full = [error?.name, error?.inner?.name].includes("QuotaExceededError") || error?.code === 22;
  return full ? "full" : known ? "not-saved" : "blocked";
}

/** @type {Promise<any> | undefined} */
let opening;

export function database() {
  opening ??= new Promise((done, failed) => {
    openDB(NAME, DATABASE, {
      upgrade,
      blocked: () => failed(new StoreError("held")), // another tab with an older page holds the data
      blocking(_current, _blocked, event) {
        /** @type {any} */ (event.target).close(); // let another tab upgrade or delete; the next save opens it again
        opening = undefined;
      },
      terminated() {
        opening = undefined;
      },
    }).then(done, (error) => failed(error?.name === "VersionError" ? new StoreError("newer-site") : error));
  });
  opening.catch(() => {
    opening = undefined;
  });
  return opening;
}

/**
 * Do several things to the stores as one: either all of it stands afterwards, or nothing.
 * @template T
 * @param {string[]} stores
 * @param {(store: { [name: string]: any }) => Promise<T>} how
 * @returns {Promise<T>}
 */
export async function together(stores, how) {
  const db = await database();
  // "strict": the promise resolves when the data is on the disk, not only in memory.
  const change = db.transaction(stores, "readwrite", { durability: "strict" });
  change.done.catch(() => {}); // told below
  try {
    const result = await how(Object.fromEntries(stores.map((name) => [name, change.objectStore(name)])));
    await change.done;
    return result;
  } catch (error) {
    try {
      change.abort();
    } catch {
      // It has ended already.
    }
    throw error;
  }
}

/** Makes the stores, and takes over what an earlier version of the database held. */
async function upgrade(/** @type {any} */ db, /** @type {number} */ from, /** @type {unknown} */ _to, /** @type {any} */ change) {
  if (from < 1) db.createObjectStore("unreadable", { autoIncrement: true });
  db.createObjectStore("projects", { keyPath: "id" });
  db.createObjectStore("records", { keyPath: ["project", "sheet", "copy"] });
  db.createObjectStore("settings");
  if (from !== 1) return;
  const old = await change.objectStore("sheets").getAll();
  if (old.length) {
    const project = newProject("");
    await change.objectStore("projects").put(project);
    await change.objectStore("settings").put(project.id, "current");
    for (const value of old) {
      const record = recordNow(value, project.id);
      if (record) await change.objectStore("records").put(record);
      else await change.objectStore("unreadable").add(value);
    }
  }
  db.deleteObjectStore("sheets");
}

/**
 * Delete everything that this site keeps on this device, and look whether it is gone.
 * @returns {Promise<string[]>} what is still there: empty if all is deleted
 */
export async function forget() {
  channel(() => {}).tell({ forgotten: true });
  try {
    (await database()).close();
  } catch {
    // What cannot be opened may still be deleted.
  }
  opening = undefined;
  const request = indexedDB.deleteDatabase(NAME);
  await new Promise((done, failed) => {
    request.onsuccess = done;
    request.onerror = () => failed(request.error);
    setTimeout(done, 3000); // another tab holds it: then the list below says so
  });
  for (const kept of [() => localStorage.clear(), () => sessionStorage.clear()]) {
    try {
      kept();
    } catch {
      // Blocked storage holds nothing.
    }
  }
  const left = await (indexedDB.databases?.() ?? Promise.resolve([]));
  const named = left.map((entry) => entry.name ?? "");
  return [...named, ...entries("localStorage"), ...entries("sessionStorage"), ...(document.cookie ? ["cookies"] : [])];
}

/** @param {"localStorage" | "sessionStorage"} kind */
function entries(kind) {
  try {
    return Object.keys(globalThis[kind]);
  } catch {
    return [];
  }
}

/**
 * Tells other tabs what was saved, and calls `heard` when another tab says so.
 * @param {(news: { project?: string, sheet?: string, copy?: string, forgotten?: boolean }) => void} heard
 */
export function channel(heard) {
  if (!("BroadcastChannel" in globalThis)) return { tell() {} };
  const line = new BroadcastChannel(NAME);
  line.onmessage = (event) => isObject(event.data) && heard(event.data);
  return { tell: (/** @type {object} */ news) => line.postMessage(news) };
}
