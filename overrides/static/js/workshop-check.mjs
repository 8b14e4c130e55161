// SPDX-License-Identifier: MIT
// What follows from an agenda and a number of people: tables, warnings, and how much of each material is needed.
// No browser needed.

import { partsIn } from "./agenda.mjs";

/**
 * @typedef {{ participants: { min: number, max: number }, materials: string[] }} Sheet
 * @typedef {{ kind: "few" | "many", part: string, sheet: string, people: number, each: string, min: number, max: number }
 *   | { kind: "run", meeting: string, minutes: number, begins: string } | { kind: "day", meeting: string, minutes: number }} Warning
 *   `each`: people at one table, as "5" or "5–6"; empty with one table
 * @typedef {{ id: string, rule: "table" | "person" | "each" | "once", each: number, amount: number | undefined, sheets: string[] }} Material
 *   `each`: how many for one table and sheet, or for one person and sheet; `amount`: undefined while the number of people is not known
 */

const AT_A_TABLE = 6;
const LONGEST_RUN = 120; // minutes of work without a break
const LONGEST_DAY = 8 * 60; // minutes
const SPARE = 1; // sheets beyond one for each table
/** For each person and sheet: what most sheets that ask for it use. @type {{ [material: string]: number }} */
const EACH = { "sticky-notes": 5, cards: 3, dots: 3 };

/** A number that a person typed; 0 for none. @param {unknown} text */
export function count(text) {
  const found = Math.floor(Number(text));
  return Number.isFinite(found) && found > 0 ? Math.min(found, 10_000) : 0;
}

/**
 * The number of tables: the one that was set, else the fewest, with at most six people at each, at which every sheet fits.
 * @param {any} answers @param {{ [id: string]: Sheet }} sheets
 */
export function tablesFor(answers, sheets) {
  const set = count(answers.tables);
  if (set) return set;
  const people = count(answers.people);
  const used = sheetsIn(answers, sheets);
  const least = Math.max(1, Math.ceil(people / AT_A_TABLE));
  for (let tables = least; tables <= people / 2; tables += 1) {
    if (used.every(({ sheet }) => !misfit(people, tables, sheets[sheet]))) return tables;
  }
  return least;
}

/** @param {any} answers @param {{ [id: string]: Sheet }} sheets */
function sheetsIn(answers, sheets) {
  return partsIn(answers).flatMap(({ _id, kind, sheet = "" }) => (kind === "sheet" && Object.hasOwn(sheets, sheet) ? [{ part: _id, sheet }] : []));
}

/**
 * Whether a sheet is for more people or for fewer. It fits if the people at each table can work on it, or all of them together.
 * @param {number} people @param {number} tables @param {Sheet} sheet
 * @returns {"few" | "many" | undefined}
 */
function misfit(people, tables, { participants: { min, max } }) {
  const [least, most] = [Math.floor(people / tables), Math.ceil(people / tables)];
  if (!people || (people >= min && people <= max) || (least >= min && most <= max)) return undefined;
  return most > max ? "many" : "few";
}

/**
 * What the person should look at again.
 * @param {any} answers @param {import("./agenda.mjs").Meeting[]} meetings @param {{ [id: string]: Sheet }} sheets
 * @returns {Warning[]}
 */
export function warnings(answers, meetings, sheets) {
  const [people, tables] = [count(answers.people), tablesFor(answers, sheets)];
  const [least, most] = [Math.floor(people / tables), Math.ceil(people / tables)];
  /** @type {Warning[]} */
  const found = [];
  for (const { part, sheet } of sheetsIn(answers, sheets)) {
    const kind = misfit(people, tables, sheets[sheet]);
    const each = tables === 1 ? "" : least === most ? String(least) : `${least}–${most}`;
    if (kind) found.push({ kind, part, sheet, people, each, ...sheets[sheet].participants });
  }
  for (const { id, minutes, runs } of meetings) {
    for (const run of runs) if (run.minutes > LONGEST_RUN) found.push({ kind: "run", meeting: id, ...run });
    if (minutes > LONGEST_DAY) found.push({ kind: "day", meeting: id, minutes });
  }
  return found;
}

/**
 * What to bring, with amounts where they follow from people and tables.
 * @param {any} answers @param {{ [id: string]: Sheet }} sheets @param {string[]} order the ids of all materials
 * @returns {Material[]}
 */
export function materials(answers, sheets, order) {
  const used = sheetsIn(answers, sheets).map(({ sheet }) => sheet);
  const [people, tables] = [count(answers.people), tablesFor(answers, sheets)];
  const anyone = people || count(answers.tables);
  return order.map((id) => {
    const needing = used.filter((sheet) => sheets[sheet].materials.includes(id));
    const own = { id, sheets: [...new Set(needing)] };
    if (id.startsWith("sheet-")) return material(own, "table", tables + SPARE, anyone ? (tables + SPARE) * needing.length : undefined);
    if (id === "pens") return material(own, "person", 1, people || undefined);
    if (id in EACH) return material(own, "each", EACH[id], people ? EACH[id] * people * needing.length : undefined);
    return material(own, "once", 1, 1);
  }).filter((found) => found.sheets.length);
}

/** @param {{ id: string, sheets: string[] }} own @param {Material["rule"]} rule @param {number} each @param {number | undefined} amount @returns {Material} */
function material(own, rule, each, amount) {
  return { ...own, rule, each, amount };
}
