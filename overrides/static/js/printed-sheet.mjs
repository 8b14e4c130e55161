// SPDX-License-Identifier: MIT
// A worksheet as a page of a printed pack: its purpose, the steps of one version and its form, all taken from its own page.

import { isEmpty } from "./answers.mjs";
import { make } from "./element.mjs";
import { FormFields } from "./form-fields.mjs";

/** What must not come along: programs, buttons, and what belongs to the screen. */
const LEFT_BEHIND = "script, style, link, iframe, object, embed, noscript, .sheet-bar, .switch";
const IDS = ["id", "for", "aria-labelledby", "aria-describedby"];

/**
 * The page of a worksheet, from our own site only.
 * @param {string} toolbox @param {string} id
 * @returns {Promise<Document | undefined>} nothing if it cannot be had
 */
export async function fetchPage(toolbox, id) {
  try {
    const answer = await fetch(`${toolbox}${encodeURIComponent(id)}/`);
    if (!answer.ok || new URL(answer.url).origin !== location.origin) return undefined;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector("work-sheet form") && page.querySelector(".steps ol") ? page : undefined;
  } catch {
    return undefined;
  }
}

/** The programs that draw planes, points and results: only those that the sheets need. @param {(Document | undefined)[]} pages */
export async function loadParts(pages) {
  const need = (/** @type {string} */ selector) => pages.some((page) => page?.querySelector(selector));
  await Promise.all([
    need("place-matrix, place-circles") && import("./planes.mjs"),
    need("score-table") && import("./score-table.mjs"),
    need("sheet-result") && import("./sheet-result.mjs"),
  ]).catch(() => {}); // then the fields print without their drawing
}

/**
 * Put a sheet at the end of `place`.
 * @param {HTMLElement} place @param {Document} page @param {string} version "short" or "full"
 * @param {{ [word: string]: string }} words of the workshop pack
 * @param {{ answers: any } | undefined} record what to write into the form; nothing for an empty form
 */
export function printSheet(place, page, version, words, record) {
  const source = page.querySelector(".sheet-page");
  const section = make("section", { className: "pack-page pack-sheet", lang: source.lang, dir: source.dir });
  const part = (/** @type {string} */ selector) => document.importNode(source.querySelector(selector), true);
  section.append(
    make("p", { className: "kicker" }, part(".chip"), " ", part(".code")),
    make("h2", { textContent: source.querySelector("h1").textContent }),
    make("p", { className: "pack-purpose", textContent: words.purpose.replace("{text}", () => source.querySelector(".lead").textContent) }),
    part(".steps ol"),
    form(page),
  );
  section.querySelector("ol").classList.add("pack-steps");
  const own = `pack-${place.childElementCount}-`;
  clean(section, own);
  for (const template of section.querySelectorAll("template")) clean(template.content, own);
  section.querySelector("work-sheet").prepend(Object.assign(document.createElement("script"), { type: "application/json", textContent: page.querySelector("work-sheet > script").textContent }));
  place.append(section); // from here on its planes and results are alive
  const fields = new FormFields(section.querySelector("form"));
  fields.write(record ? fields.sorted(record.answers)[0] : {});
  keepVersion(section, version, record?.answers ?? {});
  settle(section, Boolean(record));
}

/** The form in the element that its parts look for; its program does not run here. @param {Document} page */
function form(page) {
  const sheet = make("work-sheet");
  sheet.append(document.importNode(page.querySelector("work-sheet form"), true));
  return sheet;
}

/** Leaves out what must not come along, and gives every id a beginning of its own, because several sheets use the same. @param {ParentNode} root @param {string} own */
function clean(root, own) {
  for (const element of root.querySelectorAll(LEFT_BEHIND)) element.remove();
  for (const element of root.querySelectorAll("*")) {
    for (const name of element.getAttributeNames()) {
      if (name.startsWith("on")) element.removeAttribute(name);
      if (IDS.includes(name)) element.setAttribute(name, element.getAttribute(name).split(" ").map((id) => own + id).join(" "));
    }
    if (element.hasAttribute("data-with-script")) element.hidden = false;
  }
}

/** Leave out what belongs to the other version, but nothing that has been answered. @param {HTMLElement} section @param {string} version @param {any} answers */
function keepVersion(section, version, answers) {
  for (const element of section.querySelectorAll(`.pack-steps [data-only="${version === "short" ? "full" : "short"}"]`)) element.remove();
  if (version !== "short") return;
  section.dataset.short = "";
  for (const element of section.querySelectorAll(".sheet-fields > :is(.field, .group):not([data-short])")) {
    if (isEmpty(answers[element.dataset.field ?? element.dataset.group])) element.remove();
  }
  for (const group of section.querySelectorAll("fieldset.group")) {
    const columns = [...group.querySelectorAll(".record [data-only=full] [name]")];
    if (columns.some((control) => (control.type === "checkbox" ? control.checked : control.type === "range" ? !("untouched" in control.dataset) : control.value))) continue;
    if (!group.querySelector("place-matrix, place-circles")) for (const element of group.querySelectorAll("[data-only=full]")) element.remove();
  }
}

/** What was typed becomes text, so that no line of it is cut off on paper. @param {HTMLElement} section @param {boolean} filled */
function settle(section, filled) {
  for (const element of section.querySelectorAll(".add, .remove, template, script")) element.remove();
  if (!filled) for (const element of section.querySelectorAll("sheet-result:not(:has(.bands))")) element.remove();
  for (const control of section.querySelectorAll("textarea")) {
    if (control.value) control.replaceWith(make("div", { className: "typed", dir: "auto", textContent: control.value }));
  }
  for (const control of section.querySelectorAll("select")) {
    if (control.value) control.replaceWith(make("div", { className: "typed", dir: "auto", textContent: control.selectedOptions[0].textContent }));
  }
  for (const control of section.querySelectorAll("input, select, textarea, button")) control.tabIndex = -1;
}
