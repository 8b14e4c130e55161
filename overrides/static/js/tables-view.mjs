// SPDX-License-Identifier: MIT
// Draws what the tables said side by side: each field of the sheet, each record of a group, each cell of points.
// What people typed is put on the page as text only.

import { make } from "./element.mjs";
import { filled } from "./filled.mjs";
import { TableNames } from "./table-names.mjs";
import { fill, isolated } from "./table-values.mjs";
import { locale } from "./telling.mjs";

/** @typedef {import("./tables.mjs").Line} Line */
/** @typedef {import("./tables.mjs").Merged} Merged */
/** @typedef {import("./tables.mjs").Table} Table */

export class TablesView {
  /**
   * @param {import("./tables.mjs").Sheet & { language: string, direction: string }} sheet
   * @param {Table[]} tables
   * @param {Merged} merged
   * @param {{ [word: string]: string }} words
   */
  constructor(sheet, tables, merged, words) {
    this.sheet = sheet;
    this.tables = tables;
    this.merged = merged;
    this.words = words;
    this.names = new TableNames(merged, words);
  }

  /** All answers. @returns {HTMLElement[]} */
  answers() {
    return this.merged.fields.flatMap((field) => {
      const lines = this.merged.lines.filter((line) => line.field === field.id && line.fits);
      if (!lines.length) return [];
      const place = make("section", { className: "place" }, this.spoken(make("h3", { textContent: this.names.label(field) })));
      if (field.type !== "group" && field.type !== "scores") place.append(this.line(lines[0]));
      else for (const id of new Set(lines.map(({ record }) => record))) {
        const title = this.names.record(field.type === "group" ? field.id : this.sheet.parts.options, id);
        const own = lines.filter(({ record }) => record === id);
        place.append(make("div", { className: "side-record" }, make("h4", {}, typed(title)), ...own.map((line) => this.line(line, this.labelOf(line)))));
      }
      return [place];
    });
  }

  /** In the language of the sheet, where that is another one than the page's. @param {HTMLElement} element */
  spoken(element) {
    if (this.sheet.language !== document.documentElement.lang) Object.assign(element, { lang: this.sheet.language, dir: this.sheet.direction });
    return element;
  }

  /** The label of a line within a record. @param {Line} line */
  labelOf(line) {
    if (line.type === "points") return make("p", { className: "line-label" }, typed(this.names.record(this.sheet.parts.criteria, line.inner)));
    return this.spoken(make("p", { className: "line-label", textContent: this.names.label(this.names.answered(line)) }));
  }

  /** @param {Line} line @param {HTMLElement} [label] */
  line(line, label) {
    const list = make("dl", { className: "voices" }, ...this.tables.map(({ id, name }) => make("div", {}, make("dt", {}, typed(name)), this.said(line, line.voices[id]))));
    const note = this.names.note(line, (number) => new Intl.NumberFormat(locale(), { maximumFractionDigits: 20 }).format(Number(number)));
    const answer = line.merged.value === "" && line.type !== "check" ? make("dd") : this.said(line, line.merged.value);
    if (note) answer.append(make("span", { className: "how", textContent: note, lang: document.documentElement.lang, dir: document.documentElement.dir }));
    const last = make("div", { className: "merged" }, make("dt", { textContent: this.words.merged }), answer);
    last.dataset.how = line.merged.how;
    list.append(last);
    const box = make("div", { className: "line", id: `side-${line.path}`, tabIndex: -1 });
    box.toggleAttribute("data-long", line.type === "paragraph");
    box.append(...(label ? [label] : []), list);
    return box;
  }

  /** What one table said. @param {Line} line @param {string | true | undefined} stored */
  said(line, stored) {
    if (stored === undefined) {
      const dash = make("span", { textContent: "–" });
      dash.setAttribute("aria-hidden", "true");
      return make("dd", { className: "none" }, dash, make("span", { className: "for-ears", textContent: this.words["no-answer"] }));
    }
    const text = make("span", { textContent: this.names.shown(line, stored), dir: "auto", className: "text" });
    return make("dd", {}, line.type === "choice" || line.type === "level" ? this.spoken(text) : text);
  }

  /** What to know before merging: other versions, where tables disagree, and what has no room. @returns {HTMLElement[]} */
  remarks() {
    const { sheet, tables, merged, words } = this;
    const list = (/** @type {string[]} */ texts) => new Intl.ListFormat(locale()).format([...new Set(texts)]);
    const others = tables.filter(({ version }) => version !== sheet.sheetVersion).map(({ name }) => name);
    const found = [];
    if (others.length) found.push(make("p", { textContent: fill(words["other-version"], { tables: list(others) }) }));
    if (merged.misfits.length) found.push(make("p", { textContent: fill(words.misfit, { fields: list(merged.misfits.map(({ table, field }) => fill(words.labelled, { label: isolated(table), value: isolated(field) }))) }) }));
    const open = merged.lines.filter((line) => line.merged.how === "disagree" || line.merged.how === "ticks");
    if (open.length) found.push(make("h3", { textContent: words.decide }), folded(words.show, open.map((line) => make("li", {}, this.link(line)))));
    else found.push(make("p", { textContent: words["decide-none"] }));
    if (merged.left.length) found.push(make("h3", { textContent: words.left }), make("p", { textContent: words["left-text"] }), folded(words.show, merged.left.map((one) => this.leftOver(one))));
    return found;
  }

  /** @param {Line} line */
  link(line) {
    const { field, record } = this.names.cells(line, this.sheet.parts);
    const link = make("a", { href: `#side-${line.path}` }, ...(record ? filled(this.words.labelled, { label: record, value: field }) : [field]));
    link.addEventListener("click", (event) => {
      event.preventDefault();
      /** @type {HTMLElement | null} */ (document.getElementById(`side-${line.path}`))?.focus();
    });
    return link;
  }

  /** @param {Merged["left"][0]} one */
  leftOver({ group, voices }) {
    const field = this.merged.fields.find(({ id }) => id === group);
    const texts = Object.entries(voices).map(([id, text]) => filled(this.words.labelled, { label: this.tables.find((table) => table.id === id)?.name ?? id, value: text }));
    return make("li", { className: "left-over" }, this.spoken(make("span", { className: "quiet", textContent: field?.label ?? group })), ...texts.map((text) => make("span", { className: "text" }, ...text)));
  }
}

/** A list; a long one is closed at first. @param {string} word that opens it @param {HTMLElement[]} items */
function folded(word, items) {
  const list = make("ul", {}, ...items);
  return items.length > 12 ? make("details", {}, make("summary", { textContent: fill(word, { n: items.length }) }), list) : list;
}

/** What a person typed, in its own direction, within what stands around it. @param {string} text */
function typed(text) {
  return make("bdi", { textContent: text });
}
