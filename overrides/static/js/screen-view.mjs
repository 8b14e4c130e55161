// SPDX-License-Identifier: MIT
// What the facilitator's screen shows: the step in large letters, its clock, and the way to the rest. It changes nothing.

import { face } from "./clock-face.mjs";
import { make, speaks } from "./element.mjs";
import { fill } from "./invitation.mjs";
import { meetingName, partWords } from "./part-words.mjs";
import { locale } from "./telling.mjs";

/** @typedef {{ words: { [word: string]: string }, workshop: { [word: string]: string }, site: { [word: string]: string }, data: import("./part-words.mjs").Data }} Desk */

const [SMALLEST, LARGEST] = [0.4, 1.4]; // of the size that stands in screen.css

export class ScreenView {
  /** @param {any} screen the facilitator-screen element */
  constructor(screen) {
    this.screen = screen;
    /** @type {Desk} */
    this.desk = screen.desk;
    this.face = screen.querySelector(".screen-face");
  }

  /** Once for each agenda: what there is at all. */
  frame() {
    const { screen, desk } = this;
    const { words } = desk;
    const find = (/** @type {string} */ selector) => screen.querySelector(selector);
    const there = screen.rows.length > 0;
    this.face.hidden = !there;
    find(".screen-empty").hidden = there;
    for (const name of ["keys", "choices"]) find(`.screen-${name}`).hidden = !there;
    find(".screen-keys").textContent = words[getComputedStyle(screen).direction === "rtl" ? "keys-mirrored" : "keys"];
    const project = screen.keeper.project ? `?project=${screen.keeper.project.id}` : "";
    for (const way of screen.querySelectorAll("[data-way]")) way.href = `${way.getAttribute("href").split("?")[0]}${project}`;
    find("[data-way=back]").hidden = !screen.single;
    find(".screen-ways [data-way=workshop]").hidden = Boolean(screen.single) || !there;
    find(".screen-meeting").hidden = screen.rows.length < 2;
    find("[data-choice=meeting]").replaceChildren(...screen.meetings.map((meeting, at) => make("option", { value: String(at), textContent: meetingName(meeting, at + 1, desk.data, desk.workshop) })));
    if (!screen.single) return;
    find("#s-sheet").value = screen.single.sheet;
    find("#s-version").value = screen.single.version;
  }

  draw() {
    const { screen, desk } = this;
    const { words } = desk;
    const { step, meeting, place, run } = screen;
    const row = screen.rows[meeting];
    const next = row[place + 1];
    const part = screen.meetings[meeting].parts.find((one) => one._id === step.part);
    const { language, direction } = partWords(part, desk.data, desk.workshop);
    for (const [name, text] of [[".screen-part > b", step.title], [".screen-step", step.step], [".screen-text", step.text]]) {
      speaks(this.put(name, text), language, direction || "auto");
    }
    this.put(".screen-planned", step.begins ? fill(words.planned, { from: step.begins, until: step.ends }) : fill(words.minutes, { n: String(step.minutes) }));
    this.put(".screen-progress", fill(words.progress, { n: String(place + 1), all: String(row.length) }));
    this.put(".screen-next", next ? fill(words.next, { step: next.step }) : words.last);
    this.put("[data-action=toggle] span:last-child", words[run.began === null ? "start" : "pause"]);
    for (const [action, off] of /** @type {const} */ ([["previous", place === 0], ["next", !next]])) screen.querySelector(`[data-action=${action}]`).setAttribute("aria-disabled", String(off));
    screen.querySelector("[data-choice=meeting]").value = String(meeting);
    screen.querySelector(".screen-text").hidden = !step.text;
    this.time();
    this.fit();
  }

  time() {
    const { words } = this.desk;
    const { run } = this.screen;
    const { text, over } = face(this.screen.left());
    const state = over ? "over" : run.began !== null ? "running" : run.left === null ? "waiting" : "paused";
    this.screen.querySelector(".screen-clock").dataset.state = state;
    this.put(".screen-time bdi", text);
    const said = { over: text.startsWith("+") ? words.over : words["time-over"], running: words.left, waiting: words.waiting, paused: words.paused };
    this.put(".screen-state", said[state]);
    this.put(".screen-now", fill(words.now, { time: new Intl.DateTimeFormat(locale(), { timeStyle: "short", hourCycle: "h23" }).format() }));
  }

  /** Sets a text only if it is another one, so that screen readers and selections are left alone. @param {string} selector @param {string} text */
  put(selector, text) {
    const place = this.screen.querySelector(selector);
    if (place.textContent !== text) place.textContent = text;
    return place;
  }

  /** Makes the text of the step as large as the screen allows; on a phone it has its normal size. */
  fit() {
    const text = this.screen.querySelector(".screen-text");
    for (let size = LARGEST; size >= SMALLEST; size -= 0.04) {
      this.face.style.setProperty("--fit", size.toFixed(2));
      if (text.scrollHeight <= text.clientHeight + 1) return;
    }
  }
}
