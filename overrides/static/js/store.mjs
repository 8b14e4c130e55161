// SPDX-License-Identifier: MIT
// The saved state: what people type, kept in IndexedDB on this device and nowhere else.
//
// Shape. A device has projects, and a project has records: one for each sheet that was opened, and three that are no
// sheets, "workspace-paper" (the council paper), "workspace-workshop" (the agenda) and "workspace-screen" (where the
// facilitator's screen is in it).
//   project  { id, schema, name, createdAt, changedAt, filedAt, recipe, passed: [sheet …], readOnly, original, deletedAt }
//   record   { project, sheet, copy, schema, sheetVersion, revision, savedAt, answers, carried, said, before: [ … ] }
// `copy` numbers the sheets of which there may be several (persona "1", "2" …). `answers` is told in answers.mjs,
// `carried` (what came from which sheet) in carry.mjs, `said` (which table said what) in tables.mjs.
// `filedAt` is when the project was last saved to a file. `readOnly` and `original` belong to a project that came from
// a file of a newer version: it is shown and never written to, and its file can be had back as it was.
//
// Life. The first save on a device makes the first project. A record changes only by `save`, which names the revision
// it began from; if another tab saved in between, both are brought together field by field and nothing is lost.
// `before` holds the last three saved states, the newest first. A deleted project is only marked, so that it can come
// back, until it is removed for good. A record of a newer schema is never written to. What cannot be understood is
// moved to the store "unreadable" and offered to the person. `forget` deletes all of it.
//
// Every change goes one way: an element asks this module, this module writes, and then tells all tabs by `channel`.
// How the database is opened, upgraded and deleted stands in database.mjs.

import { merge, same } from "./answers.mjs";
import { StoreError, channel, database, forget, reasonOf, together } from "./database.mjs";
import { SCHEMA, newProject, understoodProject, understoodRecord } from "./shapes.mjs";

export { channel, forget, newProject, reasonOf };

/** @typedef {import("./shapes.mjs").Project} Project */
/** @typedef {import("./shapes.mjs").SheetRecord} SheetRecord */
/** @typedef {import("./shapes.mjs").Content} Content */
/** @typedef {{ project: string, sheet: string, copy: string }} Key */

const KEPT = 3;
const DAY = 24 * 60 * 60 * 1000;

/**
 * All projects, those marked as deleted included, the last changed first. What cannot be understood is put aside,
 * and records without a project get one again.
 * @returns {Promise<Project[]>}
 */
export async function projects() {
  const db = await database();
  const [values, owners] = await Promise.all([db.getAll("projects"), db.getAllKeys("records")]);
  /** @type {Project[]} */
  const found = values.filter(understoodProject);
  const orphans = new Set(owners.map((/** @type {any[]} */ [owner]) => String(owner)).filter((/** @type {string} */ owner) => !found.some(({ id }) => id === owner)));
  if (orphans.size || found.length < values.length) found.push(...(await mend(values.filter((/** @type {any} */ value) => !understoodProject(value)), orphans)));
  return found.sort((a, b) => (a.changedAt < b.changedAt ? 1 : -1));
}

/** Put aside projects that cannot be understood, and give records without a project one again. @param {any[]} odd @param {Set<string>} orphans */
function mend(odd, orphans) {
  return together(["projects", "unreadable"], async (store) => {
    for (const value of odd) {
      await store.unreadable.add(value);
      await store.projects.delete(value.id);
    }
    /** @type {Project[]} */
    const made = [];
    for (const id of orphans) {
      const project = (await store.projects.get(id)) ?? { ...newProject(""), id }; // another tab may have made it meanwhile
      await store.projects.put(project);
      made.push(project);
    }
    return made;
  });
}

/**
 * The project of this page: the wanted one, else the one that was last open. Nothing if there is none yet.
 * The wanted one becomes the one that is open.
 * @param {string | null} [wanted]
 * @returns {Promise<Project | undefined>}
 */
export async function projectHere(wanted) {
  const db = await database();
  const given = wanted ? await db.get("projects", wanted) : undefined;
  if (understoodProject(given) && !given.deletedAt) {
    await db.put("settings", given.id, "current");
    return given;
  }
  const current = await db.get("settings", "current");
  const open = current ? await db.get("projects", current) : undefined;
  if (understoodProject(open) && !open.deletedAt) return open;
  return (await projects()).find((project) => !project.deletedAt);
}

/**
 * The project that is open, or a new one with a name. Two tabs that ask at once get the same one.
 * @param {string} name
 * @returns {Promise<Project>}
 */
export async function firstProject(name) {
  const there = await projectHere();
  if (there) return there;
  return together(["projects", "settings"], async (store) => {
    const current = await store.settings.get("current");
    const open = current ? await store.projects.get(current) : undefined;
    if (understoodProject(open) && !open.deletedAt) return open;
    const project = newProject(name);
    await store.projects.put(project);
    await store.settings.put(project.id, "current");
    return project;
  });
}

/**
 * Add a project with its records, and open it.
 * @param {Project} project
 * @param {SheetRecord[]} records
 */
export function addProject(project, records) {
  return together(["projects", "records", "settings"], async (store) => {
    await store.projects.put(project);
    for (const record of records) await store.records.put({ ...record, project: project.id });
    await store.settings.put(project.id, "current");
  });
}

/**
 * Change a project as it stands now: its name, what was passed over, whether it is deleted …
 * @param {string} id
 * @param {(project: Project) => Project} how
 * @returns {Promise<Project>} the changed project
 */
export function changeProject(id, how) {
  return together(["projects"], async (store) => {
    const project = await store.projects.get(id);
    if (!understoodProject(project)) throw new StoreError("gone");
    const changed = { ...how(project), id };
    await store.projects.put(changed);
    return changed;
  });
}

/** A copy of a project with all its sheets, under another name. @param {string} id @param {string} name */
export async function duplicate(id, name) {
  const db = await database();
  const project = await db.get("projects", id);
  const copy = { ...project, ...newProject(name), recipe: project.recipe, passed: project.passed };
  await addProject(copy, await records(id));
  return copy;
}

/** Remove a project for good. @param {string} id */
export function removeProject(id) {
  return together(["projects", "records"], async (store) => {
    await store.projects.delete(id);
    await store.records.delete(allOf(id));
  });
}

/** The keys of all records of a project. @param {string} project */
function allOf(project) {
  return IDBKeyRange.bound([project], [project, []]);
}

/** Remove for good what was deleted more than 30 days ago. */
export async function removeOld(now = Date.now()) {
  for (const project of await projects()) if (project.deletedAt && now - Date.parse(project.deletedAt) > 30 * DAY) await removeProject(project.id);
}

/**
 * All records of a project that can be understood.
 * @param {string} project
 * @returns {Promise<SheetRecord[]>}
 */
export async function records(project) {
  const db = await database();
  const all = await db.getAll("records", allOf(project));
  return all.filter(understoodRecord);
}

/**
 * The record of a sheet.
 * `none`, `found`, `newer`, or `unreadable`: then the stored value has been put aside and the sheet starts empty.
 * Rejects if the browser keeps nothing at all.
 * @param {Key} key
 * @returns {Promise<{ state: "none" | "found" | "newer" | "unreadable", record?: SheetRecord, raw?: string }>}
 */
export async function load({ project, sheet, copy }) {
  const db = await database();
  const record = await db.get("records", [project, sheet, copy]);
  if (record === undefined) return { state: "none" };
  if (!understoodRecord(record)) {
    await together(["records", "unreadable"], async (store) => {
      await store.unreadable.add(record);
      await store.records.delete([project, sheet, copy]);
    });
    return { state: "unreadable", raw: JSON.stringify(record, null, 1) };
  }
  return { state: record.schema > SCHEMA ? "newer" : "found", record };
}

/**
 * Save content that began from the state `base`.
 * `merged` is true if another tab's changes came in; `restored` if the browser had deleted the project meanwhile.
 * Rejects with the browser's error (QuotaExceededError, …) or a StoreError; what is stored then still stands.
 * @param {Project} owner the project, as this page knows it
 * @param {{ sheet: string, copy: string, sheetVersion: number }} which
 * @param {Content} content
 * @param {{ revision: number, content: Content }} base
 * @returns {Promise<{ record: SheetRecord, conflicts: import("./answers.mjs").Conflict[], merged: boolean, restored: boolean }>}
 */
export function save(owner, which, content, base) {
  return together(["projects", "records", "unreadable"], async (store) => {
    const project = await store.projects.get(owner.id);
    if (project?.deletedAt) throw new StoreError("gone");
    const stored = await store.records.get([owner.id, which.sheet, which.copy]);
    const known = understoodRecord(stored) ? stored : undefined;
    if (stored !== undefined && !known) await store.unreadable.add(stored);
    if (known && known.schema > SCHEMA) throw new StoreError("newer");
    const foreign = known !== undefined && known.revision !== base.revision && !same(contentOf(known), base.content);
    const { content: merged, conflicts } = foreign ? mergeContent(base.content, content, contentOf(known)) : { content, conflicts: [] };
    const savedAt = new Date().toISOString();
    /** @type {SheetRecord} */
    const record = {
      project: owner.id,
      ...which,
      schema: SCHEMA,
      revision: Math.max(known?.revision ?? 0, base.revision) + 1,
      savedAt,
      ...merged,
      before: known ? [{ revision: known.revision, savedAt: known.savedAt, ...contentOf(known) }, ...known.before].slice(0, KEPT) : [],
    };
    await store.records.put(record);
    await store.projects.put({ ...(understoodProject(project) ? project : owner), changedAt: savedAt });
    return { record, conflicts, merged: foreign, restored: !project && base.revision > 0 };
  });
}

/** What a record says, without its life. @param {SheetRecord} record @returns {Content} */
export function contentOf({ answers, carried, said }) {
  return { answers, carried, said };
}

/**
 * Brings together what two tabs made of the same content. Only answers can be in conflict.
 * @param {Content} before
 * @param {Content} mine
 * @param {Content} theirs
 */
export function mergeContent(before, mine, theirs) {
  const { merged, conflicts } = merge(before.answers, mine.answers, theirs.answers);
  const [carried, said] = /** @type {const} */ (["carried", "said"]).map((part) => merge(before[part], mine[part], theirs[part]).merged);
  return { content: { answers: merged, carried, said }, conflicts };
}

/** Remove one sheet from a project. @param {Key} key */
export async function removeRecord({ project, sheet, copy }) {
  const db = await database();
  await db.delete("records", [project, sheet, copy]);
}

/** What could not be understood, as texts. @returns {Promise<string[]>} */
export async function unreadable() {
  const db = await database();
  return (await db.getAll("unreadable")).map((/** @type {unknown} */ value) => JSON.stringify(value, null, 1));
}
