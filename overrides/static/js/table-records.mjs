// SPDX-License-Identifier: MIT
// Which records of different tables are the same one, and how many of them have room. No browser needed.

import { isEmpty, isObject, newId, same } from "./answers.mjs";

/**
 * @typedef {{ [field: string]: any, _id: string }} Row
 * @typedef {{ id: string, name: string, fits: boolean, of: { [table: string]: Row } }} Matched
 *   one record of the merged sheet: `name` as the first table wrote it, `of` what it is at each table, `fits`: it has room
 */

/**
 * A name as it is compared: case, accents and white space count for nothing. Only marks on Latin and Greek letters,
 * and the vowel signs of Arabic, are accents: elsewhere they make another letter.
 * @param {string} text
 */
export function nameKey(text) {
  const open = text.normalize("NFKD").replace(/([\p{Script=Latin}\p{Script=Greek}])[\u0300-\u036f]+/gu, "$1").replace(/[\u0640\u064b-\u065f\u0670]/g, "");
  return open.normalize("NFC").trim().replace(/\s+/g, " ").toUpperCase();
}

/** The field by which records are known: the first text of the group. @param {{ fields?: { id: string, type: string }[] }} group */
export function nameField(group) {
  return group.fields?.find(({ type }) => type === "line" || type === "paragraph")?.id;
}

/**
 * The records of one table that say something. `used`: ids that stand in its scores; such a record counts without a name.
 * @param {any} given the answer
 * @param {string[]} used
 * @returns {Row[]}
 */
export function rowsOf(given, used = []) {
  const rows = Array.isArray(given) ? given : [];
  const missing = used.filter((id) => !rows.some((row) => row._id === id)).map((id) => ({ _id: id }));
  return [...rows, ...missing].filter((row) => !isEmpty([row]) || used.includes(row._id));
}

/** The ids of rows (`part` 0) or columns (`part` 1) that have points. @param {any} cells @param {0 | 1} part */
export function idsInScores(cells, part) {
  if (!isObject(cells)) return [];
  return [...new Set(Object.entries(cells).filter(([, points]) => !isEmpty(points)).map(([cell]) => cell.split(".")[part]))];
}

/**
 * Brings the records of all tables together. Records with the same name are one; if a table has a name twice, its second
 * meets the second of others. A record without a name stands alone; but where it has points, all tables mean the same
 * line of their sheet, and it keeps its id. The order is that of the tables.
 * If there are more than `max`, those have room that more tables named.
 * @param {{ table: string, rows: Row[], used?: string[] }[]} lists `used`: ids that have points
 * @param {string | undefined} name the field by which records are known
 * @param {number} max
 * @returns {Matched[]}
 */
export function matched(lists, name, max) {
  /** @type {Map<string, Matched>} */
  const found = new Map();
  for (const { table, rows, used = [] } of lists) {
    for (const row of rows) {
      const own = name && typeof row[name] === "string" ? row[name].trim() : "";
      const key = own && nameKey(own);
      let turn = 1;
      while (key && found.get(`${turn} ${key}`)?.of[table]) turn += 1;
      const line = !key && used.includes(row._id);
      const at = key ? `${turn} ${key}` : line ? `/${row._id}` : `${table}/${row._id}`;
      const there = found.get(at);
      if (there) there.of[table] = row;
      else found.set(at, { id: line ? row._id : newId(), name: own, fits: false, of: { [table]: row } });
    }
  }
  const all = [...found.values()];
  const first = [...all].sort((a, b) => Object.keys(b.of).length - Object.keys(a.of).length).slice(0, max);
  for (const record of first) record.fits = true;
  return all;
}

/**
 * What came from other sheets at the tables stays known, as far as they agree: so it is not offered a second time.
 * @param {{ id: string, carried: any }[]} tables
 * @param {{ [group: string]: Matched[] }} records
 */
export function carriedOf(tables, records) {
  const carried = Object.create(null);
  for (const place of new Set(tables.flatMap((table) => Object.keys(table.carried)))) {
    const all = tables.flatMap((table) => (isObject(table.carried[place]) ? [{ table: table.id, known: table.carried[place] }] : []));
    if (typeof all[0]?.known.key === "string") {
      if (all.every(({ known }) => known.key === all[0].known.key && known.raw === all[0].known.raw)) carried[place] = all[0].known;
      continue;
    }
    const differ = new Set();
    for (const { table, known } of all) {
      for (const [key, { into, fields }] of Object.entries(known)) {
        const record = records[place]?.find((r) => r.fits && r.of[table]?._id === into);
        if (!record || !fields) continue;
        const taken = ((carried[place] ??= {})[key] ??= { into: record.id, fields });
        if (taken.into !== record.id || !same(taken.fields, fields)) differ.add(key);
      }
    }
    for (const key of differ) delete carried[place][key];
  }
  return { ...carried };
}
