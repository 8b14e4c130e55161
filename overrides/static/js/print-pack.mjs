// SPDX-License-Identifier: MIT
// The workshop pack on paper: agenda, materials, invitation, the facilitator's script, and every sheet with its form.

import { partsIn, steps } from "./agenda.mjs";
import { make } from "./element.mjs";
import { fill } from "./invitation.mjs";
import { meetingName, partWords } from "./part-words.mjs";
import { fetchPage, loadParts, printSheet } from "./printed-sheet.mjs";
import { SheetSteps } from "./sheet-steps.mjs";
import { records } from "./store.mjs";
import { longDate } from "./workshop-letter.mjs";
import { fileLink, length, materialLines, sheetsOf } from "./workshop-view.mjs";

export class PrintPack {
  /** @param {any} pack the workshop-pack element */
  constructor(pack) {
    this.pack = pack;
    this.desk = pack.desk;
    this.words = pack.words;
    this.steps = new SheetSteps(pack.dataset.toolbox);
    this.place = pack.querySelector(".pack");
  }

  /** Printed by the browser's own command: what is known without fetching. */
  before() {
    if (!this.place.childElementCount && this.pack.meetings.some(({ parts }) => parts.length)) this.pages();
  }

  /** Fetch everything, and open the printer. @param {boolean} filled whether the forms hold the answers of the project */
  async print(filled) {
    const { pack, words } = this;
    await pack.keeper.saveNow(); // so that "saved" does not come over what is said here
    pack.telling.say(words.fetching);
    const { answers } = pack;
    const ids = sheetsOf(answers);
    const [pages, , all] = await Promise.all([
      Promise.all(ids.map((id) => fetchPage(this.desk.toolbox, id))),
      this.steps.fetch(ids),
      filled && pack.keeper.project ? records(pack.keeper.project.id).catch(() => []) : [],
    ]);
    await loadParts(pages);
    if (pack.answers !== answers) return this.print(filled); // changed meanwhile
    this.pages();
    const missing = ids.filter((_, at) => !pages[at]);
    for (const part of partsIn(answers).filter(({ kind }) => kind === "sheet")) this.sheet(part, pages[ids.indexOf(part.sheet)], all);
    this.tell(missing);
    print();
    return undefined;
  }

  /** @param {string[]} missing */
  tell(missing) {
    const { pack, words } = this;
    const titles = missing.map((id) => this.desk.data.sheets[id]?.title ?? id).join(this.desk.site.between);
    const note = pack.querySelector(".pack-missing");
    note.textContent = missing.length ? fill(words["print-missing"], { titles }) : "";
    note.hidden = !missing.length;
    pack.telling.say(missing.length ? note.textContent : words.printing, missing.length ? "problem" : "saved");
  }

  // --- Pages --------------------------------------------------------------------------------------------------

  pages() {
    const { pack, words } = this;
    this.place.replaceChildren(this.agenda(), this.materials(), this.invitation(), ...pack.meetings.map((_, at) => this.script(at)));
    for (const page of this.place.children) page.prepend(make("p", { className: "kicker", dir: "auto", textContent: this.title() || words.title }));
  }

  title() {
    return this.pack.answers.title || this.pack.recipe()?.title || "";
  }

  /** @param {string} heading @param {(Node | string)[]} content */
  page(heading, ...content) {
    return make("section", { className: "pack-page" }, make("h2", { textContent: heading }), ...content);
  }

  /** @param {any} meeting */
  when({ date, end, start }) {
    const day = longDate(date);
    return end && day ? fill(this.words["invitation-when"], { date: day, from: start, until: end }) : day;
  }

  agenda() {
    const { pack, words, desk } = this;
    const { place = "", people = "" } = pack.answers;
    const facts = [place && [words.place, place], people && [words.people, people]].filter(Boolean).map(([label, value]) => make("p", { dir: "auto", textContent: fill(desk.site.labelled, { label, value }) }));
    const tables = pack.meetings.flatMap((meeting, at) => [
      ...(pack.meetings.length > 1 ? [make("h3", { dir: "auto", textContent: meetingName(meeting, at + 1, desk.data, words) })] : []),
      make("p", { textContent: this.when(meeting) }),
      this.table([
        ...meeting.parts.map((part) => [part.begins || "–", this.name(part), this.minutes(part.span)]),
        [meeting.end || "–", words.end, length(words.length, meeting.minutes)],
      ]),
    ]);
    return this.page(words.agenda, ...facts, ...tables);
  }

  /** @param {any} part */
  name(part) {
    const { title, language, direction } = partWords(part, this.desk.data, this.words);
    const sheet = this.desk.data.sheets[part.sheet];
    const label = make("span", { textContent: title, lang: language, dir: direction || "auto" });
    return sheet ? make("span", {}, label, ` (${sheet.code}, ${this.desk.site[part.version === "short" ? "short" : "full"]})`) : label;
  }

  /** @param {number} n */
  minutes(n) {
    return fill(this.desk.site.minutes, { n: String(n) });
  }

  /** @param {(string | Node)[][]} rows time, what, minutes */
  table(rows) {
    const body = make("tbody", {}, ...rows.map(([time, what, minutes]) => make("tr", {}, make("th", { scope: "row" }, make("bdi", {}, time)), make("td", {}, what), make("td", { className: "minutes" }, minutes))));
    return make("table", { className: "timetable" }, body);
  }

  materials() {
    const { pack, words, desk } = this;
    const lines = materialLines(pack.answers, pack.recipe(), desk);
    const items = lines.map(({ text, rule, language }) => make("li", { lang: language }, "☐ ", text, " ", make("small", { textContent: rule })));
    return this.page(words.materials, items.length ? make("ul", { className: "pack-ticks" }, ...items) : make("p", { textContent: words["no-materials"] }));
  }

  invitation() {
    const { subject, invitation } = this.pack.form.elements;
    return this.page(this.words["invitation-title"], make("p", {}, make("b", { dir: "auto", textContent: subject.value })), make("div", { className: "pack-letter", dir: "auto", lang: invitation.lang, textContent: invitation.value }));
  }

  /** What the facilitator says and does, with the clock of every step. @param {number} at number of the meeting */
  script(at) {
    const { pack, words, desk } = this;
    const meeting = pack.meetings[at];
    const all = steps(meeting, this.steps.found, (part) => partWords(part, desk.data, words));
    const pieces = meeting.parts.flatMap((part) => {
      const own = all.filter((step) => step.part === part._id);
      const { note, text, language, direction } = partWords(part, desk.data, words);
      const heading = make("h3", {}, make("bdi", { textContent: part.begins }), " ", this.name(part), " · ", this.minutes(part.span));
      const rows = own.filter(({ key }) => key !== part._id).map(({ begins, step, text: what, minutes }) => [begins || "–", make("span", { lang: language, dir: direction }, make("b", { textContent: step }), " ", what), this.minutes(minutes)]);
      return [heading, ...[note, text].filter(Boolean).map((textContent) => make("p", { textContent, lang: language, dir: direction || "auto" })), ...(rows.length ? [this.table(rows)] : [])];
    });
    const several = pack.meetings.length > 1 ? [make("h3", { dir: "auto", textContent: meetingName(meeting, at + 1, desk.data, words) })] : [];
    const untold = meeting.parts.filter(({ kind, sheet }) => kind === "sheet" && !this.steps.found[sheet]).map(({ sheet }) => desk.data.sheets[sheet]?.title ?? sheet);
    const warning = untold.length ? [make("p", { textContent: fill(words["steps-missing"], { titles: untold.join(desk.site.between) }) })] : [];
    return this.page(words.script, ...several, ...warning, ...pieces);
  }

  /** @param {any} part @param {Document | undefined} page @param {any[]} all the records whose answers stand in the forms */
  sheet(part, page, all) {
    const { words, desk } = this;
    if (!page) {
      const { title = part.sheet, files = [] } = desk.data.sheets[part.sheet] ?? {};
      this.place.append(this.page(title, make("p", { textContent: words["sheet-missing"] }), ...files.map((file) => make("p", {}, fileLink(file, words, desk.root, title)))));
      return;
    }
    const own = all.filter(({ sheet }) => sheet === part.sheet).sort((a, b) => Number(a.copy) - Number(b.copy));
    for (const record of own.length ? own : [undefined]) printSheet(this.place, page, part.version, words, record);
  }
}
