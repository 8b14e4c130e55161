// SPDX-License-Identifier: MIT
// The timer of the facilitator's screen, computed from the clock on the wall: so a reload, a sleeping laptop or a slow tab
// changes nothing. No browser needed. All times are milliseconds; moments are milliseconds since 1970.
//
// A run says which step is shown, how much time it had `left` when it `began` to count, and whether it counts at all.
// `left: null` is the whole time of the step. `last` is the step before, so that a wrong key can be taken back.

/**
 * @typedef {{ step: string, left: number | null, began: number | null, last?: { step: string, left: number | null, at: number, running: boolean } }} Run
 * @typedef {{ wall: number, steady: number }} Moment the clock on the wall, and one that never goes back
 */

export const MINUTE = 60_000;
const JUMP = 2000; // less is no jump of the clock

/** A step that waits to be started. @param {string} step @returns {Run} */
export function waiting(step) {
  return { step, left: null, began: null };
}

/**
 * The time that is left; below zero once it is over. If the clock stands before the beginning, nothing has been used yet.
 * @param {Run} run @param {number} whole @param {number} now
 */
export function remaining({ left, began }, whole, now) {
  return (left ?? whole) - (began === null ? 0 : Math.max(0, now - began));
}

/** @param {Run} run @param {number} whole @param {number} now @returns {Run} */
export function start(run, whole, now) {
  return run.began === null ? { ...run, left: run.left ?? whole, began: now } : run;
}

/** @param {Run} run @param {number} whole @param {number} now @returns {Run} */
export function pause(run, whole, now) {
  return run.began === null ? run : { ...run, left: remaining(run, whole, now), began: null };
}

/** Begin the step anew; it goes on counting if it did. @param {Run} run @param {number} whole @param {number} now @returns {Run} */
export function reset(run, whole, now) {
  return run.began === null ? { ...run, left: null } : { ...run, left: whole, began: now };
}

/** One minute more. @param {Run} run @param {number} whole @returns {Run} */
export function more(run, whole) {
  return { ...run, left: (run.left ?? whole) + MINUTE };
}

/**
 * Go to another step. It counts if the one before did. Back at the step that was just left, its time has gone on meanwhile.
 * @param {Run} run @param {string} step @param {number} whole of the step that is left @param {number} wholeThere of the step that comes @param {number} now
 * @returns {Run}
 */
export function go(run, step, whole, wholeThere, now) {
  const running = run.began !== null;
  const last = { step: run.step, left: run.left === null && !running ? null : remaining(run, whole, now), at: now, running };
  const back = run.last?.step === step ? run.last : undefined;
  const left = !back || back.left === null ? null : back.left - (running && back.running ? Math.max(0, now - back.at) : 0);
  return { step, left: running ? left ?? wholeThere : left, began: running ? now : null, last };
}

/**
 * If the clock was set back while the page was open, the run is moved with it.
 * @param {Run} run @param {Moment} before @param {Moment} now @returns {Run} the same one if nothing happened
 */
export function settled(run, before, now) {
  const jump = now.wall - before.wall - (now.steady - before.steady);
  if (jump > -JUMP) return run; // a clock that jumps forward has slept: that time has really passed
  return { ...run, began: run.began === null ? null : run.began + jump, ...(run.last ? { last: { ...run.last, at: run.last.at + jump } } : {}) };
}

/** What the face shows: minutes and seconds, and whether they are beyond the end. @param {number} left @returns {{ text: string, over: boolean }} */
export function face(left) {
  const over = left <= 0;
  const seconds = over ? Math.floor(-left / 1000) : Math.ceil(left / 1000);
  const text = `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
  return { text: over && seconds ? `+${text}` : text, over };
}

/** A run as a row of texts, as it is kept. @param {string} id @param {Run} run @returns {import("./answers.mjs").Row} */
export function toRow(id, { step, left, began, last }) {
  const text = (/** @type {number | null} */ number) => (number === null ? "" : String(Math.round(number)));
  return {
    _id: id, step, left: text(left), began: text(began),
    ...(last ? { last: last.step, "last-left": text(last.left), "last-at": text(last.at), ...(last.running ? { "last-running": true } : {}) } : {}),
  };
}

/** The way back. Nothing if the row has no known form. @param {any} row @returns {Run | undefined} */
export function fromRow(row) {
  if (typeof row?.step !== "string" || !row.step) return undefined;
  const number = (/** @type {any} */ text) => (typeof text === "string" && text.trim() && Number.isFinite(Number(text)) ? Number(text) : null);
  const [left, began, at] = [number(row.left), number(row.began), number(row["last-at"])];
  const last = typeof row.last === "string" && row.last && at !== null ? { step: row.last, left: number(row["last-left"]), at, running: row["last-running"] === true } : undefined;
  return { step: row.step, left, began: left === null ? null : began, ...(last ? { last } : {}) };
}
