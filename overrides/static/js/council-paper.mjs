// SPDX-License-Identifier: MIT
// The council paper of the open project: brings in what the sheets say, lets the reader change, leave out, move and add
// paragraphs, keeps all of it, and hands it out as a Word file or on paper.

import { newId, same } from "./answers.mjs";
import { answer, assemble, missing, moved, sectionsOf } from "./council.mjs";
import { sourceOf } from "./council-sources.mjs";
import { showMissing, showOffers, showSection, showText } from "./council-view.mjs";
import { oneLine } from "./form-fields.mjs";
import { Keeper, empty } from "./keeper.mjs";
import { records } from "./store.mjs";
import { putAt, tellRecord } from "./record-telling.mjs";
import { Telling, download, fileName, locale } from "./telling.mjs";

/** @typedef {import("./shapes.mjs").Content} Content */
/** @typedef {import("./council.mjs").Offer} Offer */

const WHICH = { sheet: "workspace-paper", copy: "1", sheetVersion: 1 };
const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const STEPS_BACK = 50;

class CouncilPaper extends HTMLElement {
  async connectedCallback() {
    const [words, form, paper] = [".words", ".form-words", ".sources"].map((part) => JSON.parse(this.querySelector(`:scope > script${part}`).textContent));
    this.words = words;
    this.form = form;
    /** @type {import("./council.mjs").Paper} */
    this.paper = paper;
    this.how = { labelled: words.labelled, locale: locale() };
    this.telling = new Telling(this, words);
    /** @type {Content} what stands in the paper now */
    this.state = empty();
    /** @type {{ [sheet: string]: import("./carry.mjs").Sheet[] }} */
    this.sheets = {};
    /** @type {Offer[]} */
    this.offers = [];
    /** @type {Content[]} */
    this.past = [];
    this.desk = { words, address: (sheet, copy = "1") => this.address(sheet, copy), answer: (offer, yes) => this.answer(offer, yes), source: (offer) => this.sourceOf(offer) };
    this.keeper = new Keeper(WHICH, { read: () => this.state, show: (c) => this.display(c), merged: (c) => this.showMerged(c), tell: (reason, detail) => this.tell(reason, detail) }, form["first-project"]);
    this.listen();
    this.draw();
    await this.keeper.begin(new URLSearchParams(location.search).get("project"));
    const line = this.querySelector(".sheet-project");
    line.querySelector("a").textContent = this.keeper.project?.name || form["first-project"];
    line.hidden = !this.keeper.project;
    await this.refresh();
    this.dataset.ready = "";
  }

  listen() {
    this.addEventListener("input", (event) => {
      const control = /** @type {HTMLTextAreaElement} */ (event.target);
      if (!control.matches("textarea")) return;
      if (control.matches(".one-line")) oneLine(control);
      this.change((answers) => {
        if (control.name) answers[control.name] = control.value;
        else this.row(answers, control).text = control.value;
      }, control);
    });
    this.addEventListener("click", (event) => {
      const pressed = /** @type {Element} */ (event.target).closest("button[data-action]");
      const actions = { undo: () => this.undo(), word: () => this.saveWord(), print: () => print(), add: () => this.add(pressed), out: () => this.leaveOut(pressed), up: () => this.move(pressed, -1), down: () => this.move(pressed, 1) };
      actions[pressed?.dataset.action]?.();
    });
  }

  /** @param {any} answers @param {Element} inside */
  row(answers, inside) {
    return answers[inside.closest("[data-section]").dataset.section].find(({ _id }) => _id === inside.closest("li").dataset.id);
  }

  // --- What stands in the paper ----------------------------------------------------------------------------

  /** What was stored. An own paragraph that stayed empty is not shown again. @param {Content} content */
  display(content) {
    const answers = structuredClone(content.answers);
    for (const { id } of this.paper.sections) {
      const arrived = Object.values(content.carried[id] ?? {}).map(({ into }) => into);
      if (Array.isArray(answers[id])) answers[id] = /** @type {any[]} */ (answers[id]).filter(({ _id, text }) => text || arrived.includes(_id));
    }
    this.state = { ...content, answers };
    this.draw();
  }

  /** What another tab has saved. @param {Content} content */
  showMerged(content) {
    this.past.push(this.state);
    this.state = content;
    this.bring();
  }

  /**
   * A change by the reader; Undo takes it back. What is typed into one box without a pause is one change.
   * @param {(answers: any) => void} how @param {Element} [control]
   */
  change(how, control) {
    if (this.keeper.readOnly) return;
    const answers = structuredClone(this.state.answers);
    how(answers);
    this.put({ ...this.state, answers }, control);
  }

  /** @param {Content} content @param {Element} [control] */
  put(content, control) {
    if (!(control && control === this.typing)) this.past = [...this.past, this.state].slice(-STEPS_BACK);
    this.typing = control;
    this.state = content;
    this.bring();
    this.keeper.changed();
  }

  /** Read the sheets of the project, and let arrive what is new in them. */
  async refresh() {
    const { project } = this.keeper;
    if (!project) return;
    const all = await records(project.id).catch(() => undefined);
    if (!all) {
      this.telling.say(this.words["read-failed"], "problem");
      return;
    }
    this.sheets = {};
    for (const { sheet, copy, answers } of all.sort((a, b) => Number(a.copy) - Number(b.copy))) (this.sheets[sheet] ??= []).push({ copy, answers });
    if (this.bring()) this.keeper.changed();
  }

  /** Bring the paper up to date with the sheets that were read, and show it. Returns whether something came in. */
  bring() {
    const before = this.state;
    if (Object.keys(this.sheets).length) {
      const { offers, ...content } = assemble(this.paper, before, this.sheets, this.how);
      this.offers = this.keeper.readOnly ? [] : offers;
      this.state = { ...before, ...content };
    }
    this.draw();
    return !same(before, this.state);
  }

  draw() {
    const { answers } = this.state;
    for (const control of this.querySelectorAll("[data-head] textarea")) {
      const text = answers[control.name];
      showText(control, typeof text === "string" ? text : "");
      showOffers(control.parentElement.querySelector(".council-offers"), this.offers.filter(({ path }) => path.length === 1 && path[0] === control.name), this.desk);
      control.parentElement.toggleAttribute("data-empty", !control.value.trim());
    }
    const sections = sectionsOf(this.paper, this.state);
    for (const { id, paragraphs } of sections) showSection(this.section(id), paragraphs, this.offers.filter(({ path }) => path.length > 1 && path[0] === id), this.desk);
    showMissing(this.querySelector(".council-missing"), missing(this.paper, this.state), this.paper, this.desk);
    this.querySelector(".council-empty").hidden = sections.some(({ paragraphs }) => paragraphs.length);
    this.querySelector(".council-last").textContent = this.lastLine();
    this.drawCount();
    if (this.keeper.readOnly) for (const control of this.querySelectorAll("textarea")) control.readOnly = true;
    for (const pressed of this.keeper.readOnly ? this.querySelectorAll("[data-action]:not([data-action=word], [data-action=print])") : []) pressed.disabled = true;
  }

  drawCount() {
    const box = this.querySelector(".council-changed");
    const [first] = this.offers;
    box.hidden = !first;
    if (!first) return;
    box.querySelector("span").textContent = this.words.changed.replace("{n}", String(this.offers.length));
    box.querySelector("a").href = first.path.length === 1 ? `#paper-${first.path[0]}` : `#section-${first.path[0]}`;
  }

  /** @param {string} id */
  section(id) {
    return this.querySelector(`[data-section="${id}"]`);
  }

  /** @param {string} sheet @param {string} copy */
  address(sheet, copy) {
    const asked = new URLSearchParams(this.keeper?.project ? { project: this.keeper.project.id } : {});
    if (copy !== "1") asked.set("copy", copy);
    return `${this.dataset.toolbox}${sheet}/?${asked}#form`;
  }

  /** @param {Offer} offer */
  sourceOf({ path, take }) {
    if (path.length === 1) return { source: this.paper.head.find(({ id }) => id === path[0]).source, copy: take.key };
    return sourceOf(this.paper.sections.find(({ id }) => id === path[0]), take.key);
  }

  // --- What the reader does --------------------------------------------------------------------------------

  /** @param {HTMLElement} pressed */
  leaveOut(pressed) {
    const out = pressed.closest("li").dataset.state !== "out";
    this.change((answers) => {
      const row = this.row(answers, pressed);
      if (out) row.out = true;
      else delete row.out;
    });
    this.saveAndSay(this.words[out ? "left-out" : "taken-in"]);
  }

  /** @param {HTMLButtonElement} pressed @param {number} by */
  move(pressed, by) {
    const item = pressed.closest("li");
    const { section } = pressed.closest("[data-section]").dataset;
    this.change((answers) => {
      answers[section] = moved(answers[section], item.dataset.id, by);
    });
    const [again, other] = [pressed, item.querySelector(`[data-action="${by < 0 ? "down" : "up"}"]`)];
    (again.disabled ? other : again).focus();
    this.saveAndSay(this.words.moved);
  }

  /** @param {HTMLElement} pressed */
  add(pressed) {
    const section = pressed.closest("[data-section]");
    const id = newId();
    this.change((answers) => {
      answers[section.dataset.section] = [...(answers[section.dataset.section] ?? []), { _id: id, text: "" }];
    });
    section.querySelector(`[data-id="${id}"] textarea`)?.focus();
  }

  /** @param {Offer} offer @param {boolean} yes */
  answer(offer, yes) {
    const [section, id] = offer.path;
    this.put({ ...this.state, ...answer(this.state, offer, yes) });
    (id ? this.section(section).querySelector(`[data-id="${CSS.escape(id)}"] textarea`) : this.querySelector(`#paper-${section}`)).focus();
    this.saveAndSay(this.words[yes ? "taken" : "left"]);
  }

  undo() {
    let before = this.past.pop();
    while (before && same(before, this.state)) before = this.past.pop();
    if (!before || this.keeper.readOnly) return;
    this.typing = undefined;
    this.state = before;
    this.bring();
    this.saveAndSay(this.form.undone);
  }

  /** @param {string} text */
  async saveAndSay(text) {
    await this.keeper.saveNow();
    if (!this.keeper.failed) this.telling.say(text, "saved");
  }

  /** The program for Word files is fetched only now. */
  async saveWord() {
    const { words, telling } = this;
    telling.say(words.making);
    const program = await import("./council-word.mjs").catch(() => undefined);
    const made = await program?.wordFileOf(this.paper, this.state, words, this.lastLine()).catch(() => undefined);
    if (!made) return telling.say(words["word-failed"], "problem");
    download(made, `${fileName(this.state.answers.title ? String(this.state.answers.title) : "", "council-paper")}.docx`, WORD);
    const names = missing(this.paper, this.state).map((id) => this.nameOf(id));
    return telling.say(names.length ? words["made-missing"].replace("{sections}", () => new Intl.ListFormat(locale()).format(names)) : words.made, "saved");
  }

  /** The words for a part of the paper. @param {string} id */
  nameOf(id) {
    return this.words[`section-${id}`] ?? this.words[id === "title" ? "paper-title" : id];
  }

  lastLine() {
    return this.words.colophon.replace("{site}", () => this.words.site).replace("{date}", new Intl.DateTimeFormat(locale(), { dateStyle: "long" }).format());
  }

  // --- Telling ---------------------------------------------------------------------------------------------

  /** What the keeper has to say. @param {string} reason @param {any} [detail] */
  tell(reason, detail) {
    if (reason === "source-changed") return this.refresh();
    if (reason !== "saving") this.typing = undefined;
    return tellRecord(this.telling, this.form, reason, detail, {
      sheet: WHICH.sheet,
      label: ([id]) => this.nameOf(id),
      take: (conflicts) => this.change((answers) => conflicts.forEach(({ path, theirs }) => putAt(answers, path, theirs))),
      freeze: () => this.freeze(),
    });
  }

  /** The paper is for reading only; it can still be printed and taken along. */
  freeze() {
    this.offers = [];
    this.draw();
  }
}

customElements.define("council-paper", CouncilPaper);
