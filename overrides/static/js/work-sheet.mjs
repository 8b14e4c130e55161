// SPDX-License-Identifier: MIT
// A sheet that keeps what is typed into it: saves by itself, undoes, clears, goes to a file and comes back, prints.
// What a person typed is sacred: whatever fails, the text stays on the page and the page says what to do.

import { merge, same, tidy, toFile } from "./answers.mjs";
import { FormFields, oneLine, tellRange } from "./form-fields.mjs";
import { channel, load, save } from "./store.mjs";

const PAUSE = 400; // milliseconds without typing before a save
const LONGEST = 1000; // and at the latest after this time
const STEPS_BACK = 50;

class WorkSheet extends HTMLElement {
  async connectedCallback() {
    this.form = this.querySelector("form");
    this.words = JSON.parse(this.querySelector(":scope > script").textContent);
    this.sheet = this.dataset.sheet;
    this.sheetVersion = Number(this.dataset.version);
    this.fields = new FormFields(this.form);
    this.base = { revision: 0, answers: {} };
    this.foreign = {}; // stored answers that have no place in this form: kept, and saved again with the rest
    this.past = [];
    this.listen();
    await this.loadParts();
    await this.restore();
    if (this.incomplete) this.freeze(this.words["not-loaded"]);
    this.shown = this.answers();
    this.line = channel((sheet) => sheet === this.sheet && this.takeOver());
    this.dataset.ready = "";
  }

  /** Only the sheets that have a plane or a table of points fetch its program. */
  async loadParts() {
    if (this.querySelector("place-matrix, place-circles")) await import("./planes.mjs").catch(() => {}); // only a picture of the fields
    if (this.querySelector("sheet-result")) await import("./sheet-result.mjs").catch(() => {}); // only shows what follows from the fields
    if (this.querySelector("score-table")) {
      await import("./score-table.mjs").catch(() => {
        this.incomplete = true; // points without a place on the page must not be saved away
      });
    }
  }

  /** The answers as they stand, with those that have no place in this form. */
  answers() {
    return { ...this.foreign, ...tidy(this.fields.read()) };
  }

  /** Puts stored answers onto the page; what does not fit the form is kept aside. */
  display(answers) {
    const shape = this.fields.shape();
    const fits = ([id, value]) => (typeof shape[id] === "object" ? Array.isArray(value) : shape[id] === "scores" ? typeof value === "object" : shape[id] && typeof value !== "object");
    this.foreign = Object.fromEntries(Object.entries(answers).filter((entry) => !fits(entry)));
    this.fields.write(Object.fromEntries(Object.entries(answers).filter(fits)));
  }

  listen() {
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches(".one-line")) event.preventDefault();
    });
    this.form.addEventListener("input", (event) => {
      if (event.target.matches(".one-line")) oneLine(event.target);
      if (event.target.type === "range") {
        delete event.target.dataset.untouched;
        tellRange(event.target);
      }
      if (event.target.type !== "file") this.changed(event.isTrusted ? event.target : event.target.closest(".record"));
    });
    this.form.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      const remove = button.matches(".remove");
      if (remove) this.fields.remove(button.closest(".record"));
      if (button.matches(".add")) this.fields.add(button.closest("fieldset"))?.querySelector("[name]").focus();
      if (button.matches(".add")) this.changed();
      if (remove) {
        this.changed();
        this.saveNow().then(() => !this.failed && this.say(this.words.removed, "saved"));
      }
      const action = { undo: "undo", clear: "clear", "save-file": "saveFile", "open-file": "chooseFile", print: "print" }[button.dataset.action];
      if (action) this[action]();
    });
    this.form.querySelector("[type=file]").addEventListener("change", (event) => this.openFile(event.target));
    // Leaving the page is the last chance to save what was typed in the last moment.
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.saveNow());
    addEventListener("pagehide", () => this.saveNow());
    addEventListener("beforeunload", (event) => {
      if (this.failed && !same(this.answers(), this.base.answers)) event.preventDefault();
    });
  }

  // --- Keeping -------------------------------------------------------------------------------------------

  async restore() {
    let found;
    try {
      found = await load(this.sheet);
    } catch {
      return this.fail("blocked");
    }
    if (found.state === "unreadable") {
      this.notice(this.words.unreadable, [[this.words["unreadable-download"], () => this.download(found.raw, `${this.sheet}-unreadable.json`)]]);
    }
    if (found.state === "newer") {
      this.display(found.record.answers);
      return this.freeze(this.words.newer);
    }
    if (found.state !== "found") return undefined;
    // Never overwrite what the person has typed while the page was still loading, nor what was stored beside it.
    const typed = tidy(this.fields.read());
    const { merged, conflicts } = merge({}, typed, found.record.answers);
    this.display(merged);
    this.base = { revision: found.record.revision, answers: found.record.answers };
    if (conflicts.length) this.tellConflicts(conflicts);
    if (Object.keys(typed).length) this.changed();
    else if (Object.keys(found.record.answers).length) this.say(this.words.restored.replace("{time}", this.time(found.record.savedAt)), "saved");
    return undefined;
  }

  /** From now on the sheet is for reading only, and says why. */
  freeze(reason) {
    for (const control of this.form.querySelectorAll("input, textarea, select, .add, .remove, [data-action=clear], [data-action=open-file]")) control.disabled = true;
    this.readOnly = true;
    this.say(reason, "problem");
  }

  /** After every change. One step back undoes what was typed into one field without a pause. */
  changed(control) {
    if (this.readOnly) return;
    const now = this.answers();
    if (this.shown && !same(now, this.shown) && !(this.typing && control && control === this.typing)) {
      this.past.push(this.shown);
      this.past = this.past.slice(-STEPS_BACK);
    }
    this.shown = now;
    this.typing = control;
    if (!this.failed) this.say(this.words.saving);
    this.form.dispatchEvent(new CustomEvent("answers-changed"));
    clearTimeout(this.timer);
    this.since ??= performance.now();
    this.timer = setTimeout(() => this.saveNow(), Math.max(0, Math.min(PAUSE, LONGEST - (performance.now() - this.since))));
  }

  /** Saves one after the other, never two at once. */
  saveNow() {
    clearTimeout(this.timer);
    this.typing = undefined;
    this.since = undefined;
    this.queue = (this.queue ?? Promise.resolve()).then(() => this.saveOnce());
    return this.queue;
  }

  async saveOnce() {
    const answers = this.answers();
    if (this.readOnly) return;
    if (same(answers, this.base.answers) && !this.failed) {
      // Nothing to save: only end a "Saving …" that was taken back meanwhile.
      if (this.querySelector(".sheet-status").textContent === this.words.saving) this.say(this.words.saved.replace("{time}", this.time(this.savedAt)), "saved");
      return;
    }
    try {
      const { record, conflicts, merged } = await save(this.sheet, this.sheetVersion, answers, this.base);
      this.base = { revision: record.revision, answers: record.answers };
      this.failed = false;
      this.savedAt = record.savedAt;
      // What was typed while the save was under way stays.
      const now = this.answers();
      if (merged) this.show(merge(answers, now, record.answers).merged, now);
      if (!same(now, answers)) this.changed();
      if (conflicts.length) this.tellConflicts(conflicts);
      else this.say(merged ? this.words["other-tab"] : this.words.saved.replace("{time}", this.time(record.savedAt)), "saved");
      this.line?.tell(this.sheet);
    } catch (error) {
      // Also if a newer version has saved the sheet meanwhile: its record stays, and what was typed here stays here.
      this.fail(isFull(error) ? "full" : this.base.revision ? "not-saved" : "blocked");
    }
  }

  /** Another tab has saved this sheet: bring its changes in, without touching what is being typed here. */
  takeOver() {
    this.queue = (this.queue ?? Promise.resolve()).then(() => this.takeOverOnce());
    return this.queue;
  }

  async takeOverOnce() {
    const before = this.answers();
    if (this.readOnly || !same(before, this.base.answers)) return this.saveOnce();
    try {
      const found = await load(this.sheet);
      if (found.state !== "found" || found.record.revision <= this.base.revision) return undefined;
      this.base = { revision: found.record.revision, answers: found.record.answers };
      if (same(before, found.record.answers)) return undefined;
      const now = this.answers(); // with what was typed while the record was being read
      this.show(merge(before, now, found.record.answers).merged, now);
      this.say(this.words["other-tab"], "saved");
      if (!same(now, before)) this.changed();
    } catch {
      this.fail("not-saved");
    }
    return undefined;
  }

  /** Writes merged answers onto the page and keeps the cursor where it is. */
  show(answers, before) {
    this.past.push(before);
    const active = document.activeElement?.name ? document.activeElement : null;
    const [start, end] = [active?.selectionStart, active?.selectionEnd];
    this.display(answers);
    this.shown = this.answers();
    if (active?.isConnected && typeof start === "number") active.setSelectionRange?.(start, end);
  }

  tellConflicts(conflicts) {
    const buttons = [];
    const texts = conflicts.map(({ path, theirs }) => String(theirs ?? ""));
    const names = conflicts.map(({ path }) => this.fields.label(path)).join(", ");
    buttons.push([this.words["take-other"], () => {
      const answers = this.fields.read();
      for (const { path, theirs } of conflicts) put(answers, path, theirs);
      this.fields.write(answers);
      this.changed();
    }]);
    buttons.push([this.words["keep-mine"], () => {}]);
    this.notice(this.words.conflict.replace("{fields}", names), buttons, texts.join("\n\n"));
    this.say(this.words.saved.replace("{time}", this.time()), "saved");
  }

  // --- Buttons -------------------------------------------------------------------------------------------

  undo() {
    const now = this.answers();
    let before = this.past.pop();
    while (before && same(before, now)) before = this.past.pop();
    if (!before) return;
    this.display(before);
    this.shown = this.answers();
    this.saveNow().then(() => !this.failed && this.say(this.words.undone, "saved"));
  }

  clear() {
    const dialog = document.createElement("dialog");
    const question = document.createElement("p");
    question.textContent = this.words["clear-question"];
    dialog.setAttribute("aria-label", this.words.clear);
    dialog.append(question, this.button(this.words["clear-no"], () => dialog.close()), " ", this.button(this.words["clear-yes"], () => {
      dialog.close();
      this.replace({});
      this.saveNow().then(() => !this.failed && this.say(this.words.cleared, "saved"));
    }));
    dialog.addEventListener("close", () => {
      dialog.remove();
      this.form.querySelector("[data-action=clear]").focus();
    });
    this.form.append(dialog);
    dialog.showModal();
  }

  /** Other answers in place of those on the page; Undo brings them back. */
  replace(answers) {
    this.past.push(this.answers());
    this.display(answers);
    this.shown = this.answers();
  }

  saveFile() {
    this.download(toFile(this.sheet, this.sheetVersion, this.answers()), `${this.sheet}.json`);
  }

  chooseFile() {
    this.form.querySelector("[type=file]").click();
  }

  async openFile(input) {
    const [chosen] = input.files;
    if (!chosen) return;
    const program = await import("./file.mjs").catch(() => undefined);
    if (!program) return this.say(this.words["not-loaded"], "problem");
    const { MOST_BYTES, read } = program;
    const result = chosen.size > MOST_BYTES ? { problem: "too-large" } : read(await chosen.text().catch(() => ""), this.sheet, this.fields.shape());
    input.value = "";
    if (result.problem) return this.say(this.words[`file-${result.problem}`].replace("{title}", result.sheet ?? ""), "problem");
    this.replace(result.answers);
    await this.saveNow();
    const leftOut = [...new Set(result.leftOut)].join(", ");
    if (!this.failed) this.say(leftOut ? this.words["file-left-out"].replace("{fields}", leftOut) : this.words["file-opened"], leftOut ? "problem" : "saved");
    return undefined;
  }

  print() {
    print();
  }

  // --- Telling -------------------------------------------------------------------------------------------

  say(text, state = "") {
    const status = this.querySelector(".sheet-status");
    status.dataset.state = state;
    if (status.textContent !== text) status.textContent = text;
  }

  fail(reason) {
    this.failed = true;
    this.say(this.words[reason], "problem");
  }

  notice(text, buttons, more = "") {
    const box = this.querySelector(".sheet-notice");
    const words = document.createElement("p");
    words.textContent = text;
    box.replaceChildren(words);
    if (more) box.append(Object.assign(document.createElement("pre"), { textContent: more, dir: "auto" }));
    for (const [label, action] of buttons) {
      box.append(this.button(label, () => {
        action();
        box.hidden = true;
      }), " ");
    }
    box.setAttribute("role", "alert");
    box.hidden = false;
  }

  button(label, action) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: label });
    button.addEventListener("click", action);
    return button;
  }

  download(text, name) {
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(new Blob([text], { type: "application/json" })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  time(iso) {
    const language = document.documentElement.lang;
    const given = new Date(iso ?? Date.now());
    const when = Number.isNaN(given.getTime()) ? new Date() : given;
    const today = new Date().toDateString() === when.toDateString();
    const form = today ? { timeStyle: "short", hourCycle: "h23" } : { dateStyle: "long", timeStyle: "short", hourCycle: "h23" };
    return new Intl.DateTimeFormat(language === "ar" ? "ar-u-nu-latn" : language, form).format(when);
  }
}

function isFull(error) {
  return error?.name === "QuotaExceededError" || error?.inner?.name === "QuotaExceededError" || error?.code === 22;
}

function put(answers, path, value) {
  if (path.length === 1) answers[path[0]] = value;
  else if (path.length === 2) (answers[path[0]] ??= {})[path[1]] = value;
  else {
    const record = answers[path[0]]?.find((r) => r._id === path[1]);
    if (record) record[path[2]] = value;
  }
}

customElements.define("work-sheet", WorkSheet);
