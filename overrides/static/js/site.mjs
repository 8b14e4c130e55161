// SPDX-License-Identifier: MIT
// On every page: opens the search when the reader asks for it, and closes menus with Escape or a click elsewhere.
// The page is whole without this file.

for (const element of document.querySelectorAll("[data-with-script]")) element.hidden = false;

customElements.define("site-menu", class extends HTMLElement {
  connectedCallback() {
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.close(true));
    document.addEventListener("click", (event) => this.contains(/** @type {Node} */ (event.target)) || this.close(false));
  }

  close(giveFocusBack) {
    for (const menu of this.querySelectorAll("details[open]")) {
      menu.open = false;
      if (giveFocusBack && menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    }
  }
});

customElements.define("site-search", class extends HTMLElement {
  /** @type {any} what shows the results, once it was asked for */
  box;

  connectedCallback() {
    this.button = this.querySelector(".search-open");
    this.words = JSON.parse(this.querySelector("script").textContent);
    this.button.hidden = false;
    this.button.addEventListener("click", () => this.open());
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
      if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        this.open();
      }
    });
  }

  // Everything the search needs is fetched now, and not before.
  async open() {
    try {
      const { SearchBox } = await import("./search-box.mjs");
      this.box ??= new SearchBox(this, this.words);
      this.box.show();
    } catch {
      this.button.textContent = this.words.failed;
    }
  }
});
