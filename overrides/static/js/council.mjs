// SPDX-License-Identifier: MIT
// The council paper, put together from the sheets of a project. No browser needed.
//
// Stored as a record of its own, answers = { title, meeting, <section>: [ { _id, text, out? }, … ] }. A paragraph is
// never removed, only marked as left `out`, so that it can come back.
// A paragraph from a sheet has the `_id` "<sheet>.<copy>.<field>", "<sheet>.<copy>.<group>.<field>" (a line for each
// record) or "<sheet>.<copy>.<group>.<record>". `carried` remembers what arrived under the same names (see carry.mjs).
// Two names may lead into one paragraph: then two sheets said the same, and the paragraph names both.
// `raw` is what the person answered, without words of the site: so a change of language is no change in a sheet.

import { isEmpty } from "./answers.mjs";
import { answerOffer, arrive, arriveRecords } from "./carry.mjs";
import { candidates, sourceOf } from "./council-sources.mjs";

/**
 * @typedef {import("./council-sources.mjs").Source} Source
 * @typedef {import("./council-sources.mjs").Section} Section
 * @typedef {import("./council-sources.mjs").How} How
 * @typedef {import("./council-sources.mjs").From} From
 * @typedef {{ head: { id: string, source: Source }[], sections: Section[] }} Paper
 * @typedef {{ path: string[], text: string, edited: boolean, gone?: boolean, take: import("./carry.mjs").Value }} Offer `gone`: the sheet no longer says it
 * @typedef {{ answers: any, carried: any }} Content
 * @typedef {{ id: string, text: string, out: boolean, edited: boolean, from: From[] }} Paragraph `from` is empty for what was written here
 */

const ALL = { start: 0, max: Infinity, always: true, named: true };

/**
 * Brings the paper up to date with the sheets. What is new arrives by itself. A later change in a sheet is offered.
 * What was edited or left out here stays so.
 * @param {Paper} paper
 * @param {Content} content
 * @param {{ [sheet: string]: import("./carry.mjs").Sheet[] }} sheets
 * @param {How} how
 * @returns {{ answers: any, carried: any, offers: Offer[] }}
 */
export function assemble(paper, content, sheets, how) {
  const { answers, carried, offers } = /** @type {{ answers: any, carried: any, offers: any[] }} */ (arrive(headLinks(paper), content, sheets));
  for (const section of paper.sections) {
    const found = candidates(section, sheets, how);
    carried[section.id] = knownOf(carried, section.id);
    found.forEach((candidate, index) => {
      const before = rowsOf(answers, section.id).length;
      settleTwin(rowsOf(answers, section.id), carried[section.id], candidate);
      offers.push(...arriveRecords(answers, carried, section.id, [candidate], ALL));
      if (answers[section.id].length > before && isMore(paper, section, candidate, found)) answers[section.id].at(-1).out = true;
      if (before && answers[section.id].length > before) place(answers[section.id], carried[section.id], found.slice(0, index));
    });
    offers.push(...goneFrom(section, answers, carried, found));
    if (!Object.keys(carried[section.id]).length) delete carried[section.id];
  }
  return { answers, carried, offers: offers.filter(({ path }) => path.length === 1 || !rowAt({ answers }, path)?.out) };
}

/**
 * Whether a paragraph says in more words what the town has summed up for the council already. It stands ready, left out:
 * a council reads two pages, not twelve.
 * @param {Paper} paper @param {Section} section @param {import("./carry.mjs").Candidate} candidate @param {import("./carry.mjs").Candidate[]} all
 */
function isMore({ head }, section, { key }, all) {
  const own = (/** @type {string} */ name) => sourceOf(section, name)?.source.sheet === head[0]?.source.sheet;
  return !own(key) && all.some((other) => own(other.key));
}

/** Title and meeting travel like any field that comes from another sheet. @param {Paper} paper @returns {import("./carry.mjs").Link[]} */
function headLinks({ head }) {
  return head.map(({ id, source }) => ({ group: "", field: id, several: false, start: 0, max: 0, from: source }));
}

/**
 * Before a candidate arrives: the same words in another language replace those that nobody changed, and what another
 * sheet has said already leads into that paragraph.
 * @param {any[]} rows @param {any} known @param {import("./carry.mjs").Candidate} candidate
 */
function settleTwin(rows, known, { key, fields }) {
  const now = fields.text;
  const before = known[key]?.fields.text;
  if (before?.raw === now.raw) {
    const row = rows.find(({ _id }) => _id === known[key].into);
    if (row && row.text === before.text) row.text = now.text;
    known[key].fields.text = now;
  }
  if (before) return;
  const same = Object.values(known).find((other) => other.fields.text.text.trim() === now.text.trim());
  const twin = rows.find(({ _id, text }) => _id === key || _id === same?.into || textAsTyped(text).trim() === now.text.trim());
  if (twin) known[key] = { into: twin._id, fields };
}

/** Put the paragraph that has just arrived behind that of the source before it. @param {any[]} rows @param {any} known @param {import("./carry.mjs").Candidate[]} earlier */
function place(rows, known, earlier) {
  const row = rows.pop();
  const behind = earlier.map(({ key }) => rows.findIndex(({ _id }) => _id === known[key]?.into)).filter((at) => at >= 0);
  rows.splice(behind.length ? /** @type {number} */ (behind.at(-1)) + 1 : 0, 0, row);
}

/** Paragraphs that nobody changed here and that their sheet no longer says. @param {Section} section @param {any} answers @param {any} carried @param {import("./carry.mjs").Candidate[]} found @returns {Offer[]} */
function goneFrom(section, answers, carried, found) {
  const known = Object.entries(carried[section.id] ?? {});
  const said = known.filter(([key]) => found.some((candidate) => candidate.key === key));
  return known.flatMap(([key, { into, fields }]) => {
    const row = rowAt({ answers }, [section.id, into]);
    const still = said.some(([, other]) => other.into === into && other.fields.text.text === row?.text);
    if (said.some(([other]) => other === key) || still || !fields.text.raw || !sourceOf(section, key) || !row || isEmpty(row.text) || row.text !== fields.text.text) return [];
    return [{ path: [section.id, into, "text"], text: "", edited: false, gone: true, take: { key, raw: "", text: "" } }];
  });
}

/** @param {{ answers: any }} content @param {string[]} path */
function rowAt({ answers }, [section, id]) {
  return Array.isArray(answers[section]) ? answers[section].find((/** @type {any} */ row) => row._id === id) : undefined;
}

/**
 * Take an offer, or decline it: then it is not offered again until the sheet changes once more.
 * @param {Content} content @param {Offer} offer @param {boolean} yes
 * @returns {Content}
 */
export function answer(content, offer, yes) {
  if (offer.path.length === 1) return answerOffer(content, offer, yes);
  const [answers, carried] = [structuredClone(content.answers), structuredClone(content.carried)];
  carried[offer.path[0]][offer.take.key].fields.text = offer.take;
  const row = rowAt({ answers }, offer.path);
  if (yes && offer.gone) row.out = true;
  else if (yes) row.text = offer.text;
  return { answers, carried };
}

/**
 * The sections with their paragraphs as they are shown.
 * @param {Paper} paper @param {Content} content
 * @returns {{ id: string, paragraphs: Paragraph[] }[]}
 */
export function sectionsOf(paper, { answers, carried }) {
  return paper.sections.map((section) => ({ id: section.id, paragraphs: rowsOf(answers, section.id).map((row) => paragraph(section, row, knownOf(carried, section.id))) }));
}

/** @param {any} answers @param {string} section @returns {any[]} */
function rowsOf(answers, section) {
  return Array.isArray(answers[section]) ? answers[section] : [];
}

/** What is remembered of a section, without what has another form: a file may hold anything. @param {any} carried @param {string} section @returns {{ [key: string]: any }} */
function knownOf(carried, section) {
  return Object.fromEntries(Object.entries(carried[section] ?? {}).filter(([, entry]) => typeof entry?.fields?.text?.text === "string"));
}

/** @param {Section} section @param {any} row @param {any} known @returns {Paragraph} */
function paragraph(section, row, known) {
  const text = textAsTyped(row.text);
  const all = Object.entries(known).filter(([, { into }]) => into === row._id);
  const same = all.filter(([, { fields }]) => fields.text.text === text);
  const from = (same.length ? same : all).flatMap(([key]) => sourceOf(section, key) ?? []);
  return { id: row._id, text, out: row.out === true, edited: all.length > 0 && !same.length, from };
}

/** @param {any} text */
function textAsTyped(text) {
  return typeof text === "string" ? text : "";
}

/**
 * What stands in the paper: sections that say something, with what is not left out.
 * @param {Paper} paper @param {Content} content
 */
export function written(paper, content) {
  const sections = sectionsOf(paper, content).map(({ id, paragraphs }) => ({ id, paragraphs: paragraphs.filter(({ out, text }) => !out && text.trim()) }));
  return sections.filter(({ paragraphs }) => paragraphs.length);
}

/**
 * What a councillor would miss: "title", "meeting", and the sections in which nothing stands.
 * @param {Paper} paper @param {Content} content
 * @returns {string[]}
 */
export function missing(paper, content) {
  const there = written(paper, content).map(({ id }) => id);
  return [...paper.head.map(({ id }) => id).filter((id) => !textAsTyped(content.answers[id]).trim()), ...paper.sections.map(({ id }) => id).filter((id) => !there.includes(id))];
}

/**
 * Paragraphs in the order after one was moved by so many places; it stops at the ends.
 * @param {any[]} rows @param {string} id @param {number} by
 */
export function moved(rows, id, by) {
  const row = rows.find(({ _id }) => _id === id);
  if (!row) return rows;
  const at = rows.indexOf(row);
  const rest = rows.filter((other) => other !== row);
  return rest.toSpliced(Math.min(Math.max(at + by, 0), rest.length), 0, row);
}
