// SPDX-License-Identifier: MIT
// What surrounds a sheet in its project: the name of the project, the other sheets of its kind, and what comes from
// other sheets: each such field says so, shows its source on one press, and offers later changes.

import { same } from "./answers.mjs";
import { answerOffer, arrive, choose, marks, valuesAt } from "./carry.mjs";
import { wordsOf } from "./form-fields.mjs";
import { saveProjectFile } from "./project-file.mjs";
import { reminderDue } from "./progress.mjs";
import { records } from "./store.mjs";
import { button } from "./telling.mjs";

/** @typedef {import("./carry.mjs").Link} Link */

export class SheetInProject {
  /** @param {any} sheet the work-sheet element */
  constructor(sheet) {
    this.sheet = sheet;
    this.words = sheet.words;
    /** @type {Link[]} */
    this.links = JSON.parse(sheet.querySelector(":scope > script.links").textContent);
    /** @type {{ [sheet: string]: import("./carry.mjs").Sheet[] }} */
    this.sources = {};
    /** @type {import("./carry.mjs").Offer[]} */
    this.offers = [];
    /** @type {import("./said-marks.mjs").SaidMarks | undefined} */
    this.said = undefined;
    sheet.form.addEventListener("answers-changed", () => this.draw());
    sheet.form.addEventListener("records-changed", () => this.draw());
  }

  get project() {
    return this.sheet.keeper.project;
  }

  async begin() {
    this.showProject();
    await this.refresh();
    await this.drawSaid();
    if (this.project && reminderDue(this.project)) this.remind(this.project);
  }

  /** Some browsers forget: work that is in no file for days is worth a sentence. @param {import("./shapes.mjs").Project} project */
  remind(project) {
    const name = project.name || this.words["first-project"];
    this.sheet.telling.notice(this.words.reminder.replace("{name}", name), [
      [this.words["save-project"], () => saveProjectFile(project.id, name).catch(() => this.sheet.telling.say(this.words["not-saved"], "problem"))],
      [this.words.later, () => {}],
    ]);
  }

  /** What the tables said, where the sheet was merged from several. Only such a sheet fetches the program for it. */
  async drawSaid() {
    const any = Object.keys(this.sheet.beside.said.texts ?? {}).length > 0;
    if (any && !this.said) {
      const program = await import("./said-marks.mjs").catch(() => undefined); // without it the answers stand alone
      if (program) this.said ??= new program.SaidMarks(this.sheet);
    }
    this.said?.draw();
  }

  /** The name of the project, and where there are several sheets of this kind, the way to the others. */
  async showProject() {
    const line = this.sheet.querySelector(".sheet-project");
    const { project } = this;
    line.querySelector(".project-name").textContent = project?.name || this.words["first-project"];
    line.hidden = false;
    if (!("several" in this.sheet.dataset)) return;
    const all = project ? await records(project.id).catch(() => []) : [];
    const { sheet, copy } = this.sheet.which;
    const copies = [...new Set([...all.filter((r) => r.sheet === sheet).map((r) => r.copy), copy])].sort((a, b) => Number(a) - Number(b));
    const more = String(Number(copies.at(-1)) + 1);
    line.querySelector(".copies").replaceChildren(...copies.map((number) => this.copyLink(number, number === copy)), this.copyLink(more, false, this.words["one-more"]));
  }

  /** @param {string} number @param {boolean} here @param {string} [text] */
  copyLink(number, here, text = number) {
    const address = new URL(location.href);
    address.searchParams.set("copy", number);
    if (this.project) address.searchParams.set("project", this.project.id);
    const link = Object.assign(document.createElement("a"), { href: address.href, textContent: text });
    if (here) link.setAttribute("aria-current", "page");
    return link;
  }

  /** Read the other sheets of the project, and let arrive what comes from them. */
  async refresh() {
    if (!this.links.length || !this.project) return;
    const all = await records(this.project.id).catch(() => []);
    this.sources = {};
    for (const { sheet, copy, answers } of all) (this.sources[sheet] ??= []).push({ copy, answers });
    const before = this.sheet.content();
    const { answers, carried, offers, choices } = arrive(this.links, before, this.sources);
    this.offers = this.sheet.keeper.readOnly ? [] : offers;
    if (!this.sheet.keeper.readOnly && this.put({ ...before, answers, carried })) this.sheet.past.pop(); // nothing that the person did
    this.tellOffers(choices);
    this.draw();
  }

  /** @param {{ sheet: string }} news */
  sourceChanged(news) {
    if (this.links.some(({ from }) => from.sheet === news.sheet)) this.refresh();
  }

  /** Put content onto the page and keep it. Returns whether anything changed. @param {import("./shapes.mjs").Content} content */
  put(content) {
    if (same(content, this.sheet.content())) return false;
    this.sheet.showMerged(content);
    this.sheet.keeper.changed();
    return true;
  }

  // --- What arrived ---------------------------------------------------------------------------------------

  /** A line below each field that came from elsewhere. */
  draw() {
    this.drawSaid();
    for (const old of this.sheet.querySelectorAll(".carried")) old.dataset.old = "";
    for (const { path, link, edited, value } of marks(this.links, this.sheet.content())) {
      const control = this.control(path);
      const place = control?.closest(".field");
      if (!place) continue;
      let box = place.querySelector(":scope > .carried");
      const key = JSON.stringify([edited, value.raw, value.key]);
      if (!box || box.dataset.key !== key) {
        const made = this.box(link, edited, value);
        made.dataset.key = key;
        if (box) box.replaceWith(made);
        else place.append(made);
        box = made;
      }
      delete box.dataset.old;
    }
    for (const old of this.sheet.querySelectorAll(".carried[data-old]")) old.remove();
  }

  /** @param {string[]} path */
  control(path) {
    return this.sheet.form.querySelector(`[name="${CSS.escape(path.join("."))}"]`);
  }

  /** @param {Link} link @param {boolean} edited @param {import("./carry.mjs").Value} value */
  box(link, edited, value) {
    const box = Object.assign(document.createElement("details"), { className: "carried" });
    box.dataset.state = edited ? "edited" : "carried";
    const summary = document.createElement("summary");
    summary.textContent = this.words[edited ? "carried-edited" : "carried"].replace("{title}", link.from.title);
    const now = valuesAt(link, this.sources[link.from.sheet] ?? []);
    const shown = value.key ? now.filter(({ key }) => key === value.key) : now;
    const text = Object.assign(document.createElement("blockquote"), { textContent: shown.map((v) => v.text).join("\n"), dir: "auto" });
    const label = Object.assign(document.createElement("p"), { textContent: link.from.label, className: "quiet" });
    const open = Object.assign(document.createElement("a"), { href: this.addressOf(link, value), textContent: this.words["open-source"] });
    box.append(summary, label, text, open);
    return box;
  }

  /** @param {Link} link @param {import("./carry.mjs").Value} value */
  addressOf({ from }, value) {
    const copy = from.several && value.key ? `&copy=${value.key.split(".")[0]}` : "";
    return `../${from.sheet}/?project=${this.project.id}${copy}#form`;
  }

  // --- What is offered ------------------------------------------------------------------------------------

  /** @param {import("./carry.mjs").Choice[]} choices */
  tellOffers(choices) {
    const place = this.sheet.querySelector(".sheet-offers");
    place.replaceChildren(...choices.map((choice) => this.choiceBox(choice)), ...this.offers.map((offer) => this.offerBox(offer)));
    if (this.offers.length > 1) {
      place.append(this.row(
        button(this.words["offer-all"], () => this.answer(this.offers, true)),
        button(this.words["offer-none"], () => this.answer(this.offers, false)),
      ));
    }
    place.hidden = !place.childElementCount;
  }

  /** @param {import("./carry.mjs").Offer} offer */
  offerBox(offer) {
    const box = Object.assign(document.createElement("div"), { className: "offer" });
    const isRecord = "group" in offer;
    const link = this.links.find(({ group, field }) => (isRecord ? group === offer.group : offer.path[0] === (group || field) && offer.path.at(-1) === field));
    const label = isRecord ? wordsOf(this.sheet.form.querySelector(`fieldset[data-group="${offer.group}"] > legend`)) : this.sheet.fields.label(offer.path);
    const words = isRecord ? "offer-record" : offer.edited ? "offer-edited" : "offer";
    const sentence = this.words[words].replace("{title}", link.from.title).replace("{field}", label);
    const text = isRecord ? Object.values(offer.candidate.fields).map((v) => v.text).join("\n") : offer.text;
    box.append(
      Object.assign(document.createElement("p"), { textContent: sentence }),
      Object.assign(document.createElement("blockquote"), { textContent: text, dir: "auto" }),
      this.row(button(this.words["offer-take"], () => this.answer([offer], true)), button(this.words["offer-keep"], () => this.answer([offer], false))),
    );
    return box;
  }

  /** @param {import("./carry.mjs").Choice} choice */
  choiceBox(choice) {
    const box = Object.assign(document.createElement("div"), { className: "offer" });
    const buttons = choice.candidates.map(({ key, text }) => button(text, () => {
      this.put({ ...this.sheet.content(), ...choose(this.links, this.sheet.content(), this.sources, choice, key) });
      this.refresh();
    }));
    box.append(Object.assign(document.createElement("p"), { textContent: this.words["offer-choice"].replace("{title}", choice.title) }), this.row(...buttons));
    return box;
  }

  /** @param {HTMLElement[]} buttons */
  row(...buttons) {
    const row = Object.assign(document.createElement("p"), { className: "buttons" });
    row.append(...buttons);
    return row;
  }

  /** @param {import("./carry.mjs").Offer[]} offers @param {boolean} yes */
  answer(offers, yes) {
    const before = this.sheet.content();
    let content = before;
    for (const offer of offers) {
      const { max, start } = this.links.find(({ group }) => "group" in offer && group === offer.group) ?? { max: Infinity, start: 0 };
      content = { ...content, ...answerOffer(content, offer, yes, { max, start }) };
    }
    this.put(content);
    this.sheet.keeper.saveNow(); // what was decided must not be asked again
    this.refresh();
    this.sheet.querySelector(".sheet-bar button")?.focus();
  }
}
