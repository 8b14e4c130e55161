// SPDX-License-Identifier: MIT
// What a part of an agenda is called and what happens in it, in the language of the page. No browser needed.

/**
 * @typedef {{ id: string, sheet: string, version: string, minutes: number, pause: boolean, title: string, text: string, note?: string }} RecipePart
 * @typedef {{ id: string, title: string, language: string, direction: string, subject?: string, invitation?: string, shopping?: string[], sessions: { id: string, title: string, day: number, start: string, parts: RecipePart[] }[] }} Recipe
 * @typedef {{ code: string, title: string, language: string, direction: string, phase: string, minutes: { short: number, full: number }, participants: { min: number, max: number }, materials: string[], files: { url: string, paper: string }[] }} Sheet
 * @typedef {{ sheets: { [id: string]: Sheet }, recipes: Recipe[], materials: [string, string][] }} Data as in hooks/guide/workshop.py; a material is its id and its name
 * @typedef {{ title: string, text: string, note: string, language: string, direction: string }} PartWords `note`: what only the facilitator needs; language and direction are empty for what a person typed
 */

const OWN = ["welcome", "closing"];

/**
 * @param {import("./agenda.mjs").Part} part
 * @param {Data} data
 * @param {{ [word: string]: string }} words the section "workshop" of the page's language
 * @returns {PartWords}
 */
export function partWords({ kind, sheet = "", name = "", from = "" }, data, words) {
  const found = inRecipe(from, data.recipes);
  const { language = "", direction = "" } = (kind === "sheet" ? data.sheets[sheet] : found?.recipe) ?? {};
  const given = { text: found?.part.text ?? "", note: found?.part.note ?? "", language, direction };
  if (kind === "sheet") return { ...given, title: data.sheets[sheet]?.title ?? sheet };
  const own = { language: "", direction: "" };
  if (kind === "break") return found?.part.title && !name ? { ...given, title: found.part.title } : { ...given, ...own, title: name || words.break, text: given.text || words["break-text"] };
  if (OWN.includes(from)) return { ...given, ...own, title: name || words[from], text: words[`${from}-text`] };
  return name || !found?.part.title ? { ...given, ...own, title: name || words.unnamed } : { ...given, title: found.part.title };
}

/** The part or the session of a recipe that `from` names. @param {string} from @param {Recipe[]} recipes */
function inRecipe(from, recipes) {
  const [id, inner] = from.split(".");
  const recipe = inner ? recipes.find((one) => one.id === id) : undefined;
  const session = recipe?.sessions.find((one) => one.id === inner);
  const part = recipe?.sessions.flatMap(({ parts }) => parts).find((one) => one.id === inner) ?? (session && { title: session.title, text: "", note: "" });
  return recipe && part ? { recipe, part } : undefined;
}

/**
 * What a meeting is called: the name that a person gave, else that of the session of the recipe, else its number.
 * @param {{ name: string, from: string }} meeting @param {number} number from 1 on @param {Data} data @param {{ [word: string]: string }} words
 */
export function meetingName({ name, from }, number, data, words) {
  return name || inRecipe(from, data.recipes)?.part.title || words.meeting.replace("{n}", String(number));
}
