// SPDX-License-Identifier: MIT
// Shows what follows from the answers: levels, ticks, totals, a sum, a clock or a timeline. It keeps nothing itself.

import { band, clock, deciding, mean, timeline, totals } from "./compute.mjs";

class SheetResult extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.words = JSON.parse(this.closest("work-sheet").querySelector(":scope > script").textContent);
    this.parts = JSON.parse(this.dataset.parts);
    this.place = this.querySelector(".table");
    for (const name of ["answers-changed", "records-changed"]) this.form.addEventListener(name, () => this.show());
    this.show();
  }

  show() {
    const { kind } = this.dataset;
    if (kind === "levels" || kind === "triggers") this.showShares(kind);
    else this[{ points: "showTotals", sum: "showSum", clock: "showClock", timeline: "showTimeline" }[kind]](this.records());
  }

  /** The records of the computed group: their name, and a way to read a field. */
  records() {
    const items = [...this.form.querySelectorAll(`fieldset[data-group="${this.dataset.group}"] .records > ol > .record`)];
    return items.map((item, index) => {
      const value = (field) => item.querySelector(`[name$=".${field}"]`)?.value ?? "";
      return { value, any: [...item.querySelectorAll("[name]")].some((c) => c.value !== "" && c.type !== "range"), number: index + 1, name: value(this.dataset.name).trim() };
    });
  }

  showShares(kind) {
    const rows = [...this.querySelectorAll(".shares tr")];
    const sections = [...this.form.querySelectorAll(".check-section")];
    const values = sections.map((section) =>
      kind === "levels"
        ? mean([...section.querySelectorAll(".field-level select")].map((s) => Number(s.value)).filter(Boolean))
        : section.querySelectorAll(".field-check input:checked").length);
    rows.forEach((row, i) => {
      const meter = row.querySelector("meter");
      meter.value = values[i] ?? 0;
      row.querySelector(".share").textContent = `${this.written(values[i])} / ${meter.max}`;
    });
    const bands = [...this.querySelectorAll(".bands li")];
    const reached = band(bands.map((b) => Number(b.dataset.from)), deciding(kind, values));
    bands.forEach((item, i) => {
      item.classList.toggle("reached", i === reached);
      if (i === reached) item.setAttribute("aria-current", "true");
      else item.removeAttribute("aria-current");
    });
  }

  written(value) {
    return value === undefined ? "–" : String(value).replace(".", this.dataset.decimal);
  }

  showTotals(records) {
    const weights = JSON.parse(this.dataset.weights);
    const points = records.map((r) => Object.keys(weights).map((field) => (r.value(field) === "" ? undefined : Number(r.value(field)))));
    const sums = totals(Object.values(weights), points);
    const lines = records.flatMap((r, i) => (sums[i] ? [[head(title(r)), cell(sums[i].total), cell(sums[i].rank)]] : []));
    this.table(["", this.words.total, this.words.rank], lines);
  }

  showSum(records) {
    const sum = records.reduce((all, r) => all + Number(r.value(this.parts.sum) || 0), 0);
    this.table([], [[head(this.words.sum), cell(this.written(Math.round(sum * 100) / 100))]]);
  }

  showClock(records) {
    const planned = records.filter((r) => r.any); // a part without minutes takes none
    const times = clock(this.form.elements[this.parts.clock].value, planned.map((r) => Number(r.value(this.parts.minutes))));
    const lines = planned.map((r, i) => [cell(times[i] ?? "–"), head(title(r))]);
    if (times.length && planned.length) lines.push([cell(times.at(-1)), head(this.words.end)]);
    this.table([], lines);
  }

  showTimeline(records) {
    const { months, spans } = timeline(records.map((r) => [r.value(this.parts.begin), r.value(this.parts.until)]));
    const lines = records.flatMap((r, i) => {
      if (!spans[i]) return [];
      const cells = months.map((_, m) => {
        const on = m >= spans[i][0] && m <= spans[i][1];
        const td = cell("");
        if (on) td.append(Object.assign(document.createElement("span"), { className: "for-ears", textContent: this.words["in-month"] }));
        td.classList.toggle("on", on);
        return td;
      });
      return [[head(`${r.number} ${r.name}`), ...cells]];
    });
    this.table(months.length ? ["", ...months.map((m) => `${m.slice(5)} ${m.slice(0, 4)}`)] : [], lines, "timeline");
  }

  /** One table in the place of the one before. */
  table(heads, lines, name = "") {
    const table = document.createElement("table");
    table.className = name;
    if (heads.length && lines.length) {
      const row = table.createTHead().insertRow();
      row.append(...heads.map((text) => (text ? head(text, "col") : document.createElement("td"))));
    }
    const body = table.createTBody();
    for (const cells of lines) body.insertRow().append(...cells);
    this.place.replaceChildren(table);
  }
}

function title(record) {
  return record.name || String(record.number);
}

function cell(value) {
  return Object.assign(document.createElement("td"), { textContent: String(value) });
}

function head(text, scope = "row") {
  return Object.assign(document.createElement("th"), { textContent: text, scope, dir: "auto" });
}

customElements.define("sheet-result", SheetResult);
