// SPDX-License-Identifier: MIT
// What the keeper of a record of the workspace has to say, in the words of a worksheet ("form").

import { download, moment } from "./telling.mjs";

const GOOD = ["saved", "restored", "other-tab"];

/**
 * Tell one thing. Both texts of a conflict are shown, and the person chooses.
 * @param {import("./telling.mjs").Telling} telling
 * @param {{ [word: string]: string }} words
 * @param {string} reason see keeper.mjs
 * @param {any} detail
 * @param {{ sheet: string, label: (path: string[]) => string, take: (conflicts: import("./answers.mjs").Conflict[]) => void, freeze: () => void }} page
 *   `label` names the place of a conflict, `take` puts the other text there, `freeze` makes the page one for reading only
 */
export function tellRecord(telling, words, reason, detail, page) {
  if (reason === "source-changed") return;
  if (reason === "conflict") {
    const names = [...new Set(/** @type {import("./answers.mjs").Conflict[]} */ (detail).map(({ path }) => page.label(path)))].join(", ");
    const texts = detail.map((/** @type {any} */ { theirs }) => (typeof theirs === "string" ? theirs : "")).filter(Boolean);
    telling.notice(words.conflict.replace("{fields}", () => names), [[words["take-other"], () => page.take(detail)], [words["keep-mine"], () => {}]], texts.join("\n\n"));
    telling.say(words.saved.replace("{time}", moment()), "saved");
  } else if (reason === "unreadable") {
    telling.notice(words.unreadable, [[words["unreadable-download"], () => download(detail, `${page.sheet}-unreadable.json`)]]);
  } else if (reason === "frozen") {
    page.freeze();
    telling.say(words[detail], "problem");
  } else if (reason === "unchanged") {
    const status = telling.root.querySelector(".sheet-status");
    if (status.textContent === words.saving) telling.say(words.saved.replace("{time}", moment(detail || undefined)), "saved");
  } else {
    telling.say(words[reason].replace("{time}", moment(detail)), reason === "saving" ? "" : GOOD.includes(reason) ? "saved" : "problem");
  }
}

/**
 * Put a value at a place in answers: [field], [scores, cell], or [group, record, field].
 * @param {any} answers @param {string[]} path @param {any} value
 */
export function putAt(answers, [field, record, inner], value) {
  const place = record === undefined ? answers : inner === undefined ? (answers[field] ??= {}) : answers[field]?.find?.((/** @type {any} */ one) => one._id === record);
  const name = inner ?? record ?? field;
  if (!place) return;
  if (value === undefined) delete place[name];
  else place[name] = value;
}
