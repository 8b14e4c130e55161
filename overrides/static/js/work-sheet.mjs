// SPDX-License-Identifier: MIT
// A sheet that keeps what is typed into it: saves by itself, undoes, clears, goes to a file and comes back, prints,
// and takes over what stands in the other sheets of its project.

import { same, tidy } from "./answers.mjs";
import { toFile } from "./file.mjs"; // not fetched late: without a network it is the way out
import { FormFields, oneLine, tellRange } from "./form-fields.mjs";
import { Keeper } from "./keeper.mjs";
import { putAt, tellRecord } from "./record-telling.mjs";
import { Telling, download, fileName } from "./telling.mjs";

/** @typedef {import("./shapes.mjs").Content} Content */

const STEPS_BACK = 50;

class WorkSheet extends HTMLElement {
  async connectedCallback() {
    this.form = this.querySelector("form");
    this.words = JSON.parse(this.querySelector(":scope > script").textContent);
    this.telling = new Telling(this, this.words);
    this.fields = new FormFields(this.form);
    const asked = new URLSearchParams(location.search);
    this.which = { sheet: this.dataset.sheet, copy: copyNumber(asked.get("copy")), sheetVersion: Number(this.dataset.version) };
    this.keeper = new Keeper(this.which, { read: () => this.content(), show: (c) => this.display(c), merged: (c) => this.showMerged(c), tell: (reason, detail) => this.tell(reason, detail) }, this.words["first-project"]);
    /** @type {import("./answers.mjs").Answers} stored answers that have no place in this form: kept, and saved again with the rest */
    this.foreign = {};
    this.beside = { carried: {}, said: {} };
    /** @type {Content[]} */
    this.past = [];
    this.listen();
    await this.loadParts();
    await this.keeper.begin(asked.get("project"));
    if (this.incomplete) this.keeper.freeze("not-loaded");
    await this.parts?.begin();
    this.shown = this.content();
    this.dataset.ready = "";
  }

  /** Only the sheets that have a plane, a table of points, or a project around them fetch the program for it. */
  async loadParts() {
    if (this.querySelector("place-matrix, place-circles")) await import("./planes.mjs").catch(() => {}); // only a picture of the fields
    if (this.querySelector("sheet-result")) await import("./sheet-result.mjs").catch(() => {}); // only shows what follows from the fields
    if (this.querySelector("score-table")) {
      await import("./score-table.mjs").catch(() => {
        this.incomplete = true; // points without a place on the page must not be saved away
      });
    }
    const program = await import("./sheet-in-project.mjs").catch(() => undefined); // without it the sheet stands alone
    if (program) this.parts = new program.SheetInProject(this);
  }

  /** What stands on the page, with what has no place in this form. @returns {Content} */
  content() {
    return { answers: { ...this.foreign, ...tidy(this.fields.read()) }, ...this.beside };
  }

  /** Puts content onto the page; answers that do not fit the form are kept aside. @param {Content} content */
  display({ answers, carried, said }) {
    const [own, foreign] = this.fields.sorted(answers);
    this.foreign = foreign;
    this.beside = { carried, said };
    this.fields.write(own);
  }

  /** The same for changes that come from elsewhere: the cursor stays where it is. @param {Content} content */
  showMerged(content) {
    this.past.push(this.content());
    const active = /** @type {HTMLInputElement | null} */ (document.activeElement?.getAttribute("name") ? document.activeElement : null);
    const [start, end] = [active?.selectionStart, active?.selectionEnd];
    this.display(content);
    this.shown = this.content();
    if (active?.isConnected && typeof start === "number") active.setSelectionRange?.(start, end);
  }

  listen() {
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && /** @type {Element} */ (event.target).matches(".one-line")) event.preventDefault();
    });
    this.form.addEventListener("input", (event) => {
      const control = /** @type {HTMLInputElement} */ (event.target);
      if (!control.name || control.type === "file") return;
      if (control.matches(".one-line")) oneLine(control);
      if (control.type === "range") {
        delete control.dataset.untouched;
        tellRange(control);
      }
      this.changed(event.isTrusted ? control : control.closest(".record"));
    });
    this.form.addEventListener("click", (event) => {
      const button = /** @type {Element} */ (event.target).closest("button");
      if (!button) return;
      if (button.matches(".remove")) {
        this.fields.remove(button.closest(".record"));
        this.changed();
        this.saveAndSay(this.words.removed);
      }
      if (button.matches(".add")) {
        this.fields.add(button.closest("fieldset"))?.querySelector("[name]").focus();
        this.changed();
      }
      const action = { undo: "undo", clear: "clear", "save-file": "saveFile", "open-file": "chooseFile", print: "print" }[button.dataset.action];
      if (action) this[action]();
    });
    this.form.querySelector("[type=file]").addEventListener("change", (event) => this.openFile(/** @type {HTMLInputElement} */ (event.target)));
  }

  /** After every change. One step back undoes what was typed into one field without a pause. @param {Element} [control] */
  changed(control) {
    if (this.keeper.readOnly) return;
    const now = this.content();
    if (this.shown && !same(now, this.shown) && !(this.typing && control && control === this.typing)) {
      this.past.push(this.shown);
      this.past = this.past.slice(-STEPS_BACK);
    }
    this.shown = now;
    this.typing = control;
    this.form.dispatchEvent(new CustomEvent("answers-changed"));
    this.keeper.changed();
  }

  /** Other content in place of that on the page; Undo brings it back. @param {Content} content @param {string} text */
  replace(content, text) {
    this.past.push(this.content());
    this.display(content);
    this.shown = this.content();
    return this.saveAndSay(text);
  }

  /** @param {string} text @param {"saved" | "problem"} [state] */
  async saveAndSay(text, state = "saved") {
    await this.keeper.saveNow();
    if (!this.keeper.failed) this.telling.say(text, state);
  }

  // --- Buttons -------------------------------------------------------------------------------------------

  undo() {
    const now = this.content();
    let before = this.past.pop();
    while (before && same(before, now)) before = this.past.pop();
    if (!before) return;
    this.display(before);
    this.shown = this.content();
    this.saveAndSay(this.words.undone);
  }

  async clear() {
    const yes = await this.telling.ask({ title: this.words.clear, question: this.words["clear-question"], yes: this.words["clear-yes"], no: this.words["clear-no"] });
    if (yes) this.replace({ answers: {}, carried: {}, said: {} }, this.words.cleared);
  }

  saveFile() {
    const { project } = this.keeper;
    download(toFile(project, [{ ...this.which, ...this.content() }]), `${project?.name ? `${fileName(project.name)} - ` : ""}${this.which.sheet}.json`);
  }

  chooseFile() {
    /** @type {HTMLInputElement} */ (this.form.querySelector("[type=file]")).click();
  }

  /** @param {HTMLInputElement} input */
  async openFile(input) {
    const [chosen] = input.files;
    if (!chosen) return;
    const program = await import("./open-file.mjs").catch(() => undefined);
    if (!program) return this.telling.say(this.words["not-loaded"], "problem");
    const reading = await program.openFile(chosen);
    input.value = "";
    if (reading.problem) return this.telling.say(this.words[`file-${reading.problem}`], "problem");
    if (reading.newer) return this.telling.say(this.words["file-newer"], "problem");
    const entry = reading.sheets.find(({ sheet, copy }) => sheet === this.which.sheet && copy === this.which.copy) ?? reading.sheets.find(({ sheet }) => sheet === this.which.sheet);
    if (!entry) return this.telling.say(this.words["file-other-sheet"].replace("{title}", reading.sheets[0]?.sheet ?? ""), "problem");
    const lost = reading.lost.filter((path) => path.startsWith(this.which.sheet)).join(", ");
    return this.replace(entry, lost ? this.words["file-left-out"].replace("{fields}", lost) : this.words["file-opened"]);
  }

  print() {
    print();
  }

  // --- Telling -------------------------------------------------------------------------------------------

  /** What the keeper has to say. @param {string} reason @param {any} [detail] */
  tell(reason, detail) {
    if (reason === "source-changed") return this.parts?.sourceChanged(detail);
    if (reason !== "saving") this.typing = undefined;
    return tellRecord(this.telling, this.words, reason, detail, {
      sheet: this.which.sheet,
      label: (path) => this.fields.label(path),
      take: (conflicts) => this.takeTheirs(conflicts),
      freeze: () => this.freeze(),
    });
  }

  freeze() {
    for (const control of this.form.querySelectorAll("input, textarea, select, .add, .remove, [data-action=clear], [data-action=open-file], [data-action=undo]")) control.disabled = true;
  }

  /** @param {import("./answers.mjs").Conflict[]} conflicts */
  takeTheirs(conflicts) {
    const answers = this.fields.read();
    for (const { path, theirs } of conflicts) putAt(answers, path, theirs);
    this.fields.write(answers);
    this.changed();
  }
}

/** @param {string | null} given */
function copyNumber(given) {
  return given && /^[1-9]\d{0,3}$/.test(given) ? given : "1";
}

customElements.define("work-sheet", WorkSheet);
