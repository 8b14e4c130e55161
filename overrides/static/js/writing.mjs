// SPDX-License-Identifier: MIT
// The direction in which a text runs, and what may stand in an XML file. No browser needed.

const FROM_THE_RIGHT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}\p{Script=Hanifi_Rohingya}]/u;
const LETTER = /\p{L}/u;
const DIGIT = /\p{Nd}/u;
const [OPENS, CLOSES] = [/[\u2066-\u2068]/, /\u2069/];

/** @typedef {"ltr" | "rtl"} Direction */

/**
 * The direction of one character, if it is a strong one: a letter, or a mark that stands for one.
 * @param {string} character
 * @returns {Direction | ""}
 */
function strong(character) {
  if (character === "\u200e") return "ltr";
  if (character === "\u200f" || character === "\u061c") return "rtl";
  if (!LETTER.test(character)) return "";
  return FROM_THE_RIGHT.test(character) ? "rtl" : "ltr";
}

/**
 * The direction of a text by its first strong letter, as dir="auto" decides it; `otherwise` where there is none.
 * @param {string} text @param {Direction | ""} [otherwise]
 */
export function direction(text, otherwise = "") {
  let inside = 0; // what stands between marks of isolation does not count
  for (const character of text) {
    if (OPENS.test(character)) inside += 1;
    else if (CLOSES.test(character)) inside = Math.max(0, inside - 1);
    else if (!inside && strong(character)) return strong(character);
  }
  return otherwise;
}

/**
 * A line in stretches of one direction each: office programs want to be told where the other direction begins and ends.
 * A stretch against the direction of the line goes from its first to its last letter or digit.
 * @param {string} line @param {Direction} base the direction of the line
 * @returns {{ text: string, direction: Direction }[]}
 */
export function stretches(line, base) {
  const other = base === "rtl" ? "ltr" : "rtl";
  const characters = [...line];
  /** @type {Direction[]} */
  const directions = characters.map(() => base);
  let from = -1;
  let last = -1;
  const close = () => {
    if (from >= 0) directions.fill(other, from, last + 1);
    [from, last] = [-1, -1];
  };
  characters.forEach((character, index) => {
    if (strong(character) === other) [from, last] = [from < 0 ? index : from, index];
    else if (strong(character) === base) close();
    else if (from >= 0 && DIGIT.test(character)) last = index;
  });
  close();
  /** @type {{ text: string, direction: Direction }[]} */
  const found = [];
  characters.forEach((character, index) => {
    const open = found.at(-1);
    if (open?.direction === directions[index]) open.text += character;
    else found.push({ text: character, direction: directions[index] });
  });
  return found;
}

/**
 * A text without the characters that XML forbids. An office program refuses a whole file because of one of them.
 * @param {string} text
 */
export function forXml(text) {
  return text.replace(/\r\n?/g, "\n").replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "").replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "");
}
