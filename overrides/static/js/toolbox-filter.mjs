// SPDX-License-Identifier: MIT
// Filters the cards of the toolbox. The choice stands in the address: ?phase=define&people=8, and back leads back.

const TESTS = {
  phase: (card, value) => card.dataset.phase === value,
  role: (card, value) => card.dataset.role.split(" ").includes(value),
  layout: (card, value) => card.dataset.layout === value,
  level: (card, value) => card.dataset.level === value,
  time: (card, value) => Number(card.dataset.time) <= Number(value),
  people: (card, value) => {
    const [fewest, most] = card.dataset.people.split(" ").map(Number);
    return fewest <= Number(value) && Number(value) <= most;
  },
};

class ToolboxFilter extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.cards = [...document.querySelectorAll(".phase .card")];
    this.hidden = false;
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("change", () => this.choose());
    this.form.addEventListener("reset", () => setTimeout(() => this.choose()));
    addEventListener("popstate", () => this.fromAddress());
    this.fromAddress();
  }

  /** What is chosen, without what is left open. @returns {Map<string, string>} */
  chosen() {
    return new Map([...new FormData(this.form)].map(([name, value]) => /** @type {[string, string]} */ ([name, String(value)])).filter(([, value]) => value !== ""));
  }

  choose() {
    const query = new URLSearchParams([...this.chosen()]).toString();
    history.pushState(null, "", (query ? `?${query}` : location.pathname) + location.hash);
    this.show();
  }

  /** Takes the choice from the address; what the page does not know is left out. */
  fromAddress() {
    const given = new URLSearchParams(location.search);
    for (const name of Object.keys(TESTS)) {
      const control = this.form.elements[name];
      const value = given.get(name) ?? "";
      control.value = control.tagName === "SELECT" && ![...control.options].some((o) => o.value === value) ? "" : value;
    }
    this.show();
  }

  show() {
    const chosen = [...this.chosen()];
    for (const card of this.cards) card.hidden = !chosen.every(([name, value]) => TESTS[name](card, value));
    for (const phase of document.querySelectorAll(".phase")) phase.hidden = !phase.querySelector(".card:not([hidden])");
    const left = this.cards.filter((card) => !card.hidden).length;
    this.querySelector(".filter-count").textContent = left ? this.dataset.count.replace("{n}", String(left)).replace("{all}", String(this.cards.length)) : this.dataset.none;
  }
}

customElements.define("toolbox-filter", ToolboxFilter);
