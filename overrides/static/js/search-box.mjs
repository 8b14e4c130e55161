// SPDX-License-Identifier: MIT
// The search: a dialog that loads the index of this language once and shows results while the reader types.

import MiniSearch from "../vendor/minisearch.mjs";
import { terms } from "./terms.mjs";

const OPTIONS = {
  fields: ["title", "heading", "names", "text"],
  storeFields: ["url", "kind", "title", "heading", "summary"],
  tokenize: terms,
  processTerm: (term) => term,
};
const LOOK = { prefix: true, fuzzy: (term) => (term.length > 4 ? 0.2 : false), combineWith: "AND", boost: { title: 4, names: 4, heading: 2 } };
const MOST = 12;

export class SearchBox {
  constructor(host, words) {
    this.host = host;
    this.words = words;
    this.dialog = this.build();
    host.append(this.dialog);
  }

  build() {
    const dialog = make("dialog", { className: "search-box" });
    dialog.setAttribute("aria-label", this.words.label);
    this.input = make("input", { type: "search", id: "search-input", autocomplete: "off", dir: "auto" });
    const label = make("label", { textContent: this.words.label });
    label.htmlFor = this.input.id;
    label.append(this.input);
    const close = make("button", { type: "button", className: "button", textContent: this.words.close });
    close.addEventListener("click", () => dialog.close());
    const row = make("div", { className: "search-row" });
    row.append(label, close);
    this.status = make("p", { className: "quiet", textContent: this.words.hint });
    this.status.setAttribute("role", "status");
    this.list = make("ol");
    dialog.append(row, this.status, this.list);
    this.input.addEventListener("input", () => this.look());
    return dialog;
  }

  show() {
    if (!this.dialog.open) this.dialog.showModal();
    this.input.focus();
    this.input.select();
    this.load();
  }

  async load() {
    this.loading ??= this.fetchIndex();
    await this.loading;
    this.look();
  }

  async fetchIndex() {
    this.status.textContent = this.words.loading;
    try {
      const answer = await fetch(this.host.dataset.index);
      if (!answer.ok) throw new Error(String(answer.status));
      this.index = MiniSearch.loadJSON(await answer.text(), OPTIONS);
    } catch {
      this.loading = undefined;
    }
  }

  look() {
    if (!this.index) {
      this.status.textContent = this.loading ? this.words.loading : this.words.failed;
      return;
    }
    const query = this.input.value.trim();
    const found = query.length < 2 ? [] : this.index.search(query, LOOK).slice(0, MOST);
    this.list.replaceChildren(...found.map((hit) => this.result(hit)));
    if (query.length < 2) this.status.textContent = this.words.hint;
    else if (found.length) this.status.textContent = this.words.results.replace("{n}", found.length);
    else this.status.textContent = this.words.none.replace("{query}", query);
  }

  result(hit) {
    const link = make("a", { href: this.host.dataset.base + hit.url, textContent: hit.heading ? `${hit.title} – ${hit.heading}` : hit.title });
    link.addEventListener("click", () => this.dialog.close());
    const item = make("li");
    item.append(make("small", { className: "quiet", textContent: this.words[`kind-${hit.kind}`] }), make("br"), link, make("p", { textContent: hit.summary }));
    return item;
  }
}

function make(tag, properties = {}) {
  return Object.assign(document.createElement(tag), properties);
}
