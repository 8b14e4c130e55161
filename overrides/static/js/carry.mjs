// SPDX-License-Identifier: MIT
// What one sheet takes from another: which answers arrive, which stay, and what is offered. No browser needed.
//
// The rules, for every field that comes from elsewhere:
//   1. An empty field is filled, once.
//   2. A later change at the source is offered and never forced, whether the field was edited here or not.
//   3. What was edited or emptied here stays so.
// What arrived is remembered beside the answers as `carried`:
//   a field:  { "need": { key, raw, text } }            `raw` is what stood at the source, `text` what was written here
//   a group:  { "actors": { "<source>": { into, fields: { "name": { key, raw, text } } } } }    `into` is the record here
// A source is named by `key`: "1" for a sheet, "1.r3" for a record in it. Raw and written differ where an option became
// its words: so a change of language is no change at the source.

import { isEmpty, newId } from "./answers.mjs";

/**
 * @typedef {{ group: string, field: string, several: boolean, start: number, max: number, from: Source }} Link
 *   `several`: of the sheet that takes. `start` and `max`: records of its group, 0 for none.
 * @typedef {{ sheet: string, title: string, group: string, field: string, label: string, several: boolean, options?: { [id: string]: string } }} Source
 * @typedef {{ key: string, raw: string, text: string }} Value
 * @typedef {{ key: string, fields: { [field: string]: Value } }} Candidate one record that may arrive in a group
 * @typedef {{ path: string[], text: string, edited: boolean, take: Value } | { group: string, candidate: Candidate }} Offer
 * @typedef {{ sheet: string, title: string, group: string, candidates: { key: string, text: string }[] }} Choice
 * @typedef {{ copy: string, answers: import("./answers.mjs").Answers }} Sheet
 */

/** What is remembered of a field. A file may say odd things: what has another form counts as nothing. @param {any} carried @param {string} field @returns {Value | undefined} */
function valueAt(carried, field) {
  const known = Object.hasOwn(carried, field) ? carried[field] : undefined;
  return typeof known?.text === "string" && typeof known.raw === "string" ? known : undefined;
}

/** What is remembered of the records of a group, by their sources. @param {any} carried @param {string} group @returns {{ [key: string]: { into: string, fields: any } }} */
function recordsAt(carried, group) {
  const known = Object.hasOwn(carried, group) ? carried[group] : {};
  return Object.fromEntries(Object.entries(known).filter(([, record]) => typeof record?.into === "string" && record.fields && typeof record.fields === "object"));
}

/** How an answer travels along a link. @param {Link} link @returns {"records" | "lines" | "choose" | "one"} */
export function way({ group, several, from }) {
  if (group) return "records";
  if (from.group) return several ? "choose" : "lines";
  return from.several ? "choose" : "one";
}

/**
 * All values at the beginning of a link, each with its key and the sheet's answer as text. Empty ones are left out.
 * @param {Link} link
 * @param {Sheet[]} sheets the sheets of this kind in the project
 * @returns {Value[]}
 */
export function valuesAt({ from }, sheets) {
  const found = [];
  for (const { copy, answers } of sheets) {
    if (!from.group) found.push(value(copy, answers[from.field], from.options));
    else if (Array.isArray(answers[from.group])) {
      for (const row of /** @type {any[]} */ (answers[from.group])) found.push(value(`${copy}.${row._id}`, row[from.field], from.options));
    }
  }
  return found.filter(({ raw }) => raw.trim() !== "");
}

/** @param {string} key @param {any} answer @param {{ [id: string]: string } | undefined} options @returns {Value} */
function value(key, answer, options) {
  const raw = typeof answer === "string" ? answer : "";
  return { key, raw, text: (options && Object.hasOwn(options, raw) && options[raw]) || raw };
}

/**
 * What arrives, what is offered, and what the person must choose.
 * @param {Link[]} links all links of the sheet
 * @param {{ answers: import("./answers.mjs").Answers, carried: any }} content
 * @param {{ [sheet: string]: Sheet[] }} sources the other sheets of the project
 * @returns {{ answers: import("./answers.mjs").Answers, carried: any, offers: Offer[], choices: Choice[] }}
 */
export function arrive(links, content, sources) {
  const answers = structuredClone(content.answers);
  const carried = structuredClone(content.carried);
  /** @type {Offer[]} */
  const offers = [];
  /** @type {Map<string, Choice>} */
  const choices = new Map();
  for (const link of links.filter(({ group }) => !group)) {
    const all = valuesAt(link, sources[link.from.sheet] ?? []);
    if (!all.length) continue;
    const place = `${link.from.sheet}.${link.from.group}`;
    const picked = way(link) === "choose" ? pickedKey(links, carried, place) : undefined;
    if (way(link) === "choose" && all.length > 1 && !picked) {
      if (isEmpty(answers[link.field]) && !choices.has(place)) choices.set(place, { sheet: link.from.sheet, title: link.from.title, group: link.from.group, candidates: all.map(({ key, text }) => ({ key, text })) });
      continue;
    }
    const now = way(link) === "lines" ? together(all) : picked ? all.find(({ key }) => key === picked) : all[0];
    if (now) settle(answers, carried, link.field, now, (text, edited) => offers.push({ path: [link.field], text, edited, take: now }));
  }
  for (const [group, candidates] of candidatesByGroup(links, sources)) {
    const { start, max } = /** @type {Link} */ (links.find((link) => link.group === group));
    offers.push(...arriveRecords(answers, carried, group, candidates, { start, max }));
  }
  return { answers, carried, offers, choices: [...choices.values()] };
}

/**
 * One field: fill it, leave it, or offer.
 * @param {any} target where the field stands
 * @param {any} known what is remembered there
 * @param {string} field
 * @param {Value} now
 * @param {(text: string, edited: boolean) => void} offer
 */
function settle(target, known, field, now, offer) {
  const before = valueAt(known, field);
  const here = target[field];
  if (!before) {
    if (isEmpty(here)) target[field] = now.text;
    else if (here !== now.text) return offer(now.text, true);
    known[field] = now;
  } else if (before.raw !== now.raw || before.key !== now.key) {
    if (here === now.text) known[field] = now;
    else offer(now.text, here !== before.text);
  }
  return undefined;
}

/** The key that the person has chosen for a source, from any field that took from there. @param {Link[]} links @param {any} carried @param {string} place */
function pickedKey(links, carried, place) {
  const taken = links.find(({ group, field, from }) => !group && `${from.sheet}.${from.group}` === place && valueAt(carried, field));
  return taken && carried[taken.field].key;
}

/** Many values as one text, a line each. @param {Value[]} all @returns {Value} */
function together(all) {
  return { key: "", raw: all.map(({ raw }) => raw).join("\n"), text: all.map(({ text }) => text).join("\n") };
}

/** @param {Link[]} links @param {{ [sheet: string]: Sheet[] }} sources @returns {Map<string, Candidate[]>} */
function candidatesByGroup(links, sources) {
  /** @type {Map<string, Candidate[]>} */
  const groups = new Map();
  for (const link of links.filter(({ group }) => group)) {
    const candidates = groups.get(link.group) ?? [];
    groups.set(link.group, candidates);
    for (const found of valuesAt(link, sources[link.from.sheet] ?? [])) {
      const there = candidates.find(({ key }) => key === found.key);
      if (there) there.fields[link.field] = found;
      else candidates.push({ key: found.key, fields: { [link.field]: found } });
    }
  }
  return groups;
}

/**
 * Records that arrive in a group: all of them where the group is untouched; later ones are offered.
 * With `always`, later ones arrive, too (the council paper is put together anew whenever it is opened).
 * @param {any} answers @param {any} carried @param {string} group @param {Candidate[]} candidates
 * @param {{ start: number, max: number, always?: boolean, named?: boolean }} how `named`: the record gets the key as its id
 * @returns {Offer[]}
 */
export function arriveRecords(answers, carried, group, candidates, { start, max, always = false, named = false }) {
  if (!candidates.length) return [];
  const rows = /** @type {any[]} */ (Array.isArray(answers[group]) ? answers[group] : beginning(start));
  const known = recordsAt(carried, group);
  const first = always || (!Object.keys(known).length && isEmpty(answers[group]));
  /** @type {Offer[]} */
  const offers = [];
  for (const candidate of candidates) {
    const before = Object.hasOwn(known, candidate.key) ? known[candidate.key] : undefined;
    if (before) {
      const row = rows.find((r) => r._id === before.into);
      if (row) for (const [field, now] of Object.entries(candidate.fields)) settle(row, before.fields, field, now, (text, edited) => offers.push({ path: [group, row._id, field], text, edited, take: now }));
    } else if (first) {
      takeRecord(rows, known, candidate, { max, named });
    } else if (rows.length < max || rows.some(isEmptyRow)) offers.push({ group, candidate });
  }
  if (Object.keys(known).length) {
    carried[group] = known;
    answers[group] = rows;
  }
  return offers;
}

/** Put a candidate into the first empty record, or into a new one. @param {any[]} rows @param {any} known @param {Candidate} candidate @param {{ max: number, named?: boolean }} how */
function takeRecord(rows, known, { key, fields }, { max, named }) {
  const used = Object.values(known).map(({ into }) => into);
  let row = named ? undefined : rows.find((r) => isEmptyRow(r) && !used.includes(r._id));
  if (!row) {
    if (rows.length >= max) return;
    row = { _id: named ? key : newId() };
    rows.push(row);
  }
  known[key] = { into: row._id, fields };
  for (const [field, { text }] of Object.entries(fields)) row[field] = text;
}

/** @param {any} row */
function isEmptyRow(row) {
  return isEmpty([row]);
}

/** The empty records with which a form begins. @param {number} start */
function beginning(start) {
  return Array.from({ length: start }, (_, n) => ({ _id: `r${n + 1}` }));
}

/**
 * Take an offer, or decline it: then it is not offered again until the source changes once more.
 * @param {{ answers: any, carried: any }} content
 * @param {Offer} offer
 * @param {boolean} yes
 * @param {{ max: number, start: number }} [group] of the offer
 */
export function answerOffer(content, offer, yes, { max, start } = { max: Infinity, start: 0 }) {
  const answers = structuredClone(content.answers);
  const carried = structuredClone(content.carried);
  if ("group" in offer) {
    const rows = Array.isArray(answers[offer.group]) ? answers[offer.group] : beginning(start);
    const known = (carried[offer.group] = recordsAt(carried, offer.group));
    if (yes) takeRecord(rows, known, offer.candidate, { max });
    else known[offer.candidate.key] = { into: "", fields: offer.candidate.fields };
    answers[offer.group] = rows;
  } else if (offer.path.length === 1) {
    carried[offer.path[0]] = offer.take;
    if (yes) answers[offer.path[0]] = offer.text;
  } else {
    const [group, id, field] = offer.path;
    const known = Object.values(recordsAt(carried, group)).find(({ into }) => into === id);
    if (known) known.fields[field] = offer.take;
    const row = answers[group].find((/** @type {any} */ r) => r._id === id);
    if (yes && row) row[field] = offer.text;
  }
  return { answers, carried };
}

/**
 * Which fields on the page came from elsewhere, and whether they were edited here.
 * @param {Link[]} links
 * @param {{ answers: any, carried: any }} content
 * @returns {{ path: string[], link: Link, edited: boolean, value: Value }[]}
 */
export function marks(links, { answers, carried }) {
  return links.flatMap((link) => {
    if (!link.group) {
      const value = valueAt(carried, link.field);
      return value ? [{ path: [link.field], link, value, edited: (answers[link.field] ?? "") !== value.text }] : [];
    }
    return Object.values(recordsAt(carried, link.group)).flatMap(({ into, fields }) => {
      const value = valueAt(fields, link.field);
      const row = Array.isArray(answers[link.group]) && answers[link.group].find((/** @type {any} */ r) => r._id === into);
      return value && row ? [{ path: [link.group, into, link.field], link, value, edited: (row[link.field] ?? "") !== value.text }] : [];
    });
  });
}

/**
 * Whether a person has written something into a sheet, beyond what arrived from elsewhere.
 * @param {{ answers: any, carried: any }} content
 */
export function isBegun({ answers, carried }) {
  return Object.entries(answers).some(([id, answer]) => {
    if (!Array.isArray(answer)) return !isEmpty(answer) && answer !== valueAt(carried, id)?.text;
    const arrived = Object.values(recordsAt(carried, id));
    return answer.some((row) => Object.entries(row).some(([field, text]) => {
      const from = arrived.find(({ into }) => into === row._id);
      return field !== "_id" && !isEmpty(text) && text !== (from && valueAt(from.fields, field)?.text);
    }));
  });
}

/**
 * The person has chosen from which of several sheets or records the fields shall come.
 * @param {Link[]} links @param {{ answers: any, carried: any }} content @param {{ [sheet: string]: Sheet[] }} sources
 * @param {Choice} choice @param {string} key
 */
export function choose(links, content, sources, { sheet, group }, key) {
  const answers = structuredClone(content.answers);
  const carried = structuredClone(content.carried);
  for (const link of links.filter((l) => !l.group && l.from.sheet === sheet && l.from.group === group)) {
    const now = valuesAt(link, sources[sheet] ?? []).find((found) => found.key === key);
    if (!now) continue;
    if (isEmpty(answers[link.field])) answers[link.field] = now.text;
    carried[link.field] = now;
  }
  return { answers, carried };
}
