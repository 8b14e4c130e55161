// SPDX-License-Identifier: MIT
// On a worksheet that was merged from several tables: below each field, what each table said (see tables.mjs).
// A field that was emptied shows nothing, unless the merging itself left it empty, because the tables disagree.

import { filled } from "./filled.mjs";
import { decimal, fill, together } from "./table-values.mjs";
import { locale } from "./telling.mjs";

/** @typedef {{ [table: string]: string }} Voices */

export class SaidMarks {
  /** @param {any} sheet the work-sheet element */
  constructor(sheet) {
    this.sheet = sheet;
    this.words = JSON.parse(sheet.querySelector(":scope > .said-words").textContent);
  }

  /** Draw all marks anew where something has changed; those that are open stay open. */
  draw() {
    const { tables = {}, texts = {} } = this.sheet.content().said;
    /** @type {Set<Element>} */
    const kept = new Set();
    for (const [path, voices] of Object.entries(texts)) {
      const mark = this.mark(path, voices, tables);
      if (mark) kept.add(mark);
    }
    for (const old of this.sheet.form.querySelectorAll("details.said")) if (!kept.has(old)) old.remove();
  }

  /** @param {string} path @param {Voices} voices @param {{ [table: string]: string }} names @returns {Element | undefined} */
  mark(path, voices, names) {
    const control = this.sheet.form.querySelector(`[name="${CSS.escape(path)}"]`);
    const group = this.sheet.form.querySelector(`fieldset[data-group="${CSS.escape(path)}"]`);
    const place = control?.closest("score-table td, .field") ?? group;
    if (!place) return undefined;
    const type = group ? "group" : typeOf(control);
    const result = group ? undefined : together(type, voices, { labelled: "{label}", between: "", names: {} });
    const isBlank = control && (control.type === "checkbox" ? !control.checked : control.value === "" || "untouched" in control.dataset);
    if (isBlank && (result?.value !== "" || result?.how === "none")) return undefined;
    const old = place.querySelector(":scope > details.said");
    const key = JSON.stringify([voices, names]);
    if (old?.dataset.key === key) return old;
    const box = Object.assign(document.createElement("details"), { className: "said" });
    box.dataset.key = key;
    const summary = document.createElement("summary");
    if (type === "points" && result?.least !== undefined) summary.append(part("for-ears", this.words.title), part("", this.words.spread, { least: written(result.least), greatest: written(result.greatest) }));
    else summary.append(part("", group ? this.words.left : this.words.title));
    const list = document.createElement("ul");
    for (const [table, text] of Object.entries(voices)) {
      const item = document.createElement("li");
      item.append(...filled(this.words.line, { table: names[table] ?? table, text: this.shown(control, text) }));
      list.append(item);
    }
    const note = result && this.note(result);
    box.append(summary, ...(note ? [part("said-note", note)] : []), list);
    if (old) old.replaceWith(box);
    else if (group) place.querySelector(".records").after(box);
    else place.append(box);
    return box;
  }

  /** @param {any} control @param {string} text */
  shown(control, text) {
    if (control?.type === "checkbox") return this.words[text === "true" ? "ticked" : "not-ticked"];
    const option = control?.tagName === "SELECT" && text && [...control.options].find(({ value }) => value === text);
    return option ? option.textContent : text;
  }

  /** @param {import("./table-values.mjs").Together} result */
  note({ how, mean, least, greatest, n, of }) {
    if (how === "disagree") return this.words.disagree;
    if (how === "ticks") return fill(this.words.ticks, { n, of });
    return how === "mean" ? fill(this.words.mean, { mean: written(mean), least: written(least), greatest: written(greatest) }) : "";
  }
}

/** @param {any} control */
function typeOf(control) {
  if (control.closest("score-table")) return "points";
  const named = [...control.closest(".field").classList].find((name) => name.startsWith("field-"));
  return named?.slice("field-".length) ?? "paragraph";
}

/** @param {string} number */
function written(number) {
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: 20 }).format(Number(decimal(number)));
}

/** @param {string} className @param {string} sentence @param {{ [name: string]: string }} [values] */
function part(className, sentence, values = {}) {
  return Object.assign(document.createElement("span"), { className, textContent: fill(sentence, values) });
}
