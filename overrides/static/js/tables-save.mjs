// SPDX-License-Identifier: MIT
// Puts a merged sheet into the open project, and takes it out again. A sheet that is there already is never lost: the
// reader is asked, its earlier state stays with the record, and one press brings it back.

import { isEmpty } from "./answers.mjs";
import { empty } from "./keeper.mjs";
import { SCHEMA } from "./shapes.mjs";
import { addProject, changeProject, channel, contentOf, firstProject, load, newProject, projectHere, projects, reasonOf, records, removeRecord, save } from "./store.mjs";
import { distinct } from "./tables.mjs";
import { fill } from "./table-values.mjs";

/** @typedef {import("./shapes.mjs").Content} Content */
/** @typedef {import("./shapes.mjs").Project} Project */
/** @typedef {{ sheet: string, copy: string, sheetVersion: number }} Which */
/** @typedef {{ project: Project, which: Which, text: string, undo: () => Promise<boolean> }} Kept `undo` resolves to whether it could be undone */

export class MergedSheet {
  /**
   * @param {import("./telling.mjs").Telling} telling
   * @param {{ [word: string]: string }} words
   */
  constructor(telling, words) {
    this.telling = telling;
    this.words = words;
    this.line = channel(() => {});
  }

  /** The project into which a sheet would go; nothing if there is none yet. */
  here() {
    return projectHere(new URLSearchParams(location.search).get("project"));
  }

  /** @param {Project | undefined} project */
  nameOf(project) {
    return project?.name || this.words["first-project"];
  }

  /**
   * Keep merged content in the open project. Nothing if the reader thinks better of it, or if it failed, which is told.
   * @param {{ id: string, several: boolean, sheetVersion: number }} sheet
   * @param {Content} content
   * @returns {Promise<Kept | undefined>}
   */
  keep(sheet, content) {
    return this.attempt(async () => {
      const project = (await this.here()) ?? (await firstProject(this.words["first-project"]));
      const which = { sheet: sheet.id, copy: "1", sheetVersion: sheet.sheetVersion };
      if (project.readOnly) return this.asNew(project, which, content, this.words["read-only"]);
      if (sheet.several) return this.into(project, { ...which, copy: await freeCopy(project, sheet.id) }, content);
      const found = await load({ project: project.id, ...which });
      if (!found.record || isEmpty(found.record.answers)) return this.into(project, which, content);
      const answer = await this.ask(project);
      if (answer === "as-new") return this.asNew(project, which, content, this.words.saved);
      if (answer === "replace") return this.into(project, which, content);
      this.telling.say(this.words.cancelled);
      return undefined;
    });
  }

  /** Do something with the store; if that fails, say it in a sentence. @template T @param {() => Promise<T>} action @returns {Promise<T | undefined>} */
  async attempt(action) {
    try {
      return await action();
    } catch (error) {
      this.telling.say(this.words[reasonOf(error, this.known)] ?? this.words["not-saved"], "problem");
      return undefined;
    }
  }

  /** @param {Project} project @returns {Promise<"replace" | "as-new" | "cancel">} */
  ask(project) {
    return new Promise((done) => {
      this.telling.notice(fill(this.words["replace-question"], { name: this.nameOf(project) }), /** @type {const} */ (["replace", "as-new", "cancel"]).map((answer) => [this.words[answer], () => done(answer)]));
      this.telling.root.querySelector(".sheet-notice button").focus();
    });
  }

  /** @param {Project} project @param {Which} which @param {Content} content @returns {Promise<Kept>} */
  async into(project, which, content) {
    const { record: earlier } = await load({ project: project.id, ...which });
    const { record } = await save(project, which, content, earlier ? { revision: earlier.revision, content: contentOf(earlier) } : { revision: 0, content: empty() });
    this.tell(project, which);
    const undo = async () => {
      const now = await load({ project: project.id, ...which });
      if (now.record?.revision !== record.revision) return false;
      if (earlier) await save(project, which, contentOf(earlier), { revision: record.revision, content: contentOf(record) });
      else await removeRecord({ project: project.id, ...which });
      this.tell(project, which);
      return true;
    };
    return { project, which, text: fill(this.words.saved, { name: this.nameOf(project) }), undo };
  }

  /** @param {Project} beside @param {Which} which @param {Content} content @param {string} sentence @returns {Promise<Kept>} */
  async asNew(beside, which, content, sentence) {
    const name = distinct(fill(this.words["merged-name"], { name: this.nameOf(beside) }), (await projects()).map((project) => project.name));
    const project = newProject(name);
    await addProject(project, [{ project: project.id, ...which, ...content, schema: SCHEMA, revision: 1, savedAt: project.createdAt, before: [] }]);
    this.tell(project, which);
    const undo = async () => {
      await changeProject(project.id, (made) => ({ ...made, deletedAt: new Date().toISOString() }));
      await projectHere(beside.id);
      this.line.tell({ removed: project.id });
      return true;
    };
    return { project, which, text: fill(sentence, { name }), undo };
  }

  /** @param {Project} project @param {Which} which */
  tell(project, { sheet, copy }) {
    this.known = true;
    this.line.tell({ project: project.id, sheet, copy });
  }
}

/** The first number under which a project has no such sheet. @param {Project} project @param {string} sheet */
async function freeCopy(project, sheet) {
  const taken = (await records(project.id)).filter((record) => record.sheet === sheet && !isEmpty(record.answers)).map(({ copy }) => copy);
  let number = 1;
  while (taken.includes(String(number))) number += 1;
  return String(number);
}
