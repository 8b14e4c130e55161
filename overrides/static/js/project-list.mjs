// SPDX-License-Identifier: MIT
// The projects of this device: make, open, rename, duplicate, delete and bring back, save to a file and open one,
// and delete everything.

import { asProject } from "./file.mjs";
import { openFile } from "./open-file.mjs";
import { isBegun } from "./carry.mjs";
import { saveProjectFile } from "./project-file.mjs";
import { reminderDue } from "./progress.mjs";
import { addProject, changeProject, channel, duplicate, forget, newProject, projectHere, projects, reasonOf, records, removeOld, removeProject, unreadable } from "./store.mjs";
import { Telling, button, download, moment } from "./telling.mjs";

/** @typedef {import("./shapes.mjs").Project} Project */

class ProjectList extends HTMLElement {
  async connectedCallback() {
    this.words = JSON.parse(this.querySelector("script").textContent);
    this.telling = new Telling(this, this.words);
    this.list = this.querySelector(".projects");
    this.addEventListener("click", (event) => this.press(/** @type {Element} */ (event.target).closest("button")));
    this.addEventListener("submit", (event) => {
      event.preventDefault();
      this.finishRename(/** @type {HTMLFormElement} */ (event.target));
    });
    this.querySelector("[type=file]").addEventListener("change", (event) => this.open(/** @type {HTMLInputElement} */ (event.target)));
    this.line = channel((news) => (news.forgotten ? this.empty() : this.show()));
    await this.attempt(() => removeOld());
    await this.show();
    await this.showKeeping();
    this.dataset.ready = "";
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

  async show() {
    const all = await this.attempt(async () => ({ list: await projects(), here: await projectHere(), lost: await unreadable() }));
    if (!all) return;
    this.known = true;
    const { list, here, lost } = all;
    const rows = await Promise.all(list.filter((p) => !p.deletedAt).map((project) => this.row(project, project.id === here?.id)));
    this.list.replaceChildren(...rows, ...list.filter((p) => p.deletedAt).map((project) => this.deletedRow(project)));
    if (!list.length) this.telling.say(this.words.none);
    else if (this.querySelector(".sheet-status").textContent === this.words.none) this.telling.say("");
    const due = list.find((project) => !project.deletedAt && reminderDue(project));
    if (lost.length) this.telling.notice(this.words.unreadable, [[this.words["unreadable-save"], () => download(`[${lost.join(",\n")}]`, "unreadable.json")]]);
    else if (due) this.telling.notice(this.words.reminder.replace("{name}", this.nameOf(due)), [[this.words["save-file"], () => this.saveFile(due.id)]]);
    document.dispatchEvent(new CustomEvent("projects-changed"));
  }

  /** After everything was deleted: the database is not opened again, so that there is none. */
  empty() {
    this.list.replaceChildren();
    this.telling.say(this.words.none);
    document.dispatchEvent(new CustomEvent("everything-forgotten"));
  }

  /** @param {Project} project */
  nameOf(project) {
    return project.name || this.words.unnamed;
  }

  /** @param {Project} project @param {boolean} open */
  async row(project, open) {
    const row = /** @type {HTMLElement} */ (this.querySelector("template").content.firstElementChild.cloneNode(true));
    row.dataset.id = project.id;
    row.querySelector("b").textContent = this.nameOf(project);
    for (const part of row.querySelectorAll("[data-action] .for-ears")) part.textContent = ` ${this.nameOf(project)}`;
    /** @type {HTMLElement} */ (row.querySelector(".project-mark")).hidden = !open;
    /** @type {HTMLElement} */ (row.querySelector("[data-action=open]")).hidden = open;
    row.toggleAttribute("data-open", open);
    const begun = (await records(project.id)).filter((record) => !record.sheet.startsWith("workspace-") && isBegun(record)).length;
    const facts = [this.words.sheets.replace("{n}", String(begun)), this.words.changed.replace("{time}", moment(project.changedAt)), project.filedAt ? this.words.filed.replace("{time}", moment(project.filedAt)) : this.words["not-filed"]];
    if (project.readOnly) facts.unshift(this.words["read-only"]);
    row.querySelector(".project-facts").replaceChildren(...facts.map((text) => Object.assign(document.createElement("span"), { textContent: text })));
    return row;
  }

  /** @param {Project} project */
  deletedRow(project) {
    const row = document.createElement("li");
    row.className = "project deleted";
    row.dataset.id = project.id;
    const buttons = Object.assign(document.createElement("p"), { className: "buttons" });
    buttons.append(button(this.words["bring-back"], () => this.bringBack(project.id)), button(this.words.remove, () => this.removeForGood(project)));
    for (const each of buttons.children) each.className = "button";
    row.append(Object.assign(document.createElement("p"), { textContent: this.words.deleted.replace("{name}", this.nameOf(project)) }), buttons);
    return row;
  }

  /** @param {HTMLButtonElement | null} pressed */
  press(pressed) {
    const id = pressed?.closest("li")?.dataset.id;
    const actions = {
      new: () => this.make(),
      "open-file": () => /** @type {HTMLElement} */ (this.querySelector("[type=file]")).click(),
      persist: () => this.persist(),
      open: () => this.choose(id),
      "save-file": () => this.saveFile(id),
      rename: () => this.beginRename(id),
      duplicate: () => this.change(async () => {
        const project = (await projects()).find((p) => p.id === id);
        if (project) await duplicate(id, this.words["copy-of"].replace("{name}", this.nameOf(project)));
      }),
      delete: () => this.delete(id),
    };
    actions[pressed?.dataset.action]?.();
  }

  /** Change something, tell other tabs, and show the list anew. @param {() => Promise<any>} action @param {object} [news] */
  async change(action, news = {}) {
    await this.attempt(async () => {
      await action();
      this.line.tell(news);
    });
    await this.show();
  }

  async make() {
    const project = newProject("");
    await this.change(() => addProject(project, []));
    this.beginRename(project.id);
  }

  /** @param {string} id */
  async choose(id) {
    await this.change(() => projectHere(id));
    this.focusOn(id, "save-file");
  }

  /** @param {string} id @param {string} action */
  focusOn(id, action) {
    /** @type {HTMLElement | null} */ (this.list.querySelector(`[data-id="${id}"] [data-action="${action}"]`))?.focus();
  }

  /** @param {string} id */
  beginRename(id) {
    const row = this.list.querySelector(`[data-id="${id}"]`);
    if (!row) return;
    const form = row.querySelector("form");
    form.hidden = false;
    const name = row.querySelector("b").textContent;
    form.elements["name"].value = name === this.words.unnamed ? "" : name;
    form.elements["name"].focus();
  }

  /** @param {HTMLFormElement} form */
  async finishRename(form) {
    const id = form.closest("li").dataset.id;
    const name = form.elements["name"].value.trim();
    await this.change(() => changeProject(id, (project) => ({ ...project, name })));
    this.focusOn(id, "rename");
  }

  /** @param {string} id */
  async delete(id) {
    await this.change(() => changeProject(id, (project) => ({ ...project, deletedAt: new Date().toISOString() })), { removed: id });
    /** @type {HTMLElement | null} */ (this.list.querySelector(`[data-id="${id}"] button`))?.focus();
  }

  /** @param {string} id */
  async bringBack(id) {
    await this.change(() => changeProject(id, ({ deletedAt, ...project }) => project));
    this.focusOn(id, "delete");
  }

  /** @param {Project} project */
  async removeForGood(project) {
    const yes = await this.telling.ask({ title: this.words.remove, question: this.words["remove-question"].replace("{name}", this.nameOf(project)), yes: this.words.yes, no: this.words.no });
    if (yes) await this.change(() => removeProject(project.id), { removed: project.id });
  }

  // --- Files ----------------------------------------------------------------------------------------------

  /** @param {string} id */
  async saveFile(id) {
    await this.attempt(() => saveProjectFile(id, this.words.unnamed));
    await this.show();
    this.focusOn(id, "save-file");
  }

  /** @param {HTMLInputElement} input */
  async open(input) {
    const [chosen] = input.files;
    if (!chosen) return;
    const reading = await openFile(chosen);
    input.value = "";
    if (reading.problem) return this.telling.say(this.words[`file-${reading.problem}`], "problem");
    const name = reading.project?.name || chosen.name.replace(/\.json$/i, "");
    const taken = (await this.attempt(() => projects()) ?? []).some((p) => p.name === name);
    const { project, records: sheets } = asProject(reading, newProject(taken ? this.words["copy-of"].replace("{name}", name) : name), reading.text);
    await this.change(() => addProject(project, sheets));
    if (!this.list.querySelector(`[data-id="${project.id}"]`)) return undefined;
    if (reading.newer) this.telling.say(this.words["opened-newer"], "problem");
    else if (reading.lost.length) this.telling.say(this.words["opened-lost"].replace("{lost}", reading.lost.join(", ")), "problem");
    else this.telling.say(this.words.opened, "saved");
    this.focusOn(project.id, "save-file");
    return undefined;
  }

  // --- Keeping --------------------------------------------------------------------------------------------

  async showKeeping() {
    const kept = await navigator.storage?.persisted?.().catch(() => undefined);
    if (kept === undefined) return;
    this.querySelector(".keeping span").textContent = this.words[kept ? "persisted" : "not-persisted"];
    /** @type {HTMLElement} */ (this.querySelector("[data-action=persist]")).hidden = kept;
  }

  async persist() {
    await navigator.storage.persist().catch(() => false);
    await this.showKeeping();
  }
}

class ForgetEverything extends HTMLElement {
  connectedCallback() {
    const words = JSON.parse(this.querySelector("script").textContent);
    const telling = new Telling(this, words);
    this.querySelector("button").addEventListener("click", async () => {
      const yes = await telling.ask({ title: words.forget, question: words["forget-question"], yes: words["forget-yes"], no: words["forget-no"] });
      if (!yes) return;
      const left = await forget();
      telling.say(left.length ? words["forgotten-not"].replace("{left}", left.join(", ")) : words.forgotten, left.length ? "problem" : "saved");
    });
  }
}

customElements.define("project-list", ProjectList);
customElements.define("forget-everything", ForgetEverything);
