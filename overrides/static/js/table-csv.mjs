// SPDX-License-Identifier: MIT
// All tables side by side as a CSV file (RFC 4180) that spreadsheet programs open safely. No browser needed.

/** @typedef {import("./tables.mjs").Merged} Merged */

/**
 * The text of a file: with byte order mark, each cell in quotes where it needs them, lines ended by CR LF.
 * A cell that a spreadsheet would run as a formula gets an apostrophe before it, unless it is a plain number.
 * @param {string[][]} rows
 */
export function toCsv(rows) {
  return `\uFEFF${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

/** @param {string} text */
function cell(text) {
  const guarded = /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+([.,]\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

/**
 * The rows: first the heads, then one for each answer: sheet, field, record, each table, merged.
 * @param {string} title of the sheet
 * @param {Merged} merged
 * @param {{ id: string, name: string }[]} tables
 * @param {(line: import("./tables.mjs").Line) => { field: string, record: string }} named how a line is called
 * @param {(line: import("./tables.mjs").Line, stored: string | true) => string} shown how an answer is written
 * @param {{ sheet: string, field: string, record: string, merged: string }} heads
 */
export function rowsOf(title, merged, tables, named, shown, heads) {
  const rows = merged.lines.map((line) => {
    const { field, record } = named(line);
    return [title, field, record, ...tables.map(({ id }) => (id in line.voices ? shown(line, line.voices[id]) : "")), shown(line, line.merged.value)];
  });
  return [[heads.sheet, heads.field, heads.record, ...tables.map(({ name }) => name), heads.merged], ...rows];
}
