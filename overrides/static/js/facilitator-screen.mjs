// SPDX-License-Identifier: MIT
// The facilitator's screen: shows one step after the other of the agenda of the open project, or of a single sheet, and
// counts its time. Where it is stands in a record of its own, "workspace-screen":
//   { runs: [ { _id: "agenda" or "<sheet>.<version>", … as in clock-face.mjs } … ], sound }

import { tidy } from "./answers.mjs";
import { meetings, steps } from "./agenda.mjs";
import { MINUTE, fromRow, go, more, pause, remaining, reset, settled, start, toRow, waiting } from "./clock-face.mjs";
import { fill } from "./invitation.mjs";
import { Keeper, empty } from "./keeper.mjs";
import { partWords } from "./part-words.mjs";
import { tellRecord } from "./record-telling.mjs";
import { Display, Tone } from "./screen-signals.mjs";
import { ScreenView } from "./screen-view.mjs";
import { SheetSteps } from "./sheet-steps.mjs";
import { load } from "./store.mjs";
import { Telling } from "./telling.mjs";

const WHICH = { sheet: "workspace-screen", copy: "1", sheetVersion: 1 };
const AGENDA = { sheet: "workspace-workshop", copy: "1" };
const TICK = 250; // milliseconds
const QUIET = ["saving", "saved", "restored", "other-tab", "unchanged", "conflict"]; // the room need not read these

class FacilitatorScreen extends HTMLElement {
  async connectedCallback() {
    const [words, workshop, form, site, data] = [".words", ".workshop-words", ".form-words", ".site-words", ".data"].map((part) => JSON.parse(this.querySelector(`:scope > script${part}`).textContent));
    this.words = words;
    /** @type {import("./screen-view.mjs").Desk} */
    this.desk = { words, workshop, site, data };
    this.telling = new Telling(this, form);
    this.tone = new Tone();
    this.display = new Display();
    this.sheetSteps = new SheetSteps(this.dataset.toolbox);
    const asked = new URLSearchParams(location.search);
    this.single = Object.hasOwn(data.sheets, asked.get("sheet") ?? "") ? { sheet: asked.get("sheet"), version: asked.get("version") === "short" ? "short" : "full" } : undefined;
    /** @type {any} see above */
    this.answers = {};
    /** @type {import("./agenda.mjs").Meeting[]} */
    this.meetings = [];
    /** @type {import("./agenda.mjs").Step[][]} the steps of each meeting */
    this.rows = [];
    this.keeper = new Keeper(WHICH, { read: () => ({ ...empty(), answers: tidy(this.answers) }), show: (c) => this.show(c), merged: (c) => this.show(c), tell: (reason, detail) => this.tell(reason, detail) }, form["first-project"]);
    this.view = new ScreenView(this);
    this.listen();
    await this.keeper.begin(asked.get("project"));
    await this.readAgenda();
    this.lastTick = moment();
    setInterval(() => this.tick(), TICK);
    new ResizeObserver(() => this.view.fit()).observe(this.view.face);
    this.dataset.ready = "";
  }

  listen() {
    this.addEventListener("click", (event) => this.act(/** @type {Element} */ (event.target).closest("button[data-action]")?.dataset.action));
    document.addEventListener("keydown", (event) => this.onKey(event));
    this.querySelector("[data-choice=sound]").addEventListener("change", (event) => this.chooseSound(event.target.checked));
    this.querySelector("[data-choice=meeting]").addEventListener("change", (event) => this.to(this.rows[event.target.value][0]));
    this.querySelector("[data-action=full]").hidden = !document.fullscreenEnabled;
    this.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault(); // the policy of the page lets no form be sent
      const { sheet, version } = event.target.elements;
      location.search = String(new URLSearchParams({ sheet: sheet.value, version: version.value, ...(this.keeper.project ? { project: this.keeper.project.id } : {}) }));
    });
  }

  // --- What is shown ------------------------------------------------------------------------------------------

  /** What is stored, or what another tab has saved. @param {import("./shapes.mjs").Content} content */
  show({ answers }) {
    this.answers = structuredClone(answers);
    this.querySelector("[data-choice=sound]").checked = answers.sound === true;
    if (this.rows.length) this.pick();
  }

  /** The agenda of the project, or a single sheet as an agenda, with all its steps. */
  async readAgenda() {
    const { project } = this.keeper;
    const stored = project && !this.single ? await load({ project: project.id, ...AGENDA }).catch(() => undefined) : undefined;
    const { single } = this;
    const { data, workshop, site } = this.desk;
    const one = single && { parts: [{ _id: `${single.sheet}-${single.version}`, kind: "sheet", ...single, minutes: String(data.sheets[single.sheet].minutes[single.version]) }] };
    this.meetings = meetings(one ?? stored?.record?.answers ?? {}).filter(({ parts }) => parts.length);
    const ids = this.meetings.flatMap(({ parts }) => parts.flatMap(({ sheet }) => sheet ?? []));
    const missing = await this.sheetSteps.fetch(ids);
    if (missing.length) this.telling.say(fill(this.words["steps-missing"], { titles: missing.map((id) => data.sheets[id]?.title ?? id).join(site.between) }), "problem");
    this.rows = this.meetings.map((meeting) => steps(meeting, this.sheetSteps.found, (part) => partWords(part, data, workshop)));
    this.view.frame();
    if (this.rows.length) this.pick();
  }

  get runId() {
    return this.single ? `${this.single.sheet}.${this.single.version}` : "agenda";
  }

  /** Go on where the record says; else with the meeting of today, or the first one. */
  pick() {
    const run = fromRow(this.answers.runs?.find?.((/** @type {any} */ row) => row._id === this.runId));
    const today = this.meetings.findIndex(({ date }) => date === new Intl.DateTimeFormat("en-CA").format());
    this.run = run && this.rows.flat().some(({ key }) => key === run.step) ? run : waiting(this.rows[Math.max(0, today)][0].key);
    this.over = this.left() <= 0;
    this.display.hold(this.run.began !== null);
    this.view.draw();
  }

  get meeting() {
    return Math.max(0, this.rows.findIndex((row) => row.some(({ key }) => key === this.run.step)));
  }

  get place() {
    return Math.max(0, this.rows[this.meeting].findIndex(({ key }) => key === this.run.step));
  }

  get step() {
    return this.rows[this.meeting][this.place];
  }

  get whole() {
    return this.step.minutes * MINUTE;
  }

  left(now = Date.now()) {
    return remaining(this.run, this.whole, now);
  }

  // --- What the facilitator does ------------------------------------------------------------------------------

  /** @param {string | undefined} action */
  act(action) {
    if (!action || !this.rows.length) return;
    if (this.answers.sound === true) this.tone.ready();
    const now = Date.now();
    const { run, whole } = this;
    const row = this.rows[this.meeting];
    const actions = {
      toggle: () => this.put(run.began === null ? start(run, whole, now) : pause(run, whole, now)),
      reset: () => this.put(reset(run, whole, now)),
      more: () => this.put(more(run, whole)),
      next: () => this.to(row[this.place + 1]),
      previous: () => this.to(row[this.place - 1]),
      full: () => this.toggleFull(),
    };
    actions[action]?.();
  }

  /** @param {import("./agenda.mjs").Step | undefined} step nothing before the first and after the last */
  to(step) {
    if (!step) return;
    this.put(go(this.run, step.key, this.whole, step.minutes * MINUTE, Date.now()));
    this.over = this.left() <= 0;
    const [n, all] = [this.place + 1, this.rows[this.meeting].length];
    this.told(fill(this.words.told, { n: String(n), all: String(all), step: step.step, minutes: String(step.minutes) }));
  }

  /** @param {import("./clock-face.mjs").Run} run */
  put(run) {
    this.run = run;
    const others = (this.answers.runs ?? []).filter((/** @type {any} */ row) => row._id !== this.runId);
    this.answers = { ...this.answers, runs: [...others, toRow(this.runId, run)] };
    this.display.hold(run.began !== null);
    this.view.draw();
    this.keeper.saveNow(); // at once: a crash may come at any time
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const target = /** @type {Element} */ (event.target);
    if (!this.rows.length || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || document.querySelector("dialog[open]")) return;
    if (target.closest("input, select, textarea, [contenteditable]")) return;
    if (event.key === " " && target.closest("button, a, summary")) return; // then the key belongs to the button
    const mirrored = getComputedStyle(this).direction === "rtl";
    const actions = { " ": "toggle", PageDown: "next", PageUp: "previous", ArrowRight: mirrored ? "previous" : "next", ArrowLeft: mirrored ? "next" : "previous" };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    if (!event.repeat) this.act(action);
  }

  /** @param {boolean} on */
  chooseSound(on) {
    const able = !on || this.tone.ready();
    if (!able) this.telling.say(this.words["sound-failed"], "problem");
    this.querySelector("[data-choice=sound]").checked = on && able;
    this.answers = { ...this.answers, sound: on && able ? true : undefined };
    if (on && able) this.tone.play();
    this.keeper.changed();
  }

  async toggleFull() {
    try {
      if (document.fullscreenElement) await document.exitFullscreen();
      else await this.requestFullscreen();
    } catch {
      this.telling.say(this.words["full-failed"], "problem");
    }
  }

  // --- Time ---------------------------------------------------------------------------------------------------

  tick() {
    if (!this.rows.length) return;
    const now = moment();
    const run = settled(this.run, this.lastTick, now);
    this.lastTick = now;
    if (run !== this.run) this.put(run);
    const over = this.left(now.wall) <= 0;
    if (over && !this.over && run.began !== null) {
      this.told(this.words["time-over"]);
      if (this.answers.sound === true) this.tone.play();
    }
    this.over = over;
    this.view.time();
  }

  // --- Telling ------------------------------------------------------------------------------------------------

  /** Said to people who do not see the screen. @param {string} text */
  told(text) {
    this.querySelector(".screen-told").textContent = text;
  }

  /** @param {string} reason @param {any} [detail] */
  tell(reason, detail) {
    if (reason === "source-changed" && detail.sheet === AGENDA.sheet) this.readAgenda();
    if (QUIET.includes(reason)) return;
    tellRecord(this.telling, this.telling.words, reason, detail, { sheet: WHICH.sheet, label: () => this.words.runs, take: () => {}, freeze: () => {} });
  }
}

/** Now. @returns {import("./clock-face.mjs").Moment} */
function moment() {
  return { wall: Date.now(), steady: performance.now() };
}

customElements.define("facilitator-screen", FacilitatorScreen);
