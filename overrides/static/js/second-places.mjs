// SPDX-License-Identifier: MIT
// The places of a worksheet's page where words of the sheet stand. Both languages have the same template, so the same
// names: they are made of ids, and of the order only where the template has no ids. What scripts add (carried texts,
// pins, tables of points, stored options that exist no more) has no name here. A new part of the template that shows
// words of the sheet needs a line here.

/**
 * @typedef {"beside" | "line" | "below" | "option" | "ends" | "name"} Way how the second text is shown:
 *   beside: two columns where there is room; line: on the same line or below; below: always below; option: within the
 *   text of an option; ends: in what a slider says; name: as `line`, with the number of the record
 * @typedef {{ name: string, element: any, way: Way }} Place
 */

/** Places whose order is fixed. @type {[string, string, Way][]} */
const FIXED = [
  ["title", ".sheet-head h1", "beside"],
  ["summary", ".sheet-head .lead", "beside"],
  ["heading", "#purpose, #need, #steps, #form", "line"],
  ["purpose", "#purpose + p", "beside"],
  ["need", "#need + ul > li", "beside"],
  ["step-title", ".steps > ol > li > h3", "beside"],
  ["step", ".steps > ol > li > p", "beside"],
  ["section", ".check-section > legend", "line"],
  ["result", "sheet-result > h3", "line"],
  ["result-hint", "sheet-result > .hint", "below"],
  ["share", ".shares th", "line"],
  ["band", ".bands > li", "below"],
  ["scores", "score-table > h3", "line"],
  ["scores-hint", "score-table > .hint", "below"],
  ["plane-hint", ".plane > .hint", "below"],
  ["axis", ".axis > *", "line"],
  ["plane-word", ".quadrant, .centre, .sector, .ring-name", "below"],
];

/**
 * All places below an element, those in the patterns of new records included.
 * @param {ParentNode} root the `.sheet-page`
 * @returns {Place[]}
 */
export function places(root) {
  /** @type {Place[]} */
  const found = [];
  const add = (/** @type {string} */ name, /** @type {any} */ element, /** @type {Way} */ way) => element && found.push({ name, element, way });
  for (const [name, selector, way] of FIXED) root.querySelectorAll(selector).forEach((element, n) => add(`/${name}.${n}`, element, way));
  for (const field of root.querySelectorAll(".field[data-field]")) fieldPlaces(field, field.dataset.field, add);
  for (const group of root.querySelectorAll("fieldset[data-group]")) groupPlaces(group, group.dataset.group, add);
  return found;
}

/** @param {any} group @param {string} name @param {(name: string, element: any, way: Way) => void} add */
function groupPlaces(group, name, add) {
  add(name, group.querySelector(":scope > legend"), "line");
  add(`${name}:hint`, group.querySelector(":scope > .hint"), "below");
  add(`${name}:add`, group.querySelector(":scope > .add > span:last-child"), "line");
  group.querySelectorAll(".column-hints > div").forEach((/** @type {Element} */ column, /** @type {number} */ n) => {
    add(`${name}:column.${n}`, column.querySelector("dt"), "line");
    add(`${name}:column.${n}:hint`, column.querySelector("dd"), "below");
  });
  for (const record of [...group.querySelectorAll(".records > ol > .record"), ...group.querySelector("template").content.children]) {
    add(`${name}:item`, record.querySelector(".record-name"), "name");
    add(`${name}:remove`, record.querySelector(".remove > span:last-child"), "line");
    for (const field of record.querySelectorAll(".field")) fieldPlaces(field, `${name}.${field.querySelector("[name]").getAttribute("name").split(".")[2]}`, add);
  }
}

/** @param {any} field @param {string} name @param {(name: string, element: any, way: Way) => void} add */
function fieldPlaces(field, name, add) {
  add(name, field.querySelector(":scope > .check > span") ?? field.querySelector(":scope > label"), "line");
  add(`${name}:hint`, field.querySelector(":scope > .hint"), "below");
  for (const option of field.querySelectorAll("option:not([data-stored])")) add(`${name}=${option.value}`, option, "option");
  field.querySelectorAll(".scale > .end").forEach((/** @type {Element} */ end, /** @type {number} */ n) => add(`${name}:end.${n}`, end, "line"));
  add(`${name}:ends`, field.querySelector("[data-ends]"), "ends");
}

/** The words of a place, without numbers and other elements in it, and whether or not a second language stands there. @param {Place} place */
export function wordsAt({ element, way }) {
  if (way === "ends") return element.dataset.firstEnds ?? element.dataset.ends;
  if (way === "option") return element.dataset.first ?? element.textContent;
  const own = element.querySelector(":scope > .two > .first") ?? element;
  return [...own.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join("").trim();
}
