// Plays a case of tests/agenda: makes the agenda that it describes, and says in lines of text what comes out.
import { dueBefore, meetings, moved, partsOfRecipe, shared, steps, withBreaks, withPart } from "../../overrides/static/js/agenda.mjs";
import { MINUTE, face, fromRow, go, more, pause, remaining, reset, settled, start, toRow, waiting } from "../../overrides/static/js/clock-face.mjs";
import { invitation } from "../../overrides/static/js/invitation.mjs";
import { materials, tablesFor, warnings } from "../../overrides/static/js/workshop-check.mjs";

const named = (part) => part.name ?? part.sheet ?? part.from ?? part.kind;
const line = (part) => [named(part), part.version, part.minutes].filter(Boolean).join(" ");
const wordsOf = (part) => ({ title: named(part), text: "" });

const PLAYS = {
  clock: ({ agenda }) => meetings(agenda).flatMap((meeting) => [
    ...(meeting.id ? [`meeting ${meeting.name}`] : []),
    ...meeting.parts.map((part) => `${part.begins || "–"} ${named(part)}${part.late ? " (next day)" : ""}`),
    `${meeting.end || "–"} end${meeting.endsLate ? " (next day)" : ""}, ${meeting.minutes} minutes`,
  ]),
  add: ({ agenda, added }) => added.reduce((parts, part) => withPart(parts, part), agenda.parts).map(line),
  breaks: ({ agenda }) => withBreaks(agenda.parts).map(line),
  twice: ({ agenda }) => dueBefore(withBreaks(agenda.parts)),
  move: ({ agenda, move }) => moved(agenda.parts, agenda.parts[move.part - 1]._id, move.by).map(line),
  recipe: ({ recipe, sessions }) => partsOfRecipe(recipe, sessions).map((part) => [part.kind, part.sheet, part.version, part.minutes, part.from, part.start].filter(Boolean).join(" ")),
  tables: ({ agenda, sheets }) => [String(tablesFor(agenda, sheets))],
  warnings: ({ agenda, sheets }) => warnings(agenda, meetings(agenda), sheets).map((w) => ({
    few: () => `${w.sheet} is for ${w.min} to ${w.max}: too few, ${w.each ? `${w.each} at each table` : w.people}`,
    many: () => `${w.sheet} is for ${w.min} to ${w.max}: too many, ${w.each ? `${w.each} at each table` : w.people}`,
    run: () => `${w.minutes} minutes without a break from ${w.begins || "–"}`,
    day: () => `the day takes ${w.minutes} minutes`,
  })[w.kind]()),
  materials: ({ agenda, sheets, order }) => materials(agenda, sheets, order).map((m) => `${m.id}: ${m.amount ?? "?"} (${m.each} for each: ${m.rule}) for ${m.sheets.join(", ")}`),
  steps: ({ agenda, sheets }) => {
    const own = Object.fromEntries(Object.entries(sheets).map(([id, sheet]) => [id, sheet.steps]).filter(([, list]) => list.length));
    return meetings(agenda).flatMap((meeting) => steps(meeting, own, wordsOf)).map((s) => `${s.begins || "–"} ${s.title}${s.step === s.title ? "" : `: ${s.step}`}, ${s.minutes}`);
  },
  share: ({ minutes, total }) => shared(minutes, total).map(String),
  letter: ({ words, facts }) => {
    const { subject, text } = invitation(words, facts);
    return [subject, ...text.trim().split("\n")];
  },
  timer: ({ first, second, story }) => {
    const [whole, other] = [first * MINUTE, second * MINUTE];
    let run = waiting("first");
    const length = () => (run.step === "first" ? whole : other);
    const said = [];
    for (const [now, action, to] of story) {
      const acts = {
        start: () => start(run, length(), now),
        pause: () => pause(run, length(), now),
        reset: () => reset(run, length(), now),
        more: () => more(run, length()),
        next: () => go(run, "second", length(), other, now),
        back: () => go(run, "first", length(), whole, now),
        reload: () => fromRow(JSON.parse(JSON.stringify(toRow("agenda", run)))) ?? waiting("first"),
        // The clock on the wall jumps; the one inside the computer goes on.
        set: () => settled(run, { wall: now, steady: 1000 }, { wall: to, steady: 1250 }),
        look: () => run,
      };
      run = acts[action]();
      if (action !== "look") continue;
      const { text, over } = face(remaining(run, length(), now));
      said.push(`${run.step} ${text} ${over ? "over" : "left"}${run.began === null ? ", stands" : ""}`);
    }
    return said;
  },
};

/** @param {string} kind @param {any} given */
export function play(kind, given) {
  return PLAYS[kind](given);
}
