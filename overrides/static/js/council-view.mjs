// SPDX-License-Identifier: MIT
// Shows the council paper: its paragraphs with where they come from, what is offered, and what is missing.
// It changes nothing: what the reader presses is answered in council-paper.mjs.

import { button } from "./telling.mjs";

/**
 * @typedef {import("./council.mjs").Paragraph} Paragraph
 * @typedef {import("./council.mjs").From} From
 * @typedef {import("./council.mjs").Offer} Offer
 * @typedef {{ words: { [word: string]: string }, address: (sheet: string, copy?: string) => string, answer: (offer: Offer, yes: boolean) => void, source: (offer: Offer) => From | undefined }} Desk what the view needs from the element
 */

/**
 * The paragraphs of one section. What stands there already is kept, so that a cursor keeps its place.
 * @param {HTMLElement} section @param {Paragraph[]} paragraphs @param {Offer[]} offers @param {Desk} desk
 */
export function showSection(section, paragraphs, offers, desk) {
  const list = section.querySelector("ol");
  const heading = section.querySelector("h2").textContent;
  for (const item of [...list.children]) if (!paragraphs.some(({ id }) => id === item.dataset.id)) item.remove();
  paragraphs.forEach((paragraph, index) => {
    const item = [...list.children].find(({ dataset }) => dataset.id === paragraph.id) ?? newItem(section, paragraph.id);
    const name = desk.words.paragraph.replace("{section}", heading).replace("{n}", String(index + 1));
    showParagraph(item, paragraph, { name, first: index === 0, last: index === paragraphs.length - 1 }, offers.filter(({ path }) => path[1] === paragraph.id), desk);
    if (list.children[index] !== item) list.insertBefore(item, list.children[index] ?? null);
    grow(item.querySelector("textarea"));
  });
  section.toggleAttribute("data-empty", !paragraphs.some(({ out, text }) => !out && text.trim()));
}

/** @param {HTMLElement} section @param {string} id */
function newItem(section, id) {
  const item = section.closest("council-paper").querySelector("template").content.firstElementChild.cloneNode(true);
  item.dataset.id = id;
  return item;
}

/** @param {HTMLElement} item @param {Paragraph} paragraph @param {{ name: string, first: boolean, last: boolean }} at @param {Offer[]} offers @param {Desk} desk */
function showParagraph(item, paragraph, { name, first, last }, offers, desk) {
  const { words } = desk;
  const text = item.querySelector("textarea");
  item.dataset.state = paragraph.out ? "out" : "in";
  item.toggleAttribute("data-own", !paragraph.from.length);
  item.toggleAttribute("data-empty", !paragraph.text.trim());
  showText(text, paragraph.text);
  text.setAttribute("aria-label", name);
  text.readOnly = paragraph.out;
  const parts = paragraph.from.length ? paragraph.from.map((from) => fromLink(from, desk)) : [span(words["written-here"])];
  if (paragraph.edited) parts.push(span(words["changed-here"]));
  if (paragraph.out) parts.unshift(Object.assign(span(words["is-out"]), { className: "council-mark" }));
  item.querySelector(".council-from").replaceChildren(...parts);
  showOffers(item.querySelector(".council-offers"), offers, desk);
  for (const [action, label, off] of /** @type {[string, string, boolean][]} */ ([["out", paragraph.out ? "take-in" : "leave-out", false], ["up", "up", first], ["down", "down", last]])) {
    const pressed = item.querySelector(`[data-action="${action}"]`);
    const [seen, heard] = pressed.querySelectorAll(":scope > span:not(.icon)");
    seen.textContent = words[label];
    heard.textContent = ` ${name}`;
    pressed.disabled = off;
  }
}

/** Text in its box, and the same for paper, where a box would hide its end. @param {HTMLTextAreaElement} control @param {string} text */
export function showText(control, text) {
  if (control.value !== text) control.value = text;
  const printed = control.parentElement.querySelector(".printed");
  if (printed.textContent !== text) printed.textContent = text;
  grow(control);
}

/** A box as high as its text, where the browser does not do it by itself. @param {HTMLTextAreaElement} control */
function grow(control) {
  if (CSS.supports("field-sizing", "content") || !control.isConnected) return;
  control.style.blockSize = "auto";
  control.style.blockSize = `${control.scrollHeight + 2}px`;
}

/** @param {string} text */
function span(text) {
  return Object.assign(document.createElement("span"), { textContent: text });
}

/** Where a paragraph comes from, as a link to the sheet. @param {From} from @param {Desk} desk */
function fromLink(from, { words, address }) {
  const link = Object.assign(document.createElement("a"), { href: address(from.source.sheet, from.source.several ? from.copy : "1") });
  link.append(...filled(words[from.source.several ? "from-copy" : "from"], { sheet: named(from.source.title, from.source.language), field: named(from.source.label, from.source.language), n: from.copy }));
  return link;
}

/** Words that may be in another language than the page. @param {string} text @param {string} language */
function named(text, language) {
  const name = Object.assign(document.createElement("bdi"), { textContent: text });
  if (language !== document.documentElement.lang) name.lang = language;
  return name;
}

/** A sentence with its places filled in. @template T @param {string} sentence @param {{ [place: string]: T }} values @returns {(T | string)[]} */
export function filled(sentence, values) {
  return sentence.split(/\{(\w+)\}/).map((part, index) => (index % 2 ? values[part] : part));
}

/** @param {HTMLElement} box @param {Offer[]} offers @param {Desk} desk */
export function showOffers(box, offers, desk) {
  const { words } = desk;
  box.replaceChildren(...offers.map((offer) => {
    const made = Object.assign(document.createElement("div"), { className: "offer" });
    const source = desk.source(offer)?.source;
    const sentence = document.createElement("p");
    sentence.append(...filled(words[offer.gone ? "offer-gone" : "offer"], { sheet: named(source?.title ?? "", source?.language ?? "") }));
    const text = Object.assign(document.createElement("blockquote"), { textContent: offer.text, dir: "auto" });
    const buttons = Object.assign(document.createElement("p"), { className: "buttons" });
    buttons.append(button(words[offer.gone ? "leave-out" : "take"], () => desk.answer(offer, true)), button(words.leave, () => desk.answer(offer, false)));
    for (const each of buttons.children) each.className = "button small";
    made.append(sentence, ...(offer.gone ? [] : [text]), buttons);
    return made;
  }));
}

/**
 * What a councillor would miss, each with the sheets that tell it and the place to write it.
 * @param {HTMLElement} place @param {string[]} ids @param {import("./council.mjs").Paper} paper @param {Desk} desk
 */
export function showMissing(place, ids, paper, { words, address }) {
  place.querySelector("p").hidden = ids.length > 0;
  place.querySelector("ul").replaceChildren(...ids.map((id) => {
    const item = document.createElement("li");
    const above = paper.head.find((part) => part.id === id);
    const sources = above ? [above.source] : paper.sections.find((section) => section.id === id).sources;
    const sheets = [...new Map(sources.map((source) => [source.sheet, source])).values()];
    const links = sheets.flatMap(({ sheet, title, language }) => {
      const link = Object.assign(document.createElement("a"), { href: address(sheet) });
      link.append(named(title, language));
      return [" ", link];
    });
    const here = Object.assign(document.createElement("a"), { href: above ? `#paper-${id}` : `#section-${id}`, textContent: words["write-here"] });
    item.append(span(words[`missing-${id}`]), " ", ...(links.length ? [span(words["told-in"]), ...links, " "] : []), here);
    return item;
  }));
}
