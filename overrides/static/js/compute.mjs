// SPDX-License-Identifier: MIT
// What a worksheet computes: the same rules as hooks/guide/compute.py, where their sources stand.
// No browser needed: the cases in tests/computations run through this file, too.

/**
 * Weighted sums and ranks; equal sums share the better place. Rows without any points stay undefined.
 * Sums have at most two decimals: points that are means (a merged sheet) would show the last bits of the computer.
 * @param {number[]} weights @param {(number | undefined)[][]} rows
 * @returns {({ total: number, rank: number } | undefined)[]}
 */
export function totals(weights, rows) {
  const sums = rows.map((row) => (row.every((value) => value === undefined) ? undefined : Math.round(100 * row.reduce((/** @type {number} */ sum, value, i) => sum + (value ?? 0) * (weights[i] ?? 0), 0)) / 100));
  return sums.map((total) => (total === undefined ? undefined : { total, rank: 1 + sums.filter((other) => other !== undefined && other > total).length }));
}

/** The mean of whole numbers to one decimal, a five in the second decimal rounded up. Undefined without numbers. @param {number[]} levels */
export function mean(levels) {
  if (!levels.length) return undefined;
  const sum = levels.reduce((a, b) => a + b, 0);
  return Math.floor((20 * sum + levels.length) / (2 * levels.length)) / 10;
}

/**
 * The value that decides: the lowest section, or undefined until every section has one; for ticks the first.
 * @param {string} kind @param {(number | undefined)[]} values
 */
export function deciding(kind, values) {
  if (kind === "triggers") return values[0];
  return values.includes(undefined) ? undefined : Math.min(.../** @type {number[]} */ (values));
}

/** The place of the last band that begins at or below the value; -1 for none. @param {number[]} starts @param {number | undefined} value */
export function band(starts, value) {
  return value === undefined ? -1 : starts.filter((start) => value >= start).length - 1;
}

/**
 * When each part of an agenda begins, and when it is over. Empty without a start.
 * @param {string | undefined} start "09:30" @param {number[]} minutes @returns {string[]}
 */
export function clock(start, minutes) {
  const found = /^(\d\d):(\d\d)/.exec(start ?? "");
  if (!found) return [];
  const times = [Number(found[1]) * 60 + Number(found[2])];
  for (const span of minutes) times.push(/** @type {number} */ (times.at(-1)) + (span || 0));
  return times.map((time) => `${pad(Math.floor(time / 60) % 24)}:${pad(time % 60)}`);
}

const MOST_MONTHS = 36;

/**
 * The months of a plan, and for each [begin, until] the first and last month it takes, counted from 0.
 * @param {(string | undefined)[][]} ends days as "2026-03-01" @returns {{ months: string[], spans: (number[] | undefined)[] }}
 */
export function timeline(ends) {
  const pairs = ends.map((pair) => pair.map((day) => (day ?? "").slice(0, 7)));
  const known = pairs.flat().filter(Boolean).sort();
  const months = known.length ? monthsBetween(known[0], /** @type {string} */ (known.at(-1))) : [];
  const spans = pairs.map((pair) => {
    const own = pair.filter(Boolean).sort();
    if (!own.length || !months.includes(own[0])) return undefined;
    return [months.indexOf(own[0]), months.includes(/** @type {string} */ (own.at(-1))) ? months.indexOf(/** @type {string} */ (own.at(-1))) : months.length - 1];
  });
  return { months, spans };
}

/** @param {string} first @param {string} last */
function monthsBetween(first, last) {
  let [year, month] = first.split("-").map(Number);
  const found = [];
  for (let text = first; text <= last && found.length < MOST_MONTHS; text = `${String(year).padStart(4, "0")}-${pad(month)}`) {
    found.push(text);
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
  }
  return found;
}

/** @param {number} number */
function pad(number) {
  return String(number).padStart(2, "0");
}
