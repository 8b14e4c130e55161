// SPDX-License-Identifier: MIT
// The sheets of the open project: which are begun, filled in or passed over, and what comes next.

import { isBegun } from "./carry.mjs";
import { next, stateOf } from "./progress.mjs";
import { changeProject, channel, projectHere, records } from "./store.mjs";

class ProjectProgress extends HTMLElement {
  async connectedCallback() {
    this.words = JSON.parse(this.querySelector("script").textContent);
    this.recipe = this.querySelector("select");
    /** @type {HTMLElement[]} */
    this.rows = [...this.querySelectorAll("li[data-sheet]")];
    this.sheets = this.rows.map(({ dataset }) => ({ id: dataset.sheet, needs: dataset.needs.split(" ").filter(Boolean), takes: dataset.takes.split(" ").filter(Boolean) }));
    this.titles = Object.fromEntries(this.rows.map((row) => [row.dataset.sheet, row.querySelector("a").textContent]));
    this.addresses = Object.fromEntries(this.rows.map((row) => [row.dataset.sheet, row.querySelector("a").href]));
    this.recipe.addEventListener("change", () => this.change((project) => ({ ...project, recipe: this.recipe.value })));
    for (const row of this.rows) row.querySelector("button").addEventListener("click", () => this.pass(row.dataset.sheet));
    document.addEventListener("projects-changed", () => this.show());
    document.addEventListener("everything-forgotten", () => {
      this.hidden = true;
    });
    channel((news) => news.forgotten || this.show());
    await this.show();
    this.dataset.ready = "";
  }

  /** @param {(project: import("./shapes.mjs").Project) => import("./shapes.mjs").Project} how */
  async change(how) {
    await changeProject(this.project.id, how).catch(() => {}); // the list beside it tells what is wrong
    await this.show();
  }

  /** @param {string} id */
  pass(id) {
    return this.change((project) => ({ ...project, passed: project.passed.includes(id) ? project.passed.filter((other) => other !== id) : [...project.passed, id] }));
  }

  async show() {
    this.project = await projectHere().catch(() => undefined);
    const { project, words } = this;
    if (!project) {
      this.hidden = true;
      return;
    }
    const all = await records(project.id).catch(() => []);
    this.querySelector("h2 span").textContent = words.progress.replace("{name}", project.name || words.unnamed);
    this.hidden = false; // only now: before, its heading is empty
    this.recipe.value = project.recipe;
    this.recipe.disabled = Boolean(project.readOnly);
    const states = Object.fromEntries(this.sheets.map((sheet) => [sheet.id, stateOf(sheet, all, project.passed)]));
    const recipe = (this.recipe.selectedOptions[0]?.dataset.sheets ?? "").split(" ").filter(Boolean);
    for (const row of this.rows) this.showRow(row, states[row.dataset.sheet], all, recipe);
    const proposals = next(this.sheets, states, recipe);
    this.querySelector(".next ul").replaceChildren(...proposals.map((proposal) => this.proposal(proposal)));
    if (!proposals.length) this.querySelector(".next ul").append(Object.assign(document.createElement("li"), { textContent: words["next-done"] }));
    const foreign = [...new Set(all.map(({ sheet }) => sheet))].filter((id) => !this.titles[id] && !id.startsWith("workspace-"));
    this.querySelector(".unknown ul").replaceChildren(...foreign.map((id) => Object.assign(document.createElement("li"), { textContent: id })));
    /** @type {HTMLElement} */ (this.querySelector(".unknown")).hidden = !foreign.length;
  }

  /** @param {HTMLElement} row @param {string} state @param {import("./shapes.mjs").SheetRecord[]} all @param {string[]} recipe */
  showRow(row, state, all, recipe) {
    const { sheet } = row.dataset;
    const mark = /** @type {HTMLElement} */ (row.querySelector(".state"));
    mark.dataset.state = state;
    mark.textContent = this.words[`state-${state}`];
    row.toggleAttribute("data-way", recipe.includes(sheet));
    const pass = row.querySelector("button");
    pass.hidden = state === "filled" || Boolean(this.project.readOnly);
    pass.querySelector("span").textContent = this.words[state === "passed" ? "unpass" : "pass"];
    row.querySelector("a").href = this.address(sheet);
    const copies = all.filter((record) => record.sheet === sheet && record.copy !== "1" && isBegun(record)).map(({ copy }) => copy);
    row.querySelector(".copies").replaceChildren(...copies.map((copy) => Object.assign(document.createElement("a"), { href: this.address(sheet, copy), textContent: copy })));
  }

  /** The address of a sheet in this project, so that a tab keeps its project whatever others open. @param {string} sheet @param {string} [copy] */
  address(sheet, copy = "1") {
    const address = new URL(this.addresses[sheet]);
    address.searchParams.set("project", this.project.id);
    if (copy !== "1") address.searchParams.set("copy", copy);
    return address.href;
  }

  /** @param {import("./progress.mjs").Proposal} proposal */
  proposal({ id, reason, from }) {
    const item = document.createElement("li");
    const link = Object.assign(document.createElement("a"), { href: this.address(id), textContent: this.titles[id] });
    const titles = new Intl.ListFormat(document.documentElement.lang).format(from.map((source) => this.titles[source] ?? source));
    item.append(link, " ", Object.assign(document.createElement("span"), { className: "quiet", textContent: this.words[`next-${reason}`].replace("{titles}", titles) }));
    return item;
  }
}

customElements.define("project-progress", ProjectProgress);
