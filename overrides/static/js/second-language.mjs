// SPDX-License-Identifier: MIT
// The second language of a sheet: fetches the same page in that language and puts its words beside those of this page.
// There is one set of fields: only words are doubled, and only as text. Every second text has the class "second" and
// its own language and direction. Whatever fails, the page stays as it was and says so.

import { tellRange } from "./form-fields.mjs";
import { tellChoices } from "./second-choices.mjs";
import { fits, inLanguage, joined, wanted, withSecond } from "./second.mjs";
import { places, wordsAt } from "./second-places.mjs";

/** @typedef {{ lang: string, dir: string }} Language */

/** The page in the other language has other places: another version of the site, or no translation. */
class DiffersError extends Error {}

class SecondLanguage extends HTMLElement {
  connectedCallback() {
    this.words = JSON.parse(this.querySelector("script").textContent);
    this.select = this.querySelector("select");
    this.sheet = this.closest(".sheet-page");
    this.shown = "";
    this.turn = 0;
    this.select.addEventListener("change", () => this.choose(this.select.value));
    const form = this.sheet.querySelector("form");
    for (const name of ["answers-changed", "records-changed"]) form.addEventListener(name, () => this.tellChoices());
    addEventListener("resize", () => this.tellChoices());
    const codes = [...this.select.options].map(({ value }) => value).filter(Boolean);
    const asked = this.select.value || wanted(location.search, codes); // chosen before this program was there, or in the address
    if (asked) this.choose(asked);
  }

  /** Show a language beside the first, or none. Of several choices in a row the last one counts. @param {string} code */
  async choose(code) {
    this.turn += 1;
    const { turn } = this;
    const option = [...this.select.options].find(({ value }) => value === code);
    let texts, problem;
    if (code) {
      this.say("loading");
      texts = await this.fetchWords(option).catch((error) => {
        problem = error instanceof DiffersError ? "differs" : "failed";
      });
    }
    if (turn !== this.turn) return;
    if (problem) {
      this.select.value = this.shown;
      this.say(problem);
      return;
    }
    this.takeAway();
    this.language = code ? option : undefined;
    if (texts) for (const place of places(this.sheet)) put(place, texts.get(place.name) ?? "", option);
    this.shown = code;
    this.dataset.shown = code;
    this.select.value = code;
    this.sheet.classList.toggle("in-two", Boolean(code));
    this.keepAddress();
    for (const range of this.sheet.querySelectorAll("[data-ends][aria-valuetext]")) tellRange(range);
    this.tellChoices();
    this.say(code ? "shown" : "removed");
  }

  /** The words of the page in another language, by the names of their places. @param {any} option @returns {Promise<Map<string, string>>} */
  async fetchWords({ value, dataset }) {
    const answer = await fetch(dataset.page);
    if (!answer.ok) throw new Error(String(answer.status));
    const other = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".sheet-page");
    const version = (/** @type {any} */ page) => page.querySelector("work-sheet")?.dataset.version;
    if (other?.lang !== value || version(other) !== version(this.sheet)) throw new DiffersError();
    const there = places(other);
    if (!fits(places(this.sheet).map(({ name }) => name), there.map(({ name }) => name))) throw new DiffersError();
    return new Map(there.map((place) => [place.name, wordsAt(place)]));
  }

  /** One language again. */
  takeAway() {
    for (const part of [this.sheet, ...[...this.sheet.querySelectorAll("template")].map(({ content }) => content)]) {
      for (const first of part.querySelectorAll(".two > .first")) first.closest(".two").replaceWith(...first.childNodes);
      for (const second of part.querySelectorAll(".second")) second.remove();
      for (const option of part.querySelectorAll("option[data-first]")) {
        option.textContent = option.dataset.first;
        delete option.dataset.first;
        delete option.dataset.second;
      }
      for (const range of part.querySelectorAll("[data-first-ends]")) {
        range.dataset.ends = range.dataset.firstEnds;
        delete range.dataset.firstEnds;
      }
    }
  }

  tellChoices() {
    tellChoices(this.sheet.querySelector("form"), this.language);
  }

  /** The choice in the address of this page, and in those that lead to the same sheet: other copies, other languages. */
  keepAddress() {
    history.replaceState(history.state, "", withSecond(location.href, this.shown));
    for (const link of this.sheet.querySelectorAll(".copies a")) link.href = withSecond(link.href, this.shown);
    const now = { search: location.search, spoken: this.sheet.lang, second: this.shown };
    for (const link of document.querySelectorAll(".languages a")) link.href = inLanguage(link.href, link.hreflang, now);
  }

  /** @param {"loading" | "shown" | "removed" | "failed" | "differs"} name */
  say(name) {
    const status = this.querySelector("[role=status]");
    status.dataset.state = name === "failed" || name === "differs" ? "problem" : "";
    status.textContent = this.words[name];
  }
}

/** Put the words of the second language into a place. @param {import("./second-places.mjs").Place} place @param {string} text @param {Language} language */
function put(place, text, language) {
  const { element, way } = place;
  const first = wordsAt(place);
  if (!text || text === first) return;
  if (way === "option") {
    element.dataset.first = first;
    element.dataset.second = text;
    element.textContent = joined(first, text);
  } else if (way === "ends") {
    element.dataset.firstEnds = first;
    element.dataset.ends = joined(first, text);
  } else if (way === "beside") {
    const [two, own] = [box("two"), box("first")];
    own.append(...element.childNodes);
    two.append(own, second(text, language, way));
    element.append(two);
  } else {
    const made = second(text, language, way);
    if (way === "name") made.append(" ", Object.assign(document.createElement("b"), { textContent: element.querySelector("b").textContent }));
    element.append(made);
  }
}

/** @param {string} text @param {Language} language @param {string} way @returns {HTMLElement} */
function second(text, { lang, dir }, way) {
  return Object.assign(box(`second second-${way}`), { lang, dir, textContent: ` ${text}` }); // a space, for what reads the text without its look
}

/** @param {string} className */
function box(className) {
  return Object.assign(document.createElement("span"), { className });
}

customElements.define("second-language", SecondLanguage);
