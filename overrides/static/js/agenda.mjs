// SPDX-License-Identifier: MIT
// The agenda of a workshop: its meetings with their clock, the breaks that are proposed, and the steps of every part.
// No browser needed.
//
// Shape of what is kept, in the record "workspace-workshop" (all values are texts or true):
//   { title, date, place, start, people, tables, subject, invitation, recipe,
//     parts: [ { _id, kind, sheet, version, minutes, name, from, date, start } … ], ticks: [ { _id: "pens", done: true } … ] }
// A part is of one kind: "sheet", "break", "own", or "meeting": then another meeting begins here, with a date and a start
// of its own. `from` names where the words of a part come from, so that they show in every language: "half-day.close" is a
// part of a recipe, "welcome" and "closing" are ours. `name` stands only where a person has given another one.
// Minutes are whole minutes; a part without minutes takes none.

import { newId } from "./answers.mjs";
import { clock } from "./compute.mjs";

/**
 * @typedef {{ _id: string, kind: "sheet" | "break" | "own" | "meeting", sheet?: string, version?: string, minutes?: string, name?: string, from?: string, date?: string, start?: string }} Part
 * @typedef {Part & { span: number, begins: string, ends: string, late: boolean }} Timed `span` in minutes; times are empty without a start; `late`: begins after midnight
 * @typedef {{ id: string, name: string, from: string, date: string, start: string, parts: Timed[], end: string, endsLate: boolean, minutes: number, runs: { begins: string, minutes: number }[] }} Meeting
 *   `id` is that of the part with which it begins, empty for the first; `runs` are the stretches of work between breaks
 * @typedef {{ id: string, title: string, text: string, short: number, full: number }} SheetStep minutes, 0 where the version leaves it out
 * @typedef {{ key: string, part: string, kind: string, title: string, step: string, text: string, minutes: number, begins: string, ends: string }} Step
 */

export const BREAK = 15;
export const ROUND = 10; // welcome and closing round
const WORK_AT_MOST = 90; // then a break is proposed
const LONGEST_RUN = 120; // then a warning is due
const SMALL = 15; // no break only because of a short welcome before or a short round after
const DAY = 24 * 60;
const LONGEST_PART = 600;

/** The minutes of a part, as a number from 0 on. @param {{ minutes?: string }} part */
export function minutesOf({ minutes }) {
  const found = Math.round(Number(minutes));
  return Number.isFinite(found) ? Math.min(LONGEST_PART, Math.max(0, found)) : 0;
}

/**
 * The meetings of an agenda, each with its clock.
 * @param {any} answers see above
 * @returns {Meeting[]} a first meeting without parts is left out if others follow
 */
export function meetings(answers) {
  const parts = partsIn(answers);
  /** @type {{ head: Partial<Part>, parts: Part[] }[]} */
  const found = [{ head: { _id: "", date: answers.date, start: answers.start }, parts: [] }];
  for (const part of parts) {
    if (part.kind === "meeting") found.push({ head: part, parts: [] });
    else /** @type {any} */ (found.at(-1)).parts.push(part);
  }
  if (found.length > 1 && !found[0].parts.length) found.shift();
  return found.map(({ head, parts: own }) => meeting(head, own));
}

/** @param {Partial<Part>} head @param {Part[]} parts @returns {Meeting} */
function meeting({ _id = "", name = "", from = "", date = "", start = "" }, parts) {
  const spans = parts.map(minutesOf);
  const times = clock(start, spans);
  const before = spans.map((_, at) => sum(spans.slice(0, at)));
  const [hour, minute] = times.length ? times[0].split(":").map(Number) : [0, 0];
  const late = (/** @type {number} */ minutes) => times.length > 0 && hour * 60 + minute + minutes >= DAY;
  const timed = parts.map((part, at) => ({ ...part, span: spans[at], begins: times[at] ?? "", ends: times[at + 1] ?? "", late: late(before[at]) }));
  const minutes = sum(spans);
  return { id: _id, name, from, date, start, parts: timed, end: times.at(-1) ?? "", endsLate: late(minutes), minutes, runs: runs(timed) };
}

/** The parts that are stored, without what has no known form. @param {any} answers @returns {Part[]} */
export function partsIn(answers) {
  const kinds = ["sheet", "break", "own", "meeting"];
  return Array.isArray(answers.parts) ? answers.parts.filter((/** @type {any} */ part) => kinds.includes(part?.kind) && (part.kind !== "sheet" || part.sheet)) : [];
}

/** @param {Timed[]} parts */
function runs(parts) {
  /** @type {{ begins: string, minutes: number }[]} */
  const found = [];
  let open = false;
  for (const { kind, span, begins } of parts) {
    if (kind === "break") open = false;
    else if (open) /** @type {any} */ (found.at(-1)).minutes += span;
    else open = Boolean(found.push({ begins, minutes: span }));
  }
  return found;
}

/** @param {number[]} numbers */
function sum(numbers) {
  return numbers.reduce((all, one) => all + one, 0);
}

// --- Making an agenda ---------------------------------------------------------------------------------------

/** @param {Omit<Part, "_id">} part @returns {Part} */
export function newPart(part) {
  return { _id: newId(), ...part };
}

/**
 * Add a part at the end, before a closing round; a welcome comes first in the last meeting. If people would then work for
 * more than 90 minutes, a break comes before the part.
 * @param {Part[]} parts @param {Part} part @returns {Part[]}
 */
export function withPart(parts, part) {
  const closed = parts.at(-1)?.from === "closing" && part.kind !== "meeting";
  const place = part.from === "welcome" ? parts.findLastIndex(({ kind }) => kind === "meeting") + 1 : parts.length - Number(closed);
  const before = parts.slice(0, place);
  const since = before.findLastIndex(({ kind }) => kind === "break" || kind === "meeting") + 1;
  const run = { work: sum(before.slice(since).map(minutesOf)), first: since === 0 || before[since - 1].kind === "meeting" };
  const due = (part.kind === "sheet" || part.kind === "own") && isDue(run, minutesOf(part), place === parts.length);
  return [...before, ...(due ? [newBreak()] : []), part, ...parts.slice(place)];
}

/** Put a break wherever one is due. Breaks that are there stay. @param {Part[]} parts @returns {Part[]} */
export function withBreaks(parts) {
  const due = dueBefore(parts);
  return parts.flatMap((part) => (due.includes(part._id) ? [newBreak(), part] : [part]));
}

function newBreak() {
  return newPart({ kind: "break", minutes: String(BREAK) });
}

/** The parts before which a break is due, so that nobody works for more than 90 minutes without one. @param {Part[]} parts @returns {string[]} ids */
export function dueBefore(parts) {
  /** @type {string[]} */
  const due = [];
  let run = { work: 0, first: true };
  parts.forEach((part, at) => {
    const span = minutesOf(part);
    if (part.kind === "meeting" || part.kind === "break") {
      run = { work: 0, first: part.kind === "meeting" };
      return;
    }
    if (isDue(run, span, at === parts.length - 1 || parts[at + 1].kind === "meeting")) {
      due.push(part._id);
      run = { work: 0, first: false };
    }
    run.work += span;
  });
  return due;
}

/**
 * Whether a break is due before a part. Only because of a welcome before or a closing round after, of a quarter of an
 * hour at most, there is none, as long as 120 minutes are kept.
 * @param {{ work: number, first: boolean }} run the work since the last break, and whether it is the first of the meeting
 * @param {number} span minutes of the part @param {boolean} last whether the meeting ends with it
 */
function isDue({ work, first }, span, last) {
  const spared = (first && work <= SMALL) || (last && span <= SMALL && work + span <= LONGEST_RUN);
  return work > 0 && work + span > WORK_AT_MOST && !spared;
}

/**
 * Move a part up (-1) or down (1). At the end it stays.
 * @param {Part[]} parts @param {string} id @param {number} by @returns {Part[]}
 */
export function moved(parts, id, by) {
  const at = parts.findIndex(({ _id }) => _id === id);
  const to = at + by;
  if (at < 0 || to < 0 || to >= parts.length) return parts;
  const now = parts.filter(({ _id }) => _id !== id);
  now.splice(to, 0, parts[at]);
  return now;
}

/**
 * The parts of chosen sessions of a recipe. If there are several, each is a meeting of its own.
 * @param {{ id: string, sessions: { id: string, start: string, parts: { id: string, sheet: string, version: string, minutes: number, pause: boolean }[] }[] }} recipe
 * @param {string[]} chosen ids of sessions
 * @returns {Part[]}
 */
export function partsOfRecipe(recipe, chosen) {
  const sessions = recipe.sessions.filter(({ id }) => chosen.includes(id));
  return sessions.flatMap((session) => [
    ...(sessions.length > 1 ? [newPart({ kind: "meeting", from: `${recipe.id}.${session.id}`, start: session.start })] : []),
    ...session.parts.map(({ id, sheet, version, minutes, pause }) => newPart({
      kind: pause ? "break" : sheet ? "sheet" : "own",
      minutes: String(minutes),
      ...(sheet ? { sheet, version } : {}),
      ...(id ? { from: `${recipe.id}.${id}` } : {}),
    })),
  ]);
}

// --- Steps --------------------------------------------------------------------------------------------------

/**
 * All steps of a meeting in one row, each with its clock. A part that has another length than its sheet has its steps
 * stretched or shortened. A part without known steps is one step.
 * @param {Meeting} meeting_
 * @param {{ [sheet: string]: SheetStep[] }} sheets
 * @param {(part: Part) => { title: string, text: string }} wordsOf
 * @returns {Step[]}
 */
export function steps(meeting_, sheets, wordsOf) {
  const rows = meeting_.parts.flatMap((part) => {
    const { title, text } = wordsOf(part);
    const version = part.version === "short" ? "short" : "full";
    const own = (part.kind === "sheet" && sheets[part.sheet ?? ""]?.filter((step) => step[version] > 0)) || [];
    const whole = { key: part._id, part: part._id, kind: part.kind, title, step: title, text, minutes: part.span };
    if (!own.length) return [whole];
    const minutes = shared(own.map((step) => step[version]), part.span);
    return own.map((step, at) => ({ ...whole, key: `${part._id}.${step.id}`, step: step.title, text: step.text, minutes: minutes[at] }));
  });
  const times = clock(meeting_.start, rows.map(({ minutes }) => minutes));
  return rows.map((row, at) => ({ ...row, begins: times[at] ?? "", ends: times[at + 1] ?? "" }));
}

/**
 * Minutes in the same shares, with another sum. Every step keeps at least one minute, if there are enough.
 * @param {number[]} minutes @param {number} total @returns {number[]}
 */
export function shared(minutes, total) {
  const all = sum(minutes);
  if (!all || all === total) return minutes;
  const exact = minutes.map((one) => (one * total) / all);
  const found = exact.map((one) => Math.max(Math.floor(one), total >= minutes.length ? 1 : 0));
  for (let left = total - sum(found); left !== 0; left -= Math.sign(left)) {
    // What is missing goes to the step that lost most by rounding; what is too much is taken from the longest.
    const worth = found.map((one, at) => (left > 0 ? exact[at] - one : one));
    found[worth.indexOf(Math.max(...worth))] += Math.sign(left);
  }
  return found;
}
