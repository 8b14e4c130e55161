// SPDX-License-Identifier: MIT
// A sheet in two languages, the part that needs no browser: which languages, whether two pages fit, names of options,
// addresses. The choice stands in the address as ?second=ar, so that a reload, a link to a colleague and paper keep it.

/** Around a text whose direction may differ from the one around it. */
const ISOLATE = ["\u2068", "\u2069"];

/**
 * A name in both languages in one line, for places that hold nothing but text, such as an option. Each keeps its direction.
 * @param {string} first
 * @param {string} second
 */
export function joined(first, second) {
  const isolated = (/** @type {string} */ text) => ISOLATE.join(text);
  return !second || first === second ? first : `${isolated(first)} / ${isolated(second)}`;
}

/**
 * The second language that an address asks for; empty if it asks for none or for one that is not offered.
 * @param {string} search the query of the address, with its question mark
 * @param {string[]} offered codes of languages
 */
export function wanted(search, offered) {
  const code = new URLSearchParams(search).get("second") ?? "";
  return offered.includes(code) ? code : "";
}

/**
 * Whether two pages have the same places for words. A hint may be missing in one of them.
 * @param {string[]} first names of the places, in any order, each at least once
 * @param {string[]} second
 */
export function fits(first, second) {
  const needed = (/** @type {string[]} */ names) => new Set(names.filter((name) => !name.endsWith(":hint")));
  const [here, there] = [needed(first), needed(second)];
  return here.size === there.size && [...here].every((name) => there.has(name));
}

/**
 * An address with another second language, or with none.
 * @param {string} address complete
 * @param {string} code empty for none
 */
export function withSecond(address, code) {
  const changed = new URL(address);
  if (code) changed.searchParams.set("second", code);
  else changed.searchParams.delete("second");
  return changed.href;
}

/**
 * The address of the same sheet in the language `to`, with the same project and copy. Where `to` is the second
 * language now, the two change places.
 * @param {string} address of the page in that language
 * @param {string} to code of that language
 * @param {{ search: string, spoken: string, second: string }} now what stands in the address and on the page now
 */
export function inLanguage(address, to, { search, spoken, second }) {
  const there = new URL(address);
  there.search = search;
  return withSecond(there.href, to === second ? spoken : second);
}
