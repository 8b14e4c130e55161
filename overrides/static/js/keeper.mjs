// SPDX-License-Identifier: MIT
// Keeps one record while a page is open: loads it, saves it after every pause in typing, and brings in what other
// tabs save. It knows no form: the element that uses it says what stands on the page and puts content there.
// What a person typed is sacred: whatever fails, the text stays on the page and the page says what to do.

import { merge, same, tidy } from "./answers.mjs";
import { channel, contentOf, firstProject, load, mergeContent, projectHere, reasonOf, save } from "./store.mjs";

/** @typedef {import("./shapes.mjs").Content} Content */
/** @typedef {import("./shapes.mjs").Project} Project */

const PAUSE = 400; // milliseconds without typing before a save
const LONGEST = 1000; // and at the latest after this time

/**
 * @typedef {object} Page what an element lends to its keeper
 * @property {() => Content} read what stands on the page now
 * @property {(content: Content) => void} show put content onto the page
 * @property {(content: Content) => void} merged the same for changes from elsewhere: what is being typed keeps its place
 * @property {(reason: string, detail?: any) => void} tell tell the reader; reasons are the names of sentences
 */

export class Keeper {
  /**
   * @param {{ sheet: string, copy: string, sheetVersion: number }} which
   * @param {Page} page
   * @param {string} firstName name of the project that the first save makes
   */
  constructor(which, page, firstName) {
    this.which = which;
    this.page = page;
    this.firstName = firstName;
    /** @type {Project | undefined} */
    this.project = undefined;
    /** @type {{ revision: number, content: Content }} */
    this.base = { revision: 0, content: empty() };
    this.failed = false;
    this.readOnly = false;
    this.savedAt = "";
    /** @type {Promise<any>} */
    this.queue = Promise.resolve();
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.saveNow());
    addEventListener("pagehide", () => this.saveNow());
    addEventListener("beforeunload", (event) => {
      if (this.failed && !this.readOnly && !same(this.page.read(), this.base.content)) event.preventDefault();
    });
  }

  /** Put what is stored onto the page. @param {string | null} [wanted] id of the project that the address names */
  async begin(wanted) {
    try {
      this.project = await projectHere(wanted);
      if (this.project) await this.restore(this.project);
    } catch (error) {
      this.fail(error);
    }
    this.line = channel((news) => this.hear(news));
  }

  async restore(/** @type {Project} */ project) {
    const found = await load({ project: project.id, ...this.which });
    if (project.readOnly || found.state === "newer") {
      if (found.record) this.page.show(contentOf(found.record));
      return this.freeze(project.readOnly ? "newer-file" : "newer");
    }
    if (found.state === "unreadable") this.page.tell("unreadable", found.raw);
    if (!found.record) return undefined;
    // Never overwrite what the person has typed while the page was still loading, nor what was stored beside it.
    const typed = tidy(this.page.read().answers);
    const stored = contentOf(found.record);
    const { merged, conflicts } = merge({}, typed, stored.answers);
    this.page.show({ ...stored, answers: merged });
    this.base = { revision: found.record.revision, content: stored };
    if (conflicts.length) this.page.tell("conflict", conflicts);
    if (Object.keys(typed).length) this.changed();
    else if (Object.keys(stored.answers).length) this.page.tell("restored", found.record.savedAt);
    return undefined;
  }

  /** From now on the page is for reading only, and says why. @param {string} reason */
  freeze(reason) {
    this.readOnly = true;
    this.page.tell("frozen", reason);
  }

  /** After every change on the page. */
  changed() {
    if (this.readOnly) return;
    if (!this.failed) this.page.tell("saving");
    clearTimeout(this.timer);
    this.since ??= performance.now();
    this.timer = setTimeout(() => this.saveNow(), Math.max(0, Math.min(PAUSE, LONGEST - (performance.now() - this.since))));
  }

  /** Saves one after the other, never two at once. */
  saveNow() {
    clearTimeout(this.timer);
    this.since = undefined;
    this.queue = this.queue.then(() => this.saveOnce());
    return this.queue;
  }

  async saveOnce() {
    if (this.readOnly) return;
    const content = this.page.read();
    if (same(content, this.base.content) && !this.failed) return this.page.tell("unchanged", this.savedAt);
    try {
      this.project ??= await firstProject(this.firstName);
      const { record, conflicts, merged, restored } = await save(this.project, this.which, content, this.base);
      this.base = { revision: record.revision, content: contentOf(record) };
      this.failed = false;
      this.savedAt = record.savedAt;
      // What was typed while the save was under way stays.
      const now = this.page.read();
      if (merged) this.page.merged(mergeContent(content, now, this.base.content).content);
      if (!same(now, content)) this.changed();
      if (conflicts.length) this.page.tell("conflict", conflicts);
      else this.page.tell(restored ? "evicted" : merged ? "other-tab" : "saved", record.savedAt);
      this.line?.tell({ project: this.project.id, sheet: this.which.sheet, copy: this.which.copy });
    } catch (error) {
      // Also if a newer version has saved the sheet meanwhile: its record stays, and what was typed here stays here.
      this.fail(error);
    }
  }

  /** @param {any} error */
  fail(error) {
    this.failed = true;
    const reason = reasonOf(error, this.base.revision > 0);
    this.page.tell(reason === "newer" ? "not-saved" : reason);
  }

  async hear(/** @type {{ project?: string, sheet?: string, copy?: string, forgotten?: boolean, removed?: string }} */ news) {
    if (news.forgotten || (news.removed && news.removed === this.project?.id)) return this.freeze("gone");
    // This page was opened before there was a project: the one that another tab has made is this page's, too.
    if (!this.project && news.project) this.project = await projectHere().catch(() => undefined);
    if (!this.project) return undefined;
    const mine = news.project === this.project.id;
    if (mine && news.sheet === this.which.sheet && news.copy === this.which.copy) return this.takeOver();
    if (mine && news.sheet) this.page.tell("source-changed", news);
    return undefined;
  }

  /** Another tab has saved this record: bring its changes in, without touching what is being typed here. */
  takeOver() {
    this.queue = this.queue.then(() => this.takeOverOnce());
    return this.queue;
  }

  async takeOverOnce() {
    const before = this.page.read();
    if (this.readOnly || !this.project || !same(before, this.base.content)) return this.saveOnce();
    try {
      const found = await load({ project: this.project.id, ...this.which });
      if (found.state !== "found" || !found.record || found.record.revision <= this.base.revision) return undefined;
      const stored = contentOf(found.record);
      this.base = { revision: found.record.revision, content: stored };
      if (same(before, stored)) return undefined;
      const now = this.page.read(); // with what was typed while the record was being read
      this.page.merged(mergeContent(before, now, stored).content);
      this.page.tell("other-tab");
      if (!same(now, before)) this.changed();
    } catch (error) {
      this.fail(error);
    }
    return undefined;
  }
}

/** @returns {Content} */
export function empty() {
  return { answers: {}, carried: {}, said: {} };
}
