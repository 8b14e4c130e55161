// SPDX-License-Identifier: MIT
// Shows what follows from an agenda: its lines with the clock, the warnings, the materials, and the files of its sheets.
// It changes nothing: the workshop-pack element hears what is typed and pressed.

import { partsIn } from "./agenda.mjs";
import { make, speaks } from "./element.mjs";
import { fill } from "./invitation.mjs";
import { meetingName, partWords } from "./part-words.mjs";
import { count, materials, warnings } from "./workshop-check.mjs";

/** @typedef {import("./agenda.mjs").Meeting} Meeting */
/** @typedef {import("./part-words.mjs").Data} Data */
/** @typedef {{ words: { [word: string]: string }, site: { [word: string]: string }, data: Data, toolbox: string, root: string }} Desk what the page says and knows */

/** The agenda, line by line. A line keeps its element, so that nobody loses the place in which they type. @param {HTMLElement} list @param {HTMLTemplateElement} template @param {Meeting[]} all @param {Desk} desk @param {string} project */
export function showAgenda(list, template, all, desk, project) {
  const old = new Map([...list.children].map((line) => [/** @type {HTMLElement} */ (line).dataset.id, line]));
  const line = (/** @type {string} */ id) => {
    const found = old.get(id) ?? template.content.firstElementChild.cloneNode(true);
    /** @type {any} */ (found).dataset.id = id;
    return /** @type {HTMLElement} */ (found);
  };
  const lines = all.flatMap((meeting, at) => [
    ...(meeting.id ? [headLine(line(meeting.id), meeting, at + 1, desk)] : []),
    ...meeting.parts.map((part) => partLine(line(part._id), part, desk, project)),
    ...(meeting.parts.length ? [endLine(meeting, desk)] : []),
  ]);
  for (const child of [...list.children]) if (!lines.includes(/** @type {HTMLElement} */ (child))) child.remove();
  lines.forEach((child, at) => list.children[at] !== child && list.insertBefore(child, list.children[at] ?? null));
}

/** @param {HTMLElement} line @param {import("./agenda.mjs").Timed} part @param {Desk} desk @param {string} project */
function partLine(line, part, desk, project) {
  const { title, language, direction } = partWords(part, desk.data, desk.words);
  const sheet = desk.data.sheets[part.sheet ?? ""];
  const is = part.kind === "sheet";
  line.dataset.kind = part.kind;
  setTime(line, part.begins, part.late, desk);
  const link = line.querySelector("a");
  link.hidden = !is;
  if (is) Object.assign(link, { textContent: sheet ? `${sheet.code} ${title}` : title, href: `${desk.toolbox}${part.sheet}/${project}` });
  speaks(link, language, direction);
  setName(line, !is, part, title, desk);
  set(line.querySelector("[data-part=version]"), is, part.version ?? "full", desk.words.version, title);
  line.querySelector(".agenda-minutes").hidden = false;
  setValue(line.querySelector("[data-part=minutes]"), part.minutes ?? "");
  line.querySelector(".agenda-when").hidden = true;
  for (const ears of line.querySelectorAll(".buttons .for-ears")) ears.textContent = ` ${title}`;
  return line;
}

/** @param {HTMLElement} line @param {Meeting} meeting @param {number} number @param {Desk} desk */
function headLine(line, meeting, number, desk) {
  const title = meetingName(meeting, number, desk.data, desk.words);
  line.dataset.kind = "meeting";
  setTime(line, "", false, desk);
  line.querySelector("a").hidden = true;
  setName(line, true, meeting, title, desk);
  line.querySelector("[data-part=version]").hidden = true;
  line.querySelector(".agenda-minutes").hidden = true;
  line.querySelector(".agenda-when").hidden = false;
  setValue(line.querySelector("[data-part=date]"), meeting.date);
  setValue(line.querySelector("[data-part=start]"), meeting.start);
  for (const ears of line.querySelectorAll(".buttons .for-ears")) ears.textContent = ` ${title}`;
  return line;
}

/** The end of a meeting, and how long it is. @param {Meeting} meeting @param {Desk} desk */
function endLine(meeting, { words }) {
  const line = make("li", { className: "agenda-end" },
    make("p", { className: "agenda-time" }, make("bdi", { textContent: meeting.end || "–" }), " ", make("small", { textContent: meeting.endsLate ? words["next-day"] : "" })),
    make("p", {}, make("b", { textContent: words.end }), " ", make("span", { className: "quiet", textContent: length(words.length, meeting.minutes) })));
  line.dataset.id = `end-${meeting.id}`;
  return line;
}

/** A length in hours and minutes, in a sentence. @param {string} sentence @param {number} minutes */
export function length(sentence, minutes) {
  return fill(sentence, { hours: String(Math.floor(minutes / 60)), minutes: String(minutes % 60).padStart(2, "0") });
}

/** @param {HTMLElement} line @param {string} time @param {boolean} late @param {Desk} desk */
function setTime(line, time, late, { words }) {
  line.querySelector(".agenda-time bdi").textContent = time || (line.dataset.kind === "meeting" ? "" : "–");
  line.querySelector(".agenda-time small").textContent = late ? words["next-day"] : "";
}

/** A name that nobody changed is only proposed, so that it follows the language. @param {HTMLElement} line @param {boolean} shown @param {{ name?: string }} part @param {string} title @param {Desk} desk */
function setName(line, shown, { name = "" }, title, { words }) {
  const input = line.querySelector("[data-part=name]");
  set(input, shown, name, words["own-name"], title);
  input.placeholder = name ? "" : title;
}

/** @param {any} control @param {boolean} shown @param {string} value @param {string} label @param {string} title */
function set(control, shown, value, label, title) {
  control.hidden = !shown;
  control.setAttribute("aria-label", `${label} ${title}`);
  setValue(control, value);
}

/** Sets a value only if it is another one: the cursor stays where it is. @param {any} control @param {string} value */
export function setValue(control, value) {
  if (control.value !== value) control.value = value;
}

// --- What follows -------------------------------------------------------------------------------------------

/** @param {HTMLElement} box @param {any} answers @param {Meeting[]} all @param {Desk} desk */
export function showWarnings(box, answers, all, { words, data }) {
  const sentences = warnings(answers, all, data.sheets).map((found) => {
    if (found.kind === "day") return length(words["warn-day"], found.minutes);
    if (found.kind === "run") return fill(words[found.begins ? "warn-run-at" : "warn-run"], { minutes: String(found.minutes), time: found.begins });
    const { each, people, min, max, sheet } = found;
    return fill(words[`warn-${found.kind}${each ? "-tables" : ""}`], { title: data.sheets[sheet].title, min: String(min), max: String(max), people: String(people), each });
  });
  const list = box.querySelector("ul");
  if ([...list.children].map((item) => item.textContent).join("\n") === sentences.join("\n")) return;
  list.replaceChildren(...sentences.map((textContent) => make("li", { textContent })));
  box.hidden = !sentences.length;
}

/**
 * The materials as lines of text, each with an id to tick it by.
 * The things of a recipe have no id of their own: they are numbered, and stand in the same order in every language.
 * @param {any} answers @param {import("./part-words.mjs").Recipe | undefined} recipe @param {Desk} desk
 * @returns {{ id: string, text: string, rule: string, language: string }[]}
 */
export function materialLines(answers, recipe, { words, site, data }) {
  const found = materials(answers, data.sheets, data.materials.map(([id]) => id)).map(({ id, rule, each, amount, sheets }) => {
    const thing = new Map(data.materials).get(id) ?? id;
    const codes = sheets.map((sheet) => data.sheets[sheet].code).join(site.between);
    const text = rule !== "once" && amount !== undefined ? fill(words.amount, { thing, n: String(amount) }) : thing;
    return { id, text, rule: [fill(words[`rule-${rule}`], { n: String(each) }), fill(words["needed-by"], { sheets: codes })].join(" · "), language: "" };
  });
  const more = (recipe?.shopping ?? []).map((text, at) => ({ id: `${recipe?.id}.${at + 1}`, text, rule: words["more-things"], language: recipe?.language ?? "" }));
  return [...found, ...more];
}

/** @param {HTMLElement} list @param {HTMLElement} note @param {any} answers @param {import("./part-words.mjs").Recipe | undefined} recipe @param {Desk} desk */
export function showMaterials(list, note, answers, recipe, desk) {
  const lines = materialLines(answers, recipe, desk);
  const ticked = new Set((Array.isArray(answers.ticks) ? answers.ticks : []).filter(({ done }) => done).map(({ _id }) => _id));
  note.textContent = !lines.length ? desk.words["no-materials"] : count(answers.people) ? "" : desk.words["materials-people"];
  const old = new Map([...list.children].map((item) => [/** @type {HTMLElement} */ (item).dataset.id, item]));
  const items = lines.map(({ id, text, rule, language }) => {
    const item = /** @type {any} */ (old.get(id)) ?? make("li", {}, make("label", { className: "check" }, make("input", { type: "checkbox" }), " ", make("span")), make("small", { className: "quiet" }));
    item.dataset.id = id;
    const box = item.querySelector("input");
    box.dataset.tick = id;
    box.checked = ticked.has(id);
    item.querySelector("span").textContent = text;
    speaks(item, language);
    item.querySelector("small").textContent = rule;
    return item;
  });
  for (const child of [...list.children]) if (!items.includes(child)) child.remove();
  items.forEach((child, at) => list.children[at] !== child && list.insertBefore(child, list.children[at] ?? null));
}

/** @param {HTMLElement} box @param {string[]} ids @param {Desk} desk */
export function showFiles(box, ids, { words, data, root }) {
  const withFiles = ids.filter((id) => data.sheets[id]?.files.length);
  box.hidden = !withFiles.length;
  box.querySelector("ul").replaceChildren(...withFiles.map((id) => {
    const { code, title, language, direction, files } = data.sheets[id];
    return make("li", {}, make("span", { textContent: `${code} ${title}`, lang: language, dir: direction }), ...files.flatMap((file) => [" ", fileLink(file, words, root, title)]));
  }));
}

/** @param {{ url: string, paper: string }} file @param {{ [word: string]: string }} words @param {string} root @param {string} title */
export function fileLink({ url, paper }, words, root, title) {
  return make("a", { className: "button", href: `${root}${url}`, download: url.split("/").at(-1) }, fill(words.file, { paper }), make("span", { className: "for-ears", textContent: ` ${title}` }));
}

/** The sheets of an agenda, each once. @param {any} answers */
export function sheetsOf(answers) {
  return [...new Set(partsIn(answers).flatMap(({ kind, sheet }) => (kind === "sheet" && sheet ? [sheet] : [])))];
}
