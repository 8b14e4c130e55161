// SPDX-License-Identifier: MIT
// The page that merges workshop tables: opens their files, asks which sheet, shows them side by side, and hands the
// merged sheet to the project, to a file, or to a spreadsheet. The files are only read.

import { same } from "./answers.mjs";
import { toFile } from "./file.mjs";
import { openFile } from "./open-file.mjs";
import { rowsOf, toCsv } from "./table-csv.mjs";
import { fill } from "./table-values.mjs";
import { distinct, firstName, merge, sheetsHeld, tablesOf } from "./tables.mjs";
import { MergedSheet } from "./tables-save.mjs";
import { TablesView } from "./tables-view.mjs";
import { Telling, button, download, fileName } from "./telling.mjs";

/** @typedef {import("./tables.mjs").TableFile & { file: string, lost: string[] }} Opened */

class MergeTables extends HTMLElement {
  connectedCallback() {
    this.words = JSON.parse(this.querySelector("script").textContent);
    this.defaults = JSON.parse(this.querySelector(".defaults").textContent);
    this.compared = this.querySelector(".compared");
    this.telling = new Telling(this, this.words);
    this.results = new Telling(this.compared, this.words);
    this.keeping = new MergedSheet(this.results, this.words);
    this.choice = this.querySelector("#which");
    /** @type {HTMLOptionElement[]} */
    this.options = [...this.choice.options];
    /** @type {Opened[]} */
    this.files = [];
    /** @type {Map<string, any>} sheet.json, once it was fetched */
    this.sheets = new Map();
    /** @type {Promise<any>} */
    this.queue = Promise.resolve();
    const input = this.querySelector("[type=file]");
    input.addEventListener("change", () => {
      const chosen = [...input.files];
      input.value = "";
      this.queue = this.queue.then(() => this.open(chosen));
    });
    this.choice.addEventListener("change", () => this.compare());
    this.addEventListener("change", (event) => this.rename(/** @type {HTMLInputElement} */ (event.target)));
    this.addEventListener("click", (event) => {
      const pressed = /** @type {Element} */ (event.target).closest("[data-action]");
      const actions = { "open-files": () => input.click(), remove: () => this.takeOut(pressed.closest("li")), save: () => this.save(), "save-file": () => this.saveFile(), csv: () => this.saveCsv() };
      actions[pressed?.dataset.action]?.();
    });
    this.dataset.ready = "";
  }

  // --- Files ----------------------------------------------------------------------------------------------

  /** @param {File[]} chosen */
  async open(chosen) {
    if (!chosen.length) return;
    this.telling.say(this.words.reading);
    const known = this.options.map(({ value }) => value);
    const refused = [];
    for (const file of chosen) {
      const { problem, newer, sheets, project, lost } = await openFile(file);
      const reason = problem ?? (newer ? "newer" : sheetsHeld([{ name: "", sheets }], known).length ? "" : "empty");
      if (reason) refused.push(fill(this.words[`file-${reason}`], { file: file.name }));
      else this.files.push({ name: firstName(project?.name ?? "", file.name, this.defaults, this.files.map(({ name }) => name)), file: file.name, sheets, lost });
    }
    const place = this.querySelector(".refused");
    place.hidden = !refused.length;
    place.querySelector("ul").replaceChildren(...refused.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
    await this.show();
    if (refused.length) this.telling.say(fill(this.words["count-refused"], { n: this.files.length, refused: refused.length }), "problem");
  }

  /** The list of tables, the sheets to choose from, and the comparison. */
  async show() {
    const known = this.options.map(({ value }) => value);
    this.querySelector(".tables").replaceChildren(...this.files.map((file, index) => this.row(file, index, known)));
    const held = sheetsHeld(this.files, known);
    const before = this.choice.value;
    this.choice.replaceChildren(...held.map(({ sheet, files }) => {
      const option = /** @type {HTMLOptionElement} */ (this.options.find(({ value }) => value === sheet));
      option.textContent = fill(this.words["which-one"], { title: option.dataset.title, n: files });
      return option;
    }));
    if (this.chosen && held.some(({ sheet }) => sheet === before)) this.choice.value = before;
    else this.choice.selectedIndex = 0;
    this.querySelector(".which").hidden = !held.length;
    this.telling.say(this.files.length ? fill(this.words.count, { n: this.files.length }) : this.words.none);
    await this.compare();
  }

  /** @param {Opened} file @param {number} index @param {string[]} known */
  row(file, index, known) {
    const row = /** @type {HTMLElement} */ (this.querySelector("template").content.firstElementChild.cloneNode(true));
    row.dataset.index = String(index);
    row.querySelector("label span").textContent = fill(this.words["table-name"], { file: file.file });
    row.querySelector("input").value = file.name;
    row.querySelector(".for-ears").textContent = ` ${file.name}`;
    const twin = this.files.slice(0, index).find(({ sheets }) => same(sheets, file.sheets));
    const facts = [fill(this.words.holds, { n: sheetsHeld([file], known).length })];
    if (twin) facts.push(fill(this.words.twin, { other: twin.name }));
    if (file.lost.length) facts.push(fill(this.words.lost, { lost: file.lost.join(", ") }));
    row.querySelector(".table-facts").replaceChildren(...facts.map((text) => Object.assign(document.createElement("span"), { textContent: text })));
    return row;
  }

  /** A table gets another name: never an empty one, and never that of another. @param {HTMLInputElement} input */
  async rename(input) {
    const index = Number(input.closest("li")?.dataset.index ?? NaN);
    if (Number.isNaN(index)) return;
    const wanted = input.value.trim() || this.files[index].name;
    const name = distinct(wanted, this.files.filter((_, other) => other !== index).map((file) => file.name));
    this.files[index].name = name;
    input.value = name;
    input.closest("li").querySelector(".for-ears").textContent = ` ${name}`;
    await this.compare();
    if (name !== wanted) this.telling.say(this.words["name-taken"], "problem");
  }

  /** @param {HTMLElement} row */
  async takeOut(row) {
    const index = Number(row.dataset.index);
    this.files.splice(index, 1);
    await this.show();
    const next = this.querySelector(`.tables li[data-index="${Math.min(index, this.files.length - 1)}"] input`);
    (next ?? this.querySelector("[data-action=open-files]")).focus();
  }

  // --- Side by side ---------------------------------------------------------------------------------------

  /** Merge the chosen sheet anew, and draw it. */
  async compare() {
    this.chosen = this.choice.value;
    const sheet = this.chosen && (await this.sheetOf(this.choice.selectedOptions[0]));
    if (this.chosen !== this.choice.value) return; // another one was chosen meanwhile
    this.compared.hidden = !sheet;
    this.results.say("");
    this.compared.querySelector(".sheet-notice").hidden = true;
    if (!sheet) return;
    this.querySelector(".sheet-notice").hidden = true; // what could not be fetched before
    const tables = tablesOf(this.files, this.chosen);
    this.merged = merge(sheet, tables, this.words);
    this.view = new TablesView(sheet, tables, this.merged, this.words);
    const place = /** @type {HTMLElement} */ (this.querySelector(".answers-side-by-side"));
    place.toggleAttribute("data-many", tables.length > 6); // then they stand in two rows
    place.style.setProperty("--tables", String(tables.length > 6 ? Math.ceil(tables.length / 2) : tables.length));
    place.replaceChildren(...this.view.answers());
    this.querySelector(".remarks").replaceChildren(...this.view.remarks());
    await this.tellProject();
  }

  async tellProject() {
    const project = await this.keeping.here().catch(() => undefined); // merging tells what is wrong
    this.querySelector(".save-where").textContent = fill(this.words["save-where"], { name: this.keeping.nameOf(project) });
  }

  /** The fields of a sheet in the language of the page. Nothing if they could not be fetched, which is told. @param {HTMLOptionElement} option */
  async sheetOf({ value, dataset }) {
    if (!this.sheets.has(value)) {
      const answer = await fetch(new URL("sheet.json", pageOf(dataset.page))).catch(() => undefined);
      const sheet = answer?.ok ? await answer.json().catch(() => undefined) : undefined;
      if (sheet) this.sheets.set(value, sheet);
      else this.telling.notice(this.words["not-loaded"], [[this.words["try-again"], () => this.compare()]]);
    }
    return this.sheets.get(value);
  }

  // --- What comes of it -----------------------------------------------------------------------------------

  async save() {
    if (this.saving) return; // a second press while the first one is under way
    this.saving = true;
    const kept = await this.keeping.keep(this.sheets.get(this.chosen), this.merged.content);
    this.saving = false;
    if (!kept) return;
    await this.tellProject();
    const address = pageOf(this.choice.selectedOptions[0].dataset.page);
    address.searchParams.set("project", kept.project.id);
    if (kept.which.copy !== "1") address.searchParams.set("copy", kept.which.copy);
    address.hash = "form";
    this.results.say(kept.text, "saved");
    const box = this.compared.querySelector(".sheet-notice");
    const link = Object.assign(document.createElement("a"), { href: address.href, textContent: this.words["open-sheet"], className: "button" });
    const undo = Object.assign(button(this.words.undo, () => this.undo(kept)), { className: "button" });
    box.removeAttribute("role");
    box.replaceChildren(link, " ", undo);
    box.hidden = false;
    link.focus();
  }

  /** @param {import("./tables-save.mjs").Kept} kept */
  async undo(kept) {
    const done = await this.keeping.attempt(() => kept.undo());
    if (done === undefined) return;
    this.compared.querySelector(".sheet-notice").hidden = true;
    this.results.say(this.words[done ? "undone" : "undone-not"], done ? "saved" : "problem");
    await this.tellProject();
    this.querySelector("[data-action=save]").focus();
  }

  saveFile() {
    const { id, sheetVersion, title } = this.view.sheet;
    download(toFile(undefined, [{ sheet: id, copy: "1", sheetVersion, ...this.merged.content }]), `${fileName(title)}.json`);
  }

  saveCsv() {
    const { sheet, tables, names } = this.view;
    const heads = { sheet: this.words["head-sheet"], field: this.words["head-field"], record: this.words["head-record"], merged: this.words.merged };
    const rows = rowsOf(sheet.title, this.merged, tables, (line) => names.cells(line, sheet.parts), (line, stored) => (line.fits || stored ? names.shown(line, stored) : ""), heads);
    download(toCsv(rows), `${fileName(sheet.title)}.csv`, "text/csv");
  }
}

/** The address of a page of the site, as the links of this page name it. @param {string} path */
function pageOf(path) {
  return new URL(path.replace(/\/?$/, "/"), location.href);
}

customElements.define("merge-tables", MergeTables);
