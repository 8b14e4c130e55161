// Plays a case of tests/council through the modules of the council paper, and tells after each step what the page would
// show, in lines that people can read. Used by tests/test_council.py.
import { answer, assemble, missing, moved, sectionsOf } from "../../overrides/static/js/council.mjs";
import { sourceOf } from "../../overrides/static/js/council-sources.mjs";
import { merge } from "../../overrides/static/js/answers.mjs";

/**
 * @param {{ [language: string]: any }} papers the paper in each language
 * @param {{ sheets?: any, do?: any[], language?: string }[]} steps
 * @param {string} labelled
 */
export function play(papers, steps, labelled) {
  let content = { answers: {}, carried: {} };
  const known = {};
  return steps.map((step) => {
    Object.assign(known, step.sheets);
    const paper = papers[step.language ?? "en"];
    const bring = () => assemble(paper, content, grouped(known), { labelled, locale: step.language ?? "en-GB" });
    let now = bring();
    for (const action of step.do ?? []) {
      content = act({ answers: now.answers, carried: now.carried }, action, now.offers);
      now = bring();
    }
    content = { answers: now.answers, carried: now.carried };
    const shown = Object.fromEntries(sectionsOf(paper, content).map(({ id, paragraphs }) => [id, paragraphs.map(line)]));
    const { title, meeting } = content.answers;
    return { ...shown, title, meeting, offers: now.offers.map((offer) => told(paper, offer)), missing: missing(paper, content), ids: Object.values(content.answers).flat().flatMap(({ _id }) => _id ?? []) };
  });
}

/** "persona 2" is the second persona. What says nothing is a sheet that was emptied. */
function grouped(known) {
  const sheets = {};
  for (const [name, answers] of Object.entries(known)) {
    const [sheet, copy = "1"] = name.split(" ");
    (sheets[sheet] ??= []).push({ copy, answers: answers || {} });
  }
  return sheets;
}

function line({ text, out, edited, from }) {
  const where = from.map(({ source, copy }) => `${source.title}${source.several ? ` ${copy}` : ""}, ${source.label}`).join(" + ");
  return [text, where || "written here", ...(edited ? ["changed here"] : []), ...(out ? ["left out"] : [])].join(" | ");
}

function told(paper, { path, text, gone, take }) {
  const section = paper.sections.find(({ id }) => id === path[0]);
  const source = section ? sourceOf(section, take.key).source : paper.head.find(({ id }) => id === path[0]).source;
  return `${path[0]} | ${source.title} ${gone ? "no longer says this" : `now says: ${text}`}`;
}

function act(content, action, offers) {
  const [name, value] = Object.entries(action)[0];
  if (name === "take" || name === "leave") return answer(content, offers[Number(value) - 1], name === "take");
  const answers = structuredClone(content.answers);
  const [section, number] = value.split(" ");
  const row = answers[section]?.[Number(number) - 1];
  if (name === "edit" && row) row.text = action.to;
  else if (name === "edit") answers[section] = action.to;
  else if (name === "out") row.out = true;
  else if (name === "in") delete row.out;
  else if (name === "write") answers[section] = [...(answers[section] ?? []), { _id: "own1", text: action.text }];
  else if (name === "up" || name === "down") answers[section] = moved(answers[section], row._id, name === "up" ? -1 : 1);
  else throw new Error(`no such action: ${name}`);
  return { ...content, answers };
}

/** What two tabs made of the same records, as their ids. */
export function merged(before, mine, theirs) {
  const rows = (text) => ({ group: text.split(" ").map((_id) => ({ _id, text: _id })) });
  return merge(rows(before), rows(mine), rows(theirs)).merged.group.map(({ _id }) => _id).join(" ");
}
