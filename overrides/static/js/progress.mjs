// SPDX-License-Identifier: MIT
// How far a project is: the state of each sheet, what comes next, and when to remind of a file. No browser needed.

import { isEmpty } from "./answers.mjs";
import { isBegun } from "./carry.mjs";

/** @typedef {"none" | "begun" | "filled" | "passed"} State */
/** @typedef {{ id: string, needs: string[], takes: string[] }} Sheet `needs`: fields of the short version; `takes`: sheets it takes from */
/** @typedef {{ id: string, reason: "begun" | "recipe" | "takes" | "first", from: string[] }} Proposal */

const DAY = 24 * 60 * 60 * 1000;
const REMIND_AFTER = 3 * DAY; // some browsers forget after seven days without a visit

/**
 * The state of a sheet: the best of its copies. Filled in is a sheet whose short version has an answer in every field.
 * @param {Sheet} sheet
 * @param {{ sheet: string, answers: any, carried: any }[]} records of the project
 * @param {string[]} passed
 * @returns {State}
 */
export function stateOf(sheet, records, passed) {
  const own = records.filter((record) => record.sheet === sheet.id);
  if (own.some(({ answers, carried }) => isBegun({ answers, carried }) && sheet.needs.every((field) => !isEmpty(answers[field])))) return "filled";
  if (passed.includes(sheet.id)) return "passed";
  return own.some(isBegun) ? "begun" : "none";
}

/**
 * What to do next, at most three sheets, each with the reason.
 * @param {Sheet[]} sheets in the order of the phases
 * @param {{ [id: string]: State }} states
 * @param {string[]} recipe the sheets of the recipe that the project follows, in order; empty for none
 * @returns {Proposal[]}
 */
export function next(sheets, states, recipe) {
  const way = recipe.length ? recipe.flatMap((id) => sheets.filter((sheet) => sheet.id === id)) : sheets;
  const open = way.filter(({ id }) => states[id] === "begun" || states[id] === "none");
  if (recipe.length) return open.slice(0, 1).map(({ id }) => ({ id, reason: states[id] === "begun" ? "begun" : "recipe", from: [] }));
  /** @type {Proposal[]} */
  const found = open.filter(({ id }) => states[id] === "begun").map(({ id }) => ({ id, reason: "begun", from: [] }));
  for (const { id, takes } of open) {
    const from = takes.filter((source) => states[source] === "filled");
    if (states[id] === "none" && from.length) found.push({ id, reason: "takes", from });
  }
  if (!found.length && open.length) found.push({ id: open[0].id, reason: "first", from: [] });
  return found.slice(0, 3);
}

/**
 * Whether to remind of saving to a file: there is work in no file, and the last file (or the beginning) is three days old.
 * @param {{ createdAt: string, changedAt: string, filedAt: string, readOnly?: boolean }} project
 * @param {number} [now] milliseconds
 */
export function reminderDue(project, now = Date.now()) {
  if (project.readOnly || project.changedAt <= (project.filedAt || project.createdAt)) return false;
  return now - Date.parse(project.filedAt || project.createdAt) > REMIND_AFTER;
}
