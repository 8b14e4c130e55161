// SPDX-License-Identifier: MIT
// The workshop pack of the open project: the reader puts together an agenda, and the page shows at once what follows
// from it. Everything is kept in one record; its shape stands in agenda.mjs.

import { same, tidy } from "./answers.mjs";
import { meetings, minutesOf, partsIn } from "./agenda.mjs";
import { AgendaMaking } from "./agenda-making.mjs";
import { fill } from "./invitation.mjs";
import { Keeper, empty } from "./keeper.mjs";
import { PrintPack } from "./print-pack.mjs";
import { putAt, tellRecord } from "./record-telling.mjs";
import { Telling, download, fileName } from "./telling.mjs";
import { tablesFor } from "./workshop-check.mjs";
import { LETTER, WorkshopLetter } from "./workshop-letter.mjs";
import { setValue, sheetsOf, showAgenda, showFiles, showMaterials, showWarnings } from "./workshop-view.mjs";

const WHICH = { sheet: "workspace-workshop", copy: "1", sheetVersion: 1 };
const FACTS = ["title", "date", "place", "start", "people", "tables"];
const STEPS_BACK = 50;

class WorkshopPack extends HTMLElement {
  async connectedCallback() {
    const [words, form, site, data] = [".words", ".form-words", ".site-words", ".data"].map((part) => JSON.parse(this.querySelector(`:scope > script${part}`).textContent));
    /** @type {import("./workshop-view.mjs").Desk} */
    this.desk = { words, site, data, toolbox: this.dataset.toolbox, root: this.dataset.root };
    this.words = words;
    this.telling = new Telling(this, form);
    /** @type {any} see agenda.mjs */
    this.answers = {};
    this.beside = { carried: {}, said: {} };
    /** @type {any[]} */
    this.past = [];
    this.keeper = new Keeper(WHICH, { read: () => ({ ...empty(), ...this.beside, answers: tidy(this.answers) }), show: (c) => this.show(c), merged: (c) => this.showMerged(c), tell: (reason, detail) => this.tell(form, reason, detail) }, form["first-project"]);
    this.form = this.querySelector("form");
    this.making = new AgendaMaking(this);
    this.letter = new WorkshopLetter(this);
    this.paper = new PrintPack(this);
    this.listen();
    this.draw();
    await this.keeper.begin(new URLSearchParams(location.search).get("project"));
    const line = this.querySelector(".sheet-project");
    line.querySelector("a").textContent = this.keeper.project?.name || form["first-project"];
    line.hidden = !this.keeper.project;
    this.draw();
    this.dataset.ready = "";
  }

  listen() {
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("input", (event) => this.typed(/** @type {HTMLInputElement} */ (event.target)));
    this.form.addEventListener("keydown", (event) => {
      const field = /** @type {HTMLElement} */ (event.target);
      if (event.key !== "Enter" || !field.matches("[data-choice=own], [data-choice=minutes]")) return;
      event.preventDefault();
      this.press("add-own", field);
    });
    this.addEventListener("click", (event) => {
      const pressed = /** @type {Element} */ (event.target).closest("button[data-action]");
      if (pressed) this.press(pressed.dataset.action, pressed);
    });
    addEventListener("beforeprint", () => this.paper.before()); // printed by the browser's own command
  }

  /** @param {HTMLInputElement} control */
  typed(control) {
    const { name, value, dataset } = control;
    const id = control.closest("li")?.dataset.id;
    if (FACTS.includes(name)) this.change((answers) => put(answers, name, value), control);
    else if (LETTER.includes(name)) this.change((answers) => put(answers, name, this.letter.isProposed(name, value) ? "" : value), control);
    else if (dataset.part) this.change((answers) => this.putPart(answers, id, dataset.part, value), control);
    else if (dataset.tick) this.change((answers) => putTick(answers, dataset.tick, control.checked), control);
    else if (dataset.choice === "recipe") this.making.showSessions();
  }

  /** @param {any} answers @param {string} id @param {string} field @param {string} value */
  putPart(answers, id, field, value) {
    const row = answers.parts.find((/** @type {any} */ part) => part._id === id);
    if (!row) return;
    const whole = this.desk.data.sheets[row.sheet]?.minutes;
    // A sheet whose length nobody changed takes that of its other version.
    if (field === "version" && whole && minutesOf(row) === whole[row.version]) row.minutes = String(whole[value]);
    put(row, field, value);
  }

  // --- Changes ----------------------------------------------------------------------------------------------

  /**
   * A change by the reader; Undo takes it back. What is typed into one field without a pause is one change.
   * @param {(answers: any) => void} how @param {Element} [control]
   */
  change(how, control) {
    if (this.keeper.readOnly) return;
    const answers = structuredClone(this.answers);
    how(answers);
    if (same(answers, this.answers)) return;
    if (!(control && control === this.typing)) this.past = [...this.past, this.answers].slice(-STEPS_BACK);
    this.typing = control;
    this.answers = answers;
    this.draw();
    this.keeper.changed();
  }

  /** @param {(parts: import("./agenda.mjs").Part[]) => import("./agenda.mjs").Part[]} how @param {string} text said when it is saved */
  changeParts(how, text) {
    this.change((answers) => {
      answers.parts = how(partsIn(answers));
    });
    return this.saveAndSay(text);
  }

  /** @param {string} text */
  async saveAndSay(text) {
    await this.keeper.saveNow();
    if (!this.keeper.failed) this.telling.say(text, "saved");
  }

  /** What is stored, or what another tab has saved. @param {import("./shapes.mjs").Content} content */
  show({ answers, carried, said }) {
    this.answers = structuredClone(answers);
    this.beside = { carried, said };
    this.draw();
  }

  /** After that, Undo must not take back what was done elsewhere. @param {import("./shapes.mjs").Content} content */
  showMerged(content) {
    this.past = [];
    this.show(content);
  }

  /** @param {string} action @param {HTMLElement} pressed */
  press(action, pressed) {
    const id = pressed.closest("li")?.dataset.id;
    const actions = {
      undo: () => this.undo(),
      print: () => this.paper.print(this.form.elements.forms.value === "filled"),
      copy: () => this.letter.copy(),
      "save-file": () => this.saveFile(),
      "use-recipe": () => this.making.useRecipe(),
      "propose-breaks": () => this.making.proposeBreaks(),
      rewrite: () => this.letter.rewrite("agenda"),
      "rewrite-recipe": () => this.letter.rewrite(""),
      up: () => this.making.move(id, -1, pressed),
      down: () => this.making.move(id, 1, pressed),
      remove: () => this.making.takeOut(id),
    };
    if (actions[action]) actions[action]();
    else if (action.startsWith("add-")) this.making.add(action.slice(4));
  }

  undo() {
    const before = this.past.pop();
    if (!before) return;
    this.answers = before;
    this.typing = undefined;
    this.draw();
    this.keeper.changed();
    this.saveAndSay(this.words.undone);
  }

  /** The recipe of which parts stand in the agenda. */
  recipe() {
    const { recipe = "" } = this.answers;
    return partsIn(this.answers).some(({ from }) => from?.startsWith(`${recipe}.`)) ? this.desk.data.recipes.find(({ id }) => id === recipe) : undefined;
  }

  // --- Showing ------------------------------------------------------------------------------------------------

  draw() {
    const { answers, desk, words } = this;
    this.meetings = meetings(answers);
    const parts = partsIn(answers);
    const project = this.keeper.project ? `?project=${this.keeper.project.id}` : "";
    for (const name of FACTS) setValue(this.form.elements[name], answers[name] ?? "");
    this.form.elements.title.placeholder = this.recipe()?.title ?? "";
    for (const name of ["date", "start"]) this.form.elements[name].closest("p").hidden = parts[0]?.kind === "meeting";
    this.querySelector(".tables-computed").textContent = answers.tables || !answers.people ? "" : fill(words["tables-computed"], { n: String(tablesFor(answers, desk.data.sheets)) });
    this.querySelector(".agenda-empty").hidden = parts.length > 0;
    this.querySelector(".agenda-no-start").hidden = !parts.length || this.meetings.every(({ end }) => end);
    this.querySelector(".agenda-breaks").hidden = !parts.length;
    showAgenda(this.querySelector(".agenda"), this.querySelector("template.agenda-line"), this.meetings, desk, project);
    showWarnings(this.querySelector(".warnings"), answers, this.meetings, desk);
    showMaterials(this.querySelector("ul.materials"), this.querySelector(".materials-note"), answers, this.recipe(), desk);
    showFiles(this.querySelector(".pack-files"), sheetsOf(answers), desk);
    this.letter.draw();
    const way = this.querySelector("[data-way=screen]");
    way.href = `${way.getAttribute("href").split("?")[0]}${project}`;
    this.querySelector(".pack").replaceChildren(); // a printed pack is made anew after every change
    if (this.keeper.readOnly) this.freeze();
  }

  async saveFile() {
    const program = await import("./file.mjs").catch(() => undefined);
    if (!program) return this.telling.say(this.telling.words["not-loaded"], "problem");
    const { project } = this.keeper;
    download(program.toFile(project, [{ ...WHICH, ...this.keeper.page.read() }]), `${fileName(project?.name ?? "", this.words.title)}.json`);
    return undefined;
  }

  // --- Telling ------------------------------------------------------------------------------------------------

  /** @param {{ [word: string]: string }} form @param {string} reason @param {any} [detail] */
  tell(form, reason, detail) {
    if (reason !== "saving") this.typing = undefined;
    if (reason === "saved" && this.keeper.project) this.querySelector(".sheet-project").hidden = false;
    tellRecord(this.telling, form, reason, detail, {
      sheet: WHICH.sheet,
      label: ([field]) => this.label(field),
      take: (conflicts) => this.change((answers) => conflicts.forEach(({ path, theirs }) => putAt(answers, path, theirs))),
      freeze: () => this.freeze(),
    });
  }

  /** @param {string} field */
  label(field) {
    const { words } = this;
    return { parts: words.agenda, ticks: words.materials, title: words.name, subject: words["subject-label"], invitation: words["text-label"] }[field] ?? words[field] ?? field;
  }

  freeze() {
    const kept = ["print", "copy", "save-file"];
    for (const control of this.querySelectorAll("form :is(input:not([name=forms]), select, textarea, button), [data-action=undo]")) if (!kept.includes(control.dataset.action)) control.disabled = true;
  }
}

/** A text, or nothing where it is empty. @param {any} target @param {string} name @param {string} value */
function put(target, name, value) {
  if (value === "") delete target[name];
  else target[name] = value;
}

/** @param {any} answers @param {string} id @param {boolean} on */
function putTick(answers, id, on) {
  const others = (answers.ticks ?? []).filter((/** @type {any} */ tick) => tick._id !== id);
  answers.ticks = on ? [...others, { _id: id, done: true }] : others;
}

customElements.define("workshop-pack", WorkshopPack);
