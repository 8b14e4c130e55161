// SPDX-License-Identifier: MIT
// The points of a scoring sheet: one row per option, one column per criterion, drawn anew when records come and go.

import { totals } from "./compute.mjs";

class ScoreTable extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.words = JSON.parse(this.closest("work-sheet").querySelector(":scope > script").textContent);
    this.form.addEventListener("records-changed", () => this.draw());
    this.form.addEventListener("answers-changed", () => this.compute());
    this.draw();
  }

  records(group) {
    const part = this.form.querySelector(`[data-group="${group}"]`);
    return [...part.querySelectorAll(".records > ol > .record")].map((item, index) => ({
      id: item.dataset.record,
      name: item.querySelector(".one-line").value.trim(),
      number: index + 1,
      weight: Number(item.querySelector("input[type=number]")?.value || 0),
    }));
  }

  draw() {
    const kept = new Map([...this.querySelectorAll("input")].map((input) => [input.name, input.value]));
    const columns = this.records(this.dataset.columns);
    const body = this.querySelector("tbody");
    const head = this.querySelector("thead tr");
    head.replaceChildren(document.createElement("td"), ...columns.map((c) => cell("th", "", "col")), cell("th", this.words.total, "col"), cell("th", this.words.rank, "col"));
    body.replaceChildren(...this.records(this.dataset.rows).map((row) => {
      const line = document.createElement("tr");
      line.dataset.record = row.id;
      line.append(cell("th", "", "row"), ...columns.map((column) => this.pointsCell(row, column, kept)), cell("td"), cell("td"));
      return line;
    }));
    this.compute();
  }

  pointsCell(row, column, kept) {
    const input = Object.assign(document.createElement("input"), { type: "number", inputMode: "numeric", min: this.dataset.least, max: this.dataset.most });
    input.name = `${this.dataset.scores}.${row.id}.${column.id}`;
    input.value = kept.get(input.name) ?? "";
    const td = cell("td");
    td.append(Object.assign(document.createElement("span"), { className: "cell-label", dir: "auto" }), input);
    return td;
  }

  compute() {
    const columns = this.records(this.dataset.columns);
    const rows = this.records(this.dataset.rows);
    const title = (record, word) => record.name || `${word} ${record.number}`;
    [...this.querySelectorAll("thead th")].slice(0, columns.length).forEach((th, i) => {
      th.textContent = title(columns[i], this.dataset.column) + (columns[i].weight ? ` (× ${columns[i].weight})` : "");
    });
    const points = rows.map((row) => columns.map((column) => {
      const value = this.querySelector(`[name="${this.dataset.scores}.${row.id}.${column.id}"]`)?.value;
      return value === "" || value === undefined ? undefined : Number(value);
    }));
    const sums = totals(columns.map((c) => c.weight), points);
    [...this.querySelectorAll("tbody tr")].forEach((line, i) => {
      line.querySelector("th").textContent = title(rows[i], this.dataset.row);
      line.querySelectorAll("input").forEach((input, j) => {
        input.setAttribute("aria-label", `${title(rows[i], this.dataset.row)}, ${title(columns[j], this.dataset.column)}`);
        input.previousElementSibling.textContent = title(columns[j], this.dataset.column);
      });
      const [total, rank] = [...line.querySelectorAll("td")].slice(-2);
      label(total, this.words.total, sums[i]?.total);
      label(rank, this.words.rank, sums[i]?.rank);
    });
  }
}

function label(td, word, value) {
  td.replaceChildren();
  if (value !== undefined) td.append(Object.assign(document.createElement("span"), { className: "cell-label", textContent: word }), String(value));
}

function cell(tag, text = "", scope = "") {
  const element = Object.assign(document.createElement(tag), { textContent: text });
  if (scope) element.scope = scope;
  return element;
}

customElements.define("score-table", ScoreTable);
