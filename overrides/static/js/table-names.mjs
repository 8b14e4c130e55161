// SPDX-License-Identifier: MIT
// What the lines of merged tables are called, and how an answer is written for a reader. No browser needed.

import { optionOf } from "./tables.mjs";
import { fill } from "./table-values.mjs";

/** @typedef {import("./tables.mjs").Line} Line */
/** @typedef {{ [word: string]: string }} Words section `tables` of the interface */

export class TableNames {
  /** @param {import("./tables.mjs").Merged} merged @param {Words} words */
  constructor({ fields, records }, words) {
    this.fields = fields;
    this.records = records;
    this.words = words;
  }

  /** The field of the sheet to which a line belongs. @param {Line} line */
  field({ field }) {
    return /** @type {import("./tables.mjs").Field} */ (this.fields.find(({ id }) => id === field));
  }

  /** The field that was answered: for a line in a group, that in the record. @param {Line} line */
  answered(line) {
    const field = this.field(line);
    return field.type === "group" ? field.fields?.find(({ id }) => id === line.inner) ?? field : field;
  }

  /** @param {{ label: string, unknown?: boolean }} field */
  label({ label, unknown }) {
    return unknown ? fill(this.words["unknown-field"], { field: label }) : label;
  }

  /** The name of a record, or what it is and its number. @param {string} group @param {string} id */
  record(group, id) {
    const all = this.records[group] ?? [];
    const place = all.findIndex((record) => record.id === id);
    const { item, label } = /** @type {any} */ (this.fields.find((field) => field.id === group) ?? {});
    return all[place]?.name || fill(this.words.record, { item: item || label || group, n: place + 1 });
  }

  /** The records to which a line belongs: one, or the option and the criterion of points. @param {Line} line @param {{ [role: string]: string }} parts */
  places(line, parts) {
    if (line.type === "points") return [this.record(parts.options, line.record), this.record(parts.criteria, line.inner)];
    return line.record ? [this.record(line.field, line.record)] : [];
  }

  /** The two cells before the answers in the file for spreadsheets. @param {Line} line @param {{ [role: string]: string }} parts */
  cells(line, parts) {
    const field = this.field(line);
    const [row, column] = this.places(line, parts);
    return {
      field: field.type === "group" ? fill(this.words["in-group"], { group: this.label(field), field: this.label(this.answered(line)) }) : this.label(field),
      record: column ? fill(this.words.points, { row, column }) : row ?? "",
    };
  }

  /** An answer as it is read: the words of an option, ticked or not. @param {Line} line @param {string | true} stored */
  shown(line, stored) {
    if (line.type === "check") return this.words[stored === true || stored === "true" ? "ticked" : "not-ticked"];
    return optionOf(this.answered(line), String(stored)) ?? String(stored);
  }

  /** How a merged answer came about; empty where one table alone said it. @param {Line} line @param {(number: string) => string} written a number in the way of the language */
  note({ merged: { how, n = 0, of = 0, mean, least, greatest } }, written) {
    if (how === "one" || how === "none") return "";
    if (how === "mean" && least === greatest) return this.words["note-same"];
    /** @type {{ [name: string]: string }} */
    const numbers = mean === undefined ? {} : { mean: written(mean), least: written(String(least)), greatest: written(String(greatest)) };
    return fill(this.words[`note-${how}`], { n, of, ...numbers });
  }
}
