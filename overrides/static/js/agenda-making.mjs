// SPDX-License-Identifier: MIT
// How the reader makes an agenda: takes a recipe, adds sheets and own parts, moves and removes them.

import { BREAK, ROUND, minutesOf, moved, newPart, partsIn, partsOfRecipe, withBreaks, withPart } from "./agenda.mjs";
import { make } from "./element.mjs";
import { fill } from "./invitation.mjs";
import { partWords } from "./part-words.mjs";

export class AgendaMaking {
  /** @param {any} pack the workshop-pack element */
  constructor(pack) {
    this.pack = pack;
    this.words = pack.words;
  }

  /** @param {string} what */
  add(what) {
    const value = (/** @type {string} */ choice) => this.pack.form.querySelector(`[data-choice=${choice}]`).value;
    const { sheets } = this.pack.desk.data;
    const version = value("version") === "short" ? "short" : "full";
    /** @type {{ [what: string]: () => Omit<import("./agenda.mjs").Part, "_id"> }} */
    const kinds = {
      sheet: () => ({ kind: "sheet", sheet: value("sheet"), version, minutes: String(sheets[value("sheet")].minutes[version]) }),
      own: () => ({ kind: "own", name: value("own").trim(), minutes: String(minutesOf({ minutes: value("minutes") }) || ROUND) }),
      break: () => ({ kind: "break", minutes: String(BREAK) }),
      welcome: () => ({ kind: "own", from: "welcome", minutes: String(ROUND) }),
      closing: () => ({ kind: "own", from: "closing", minutes: String(ROUND) }),
      meeting: () => ({ kind: "meeting" }),
    };
    const part = newPart(kinds[what]());
    const { title } = partWords(part, this.pack.desk.data, this.words);
    const before = partsIn(this.pack.answers);
    // The first sheet brings a welcome and a closing round along.
    const begun = what === "sheet" && !before.length ? [newPart(kinds.welcome()), newPart(kinds.closing())] : before;
    const now = withPart(begun, part);
    if (what === "own") this.pack.form.querySelector("[data-choice=own]").value = "";
    this.pack.changeParts(() => now, fill(this.words[now.length - begun.length > 1 ? "added-break" : "added"], { name: part.kind === "meeting" ? this.words["add-meeting"] : title }));
  }

  proposeBreaks() {
    const before = partsIn(this.pack.answers);
    const now = withBreaks(before);
    if (now.length === before.length) return this.pack.telling.say(this.words["breaks-fine"]);
    return this.pack.changeParts(() => now, fill(this.words["breaks-put"], { n: String(now.length - before.length) }));
  }

  /** @param {string} id @param {number} by @param {HTMLElement} pressed */
  move(id, by, pressed) {
    const parts = moved(partsIn(this.pack.answers), id, by);
    const at = parts.findIndex(({ _id }) => _id === id);
    const { title } = partWords(parts[at], this.pack.desk.data, this.words);
    this.pack.changeParts(() => parts, fill(this.words.moved, { name: title, n: String(at + 1), all: String(parts.length) }));
    pressed.focus(); // an element that is put elsewhere loses the focus
  }

  /** @param {string} id */
  takeOut(id) {
    const lines = [...this.pack.querySelectorAll(".agenda > .agenda-part")];
    const at = lines.findIndex((line) => line.dataset.id === id);
    const next = lines[at + 1] ?? lines[at - 1];
    this.pack.changeParts((parts) => parts.filter(({ _id }) => _id !== id), this.words.removed);
    (next?.querySelector("[data-action=remove]") ?? this.pack.querySelector("#agenda")).focus();
  }

  chosenRecipe() {
    return this.pack.desk.data.recipes.find(({ id }) => id === this.pack.form.querySelector("[data-choice=recipe]").value);
  }

  showSessions() {
    const recipe = this.chosenRecipe();
    const box = this.pack.querySelector(".sessions");
    box.replaceChildren(box.querySelector("legend"), ...(recipe?.sessions ?? []).map(({ id, title }, at) => make("label", { className: "check", lang: recipe.language, dir: recipe.direction }, make("input", { type: "checkbox", value: id, checked: at === 0 }), " ", title)));
    box.hidden = !recipe || recipe.sessions.length < 2;
    this.pack.querySelector("[data-action=use-recipe]").disabled = !recipe;
  }

  async useRecipe() {
    const recipe = this.chosenRecipe();
    const { words } = this;
    if (partsIn(this.pack.answers).length && !(await this.pack.telling.ask({ title: words.replace, question: words["replace-question"], yes: words["replace-yes"], no: words["replace-no"] }))) return;
    const chosen = [...this.pack.querySelectorAll(".sessions :checked")].map(({ value }) => value);
    const sessions = chosen.length ? chosen : [recipe.sessions[0].id];
    const old = this.pack.recipe();
    this.pack.change((answers) => {
      // A start that a person has set stays; that of the recipe before does not.
      if (!answers.start || old?.sessions.some(({ start }) => start === answers.start)) answers.start = recipe.sessions.find(({ id }) => id === sessions[0]).start;
      answers.parts = partsOfRecipe(recipe, sessions);
      answers.recipe = recipe.id;
      delete answers.letter;
    });
    await this.pack.saveAndSay(words["recipe-used"]);
    this.pack.querySelector("#agenda").focus();
  }
}
