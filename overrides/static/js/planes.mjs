// SPDX-License-Identifier: MIT
// What the matrix and the circles share: a numbered pin for each record of a group, moved by pointer or arrow keys.
// A plane only mirrors the fields of the form below it: moving a pin changes the fields, and the other way round.

import { wordsOf } from "./form-fields.mjs";

class Plane extends HTMLElement {
  // What each kind of plane says of itself.
  /** @param {Element} _record @returns {boolean} */
  isPlaced(_record) {
    return false;
  }

  /** @param {Element} _record @param {number} _index @returns {{ x: number, y: number }} */
  position(_record, _index) {
    return { x: 0, y: 0 };
  }

  /** @param {Element} _record */
  describe(_record) {
    return "";
  }

  /** @param {Element} _record @param {number} _across @param {number} _up */
  move(_record, _across, _up) {}

  /** @param {Element} _record @param {number} _x @param {number} _y */
  placeAt(_record, _x, _y) {}

  connectedCallback() {
    this.form = this.closest("form");
    this.words = JSON.parse(this.closest("work-sheet").querySelector(":scope > script").textContent);
    this.area = this.querySelector(".plane-area");
    this.hidden = false;
    for (const name of ["answers-changed", "records-changed"]) this.form.addEventListener(name, () => this.draw());
    this.draw();
  }

  get mirrored() {
    return getComputedStyle(this).direction === "rtl";
  }

  records() {
    const group = this.form.querySelector(`fieldset[data-group="${this.dataset.group}"]`);
    return [...group.querySelectorAll(".records > ol > .record")];
  }

  control(record, field) {
    return record.querySelector(`[name$=".${field}"]`);
  }

  draw() {
    this.records().forEach((record, index) => {
      const text = this.control(record, this.dataset.text).value.trim();
      let pin = this.area.querySelector(`[data-pin="${record.dataset.record}"]`);
      if (!text && !this.isPlaced(record)) return pin?.remove();
      pin ??= this.newPin(record.dataset.record);
      pin.firstChild.data = String(index + 1);
      pin.setAttribute("aria-label", `${index + 1}. ${text || this.words.unnamed}. ${this.describe(record)}`);
      pin.title = text;
      const { x, y } = this.position(record, index);
      pin.style.insetInlineStart = `${x * 100}%`;
      pin.style.insetBlockStart = `${y * 100}%`;
      return undefined;
    });
    const ids = this.records().map((record) => record.dataset.record);
    for (const pin of this.area.querySelectorAll(".pin")) if (!ids.includes(pin.dataset.pin)) pin.remove();
  }

  newPin(id) {
    const pin = Object.assign(document.createElement("button"), { type: "button", className: "pin", textContent: "0" });
    pin.dataset.pin = id;
    pin.addEventListener("keydown", (event) => this.onKey(event, id));
    pin.addEventListener("pointerdown", (event) => this.onPointer(event, pin, id));
    this.area.append(pin);
    return pin;
  }

  record(id) {
    return this.records().find((record) => record.dataset.record === id);
  }

  onKey(event, id) {
    const forward = this.mirrored ? -1 : 1;
    const step = /** @type {{ [key: string]: [number, number] }} */ ({ ArrowRight: [forward, 0], ArrowLeft: [-forward, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] })[event.key];
    if (!step) return;
    event.preventDefault();
    this.move(this.record(id), ...step);
  }

  onPointer(event, pin, id) {
    pin.setPointerCapture(event.pointerId);
    const follow = (moved) => {
      const box = this.area.getBoundingClientRect();
      const x = (moved.clientX - box.left) / box.width;
      this.placeAt(this.record(id), clamp(this.mirrored ? 1 - x : x), clamp((moved.clientY - box.top) / box.height));
    };
    pin.addEventListener("pointermove", follow);
    pin.addEventListener("pointerup", () => pin.removeEventListener("pointermove", follow), { once: true });
    pin.addEventListener("pointercancel", () => pin.removeEventListener("pointermove", follow), { once: true });
  }

  set(record, field, value) {
    const control = this.control(record, field);
    if (control.value === String(value) && !("untouched" in control.dataset)) return;
    control.value = String(value);
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function clamp(value) {
  return Math.min(1, Math.max(0, value));
}

// The matrix: two sliders of each record as a point on a plane. Arrow keys move by one.

class PlaceMatrix extends Plane {
  value(record, field) {
    return Number(this.control(record, field).value);
  }

  isPlaced(record) {
    return [this.dataset.across, this.dataset.up].some((field) => !("untouched" in this.control(record, field).dataset));
  }

  position(record) {
    const most = Number(this.dataset.most);
    return { x: inside(this.value(record, this.dataset.across) / most), y: inside(1 - this.value(record, this.dataset.up) / most) };
  }

  describe(record) {
    return [this.dataset.up, this.dataset.across]
      .map((field) => {
        const control = this.control(record, field);
        return this.words.position.replace("{label}", wordsOf(control.labels[0])).replace("{value}", control.value).replace("{most}", this.dataset.most);
      })
      .join(", ");
  }

  move(record, across, up) {
    const most = Number(this.dataset.most);
    const to = (field, by) => this.set(record, field, Math.min(most, Math.max(0, this.value(record, field) + by)));
    to(this.dataset.across, across);
    to(this.dataset.up, up);
  }

  placeAt(record, x, y) {
    const most = Number(this.dataset.most);
    this.set(record, this.dataset.across, Math.round(outside(x) * most));
    this.set(record, this.dataset.up, Math.round((1 - outside(y)) * most));
  }
}

// Points at the edge keep a distance from it, so that a pin is never cut.
const EDGE = 0.05;
const inside = (share) => EDGE + share * (1 - 2 * EDGE);
const outside = (share) => Math.min(1, Math.max(0, (share - EDGE) / (1 - 2 * EDGE)));

customElements.define("place-matrix", PlaceMatrix);

// The circles: ring and sector of each record as a place in three rings. Up and down change the ring, left and right the sector.

// Middle of each ring as a share of the radius, from the inside; the four sectors as quarters: start-top, end-top, start-bottom, end-bottom.
const RINGS = [0.27, 0.53, 0.83];
const QUARTERS = [[-1, -1], [1, -1], [-1, 1], [1, 1]];

class PlaceCircles extends Plane {
  options(record, field) {
    return [...this.control(record, field).options].map((option) => option.value).filter(Boolean);
  }

  index(record, field) {
    return this.options(record, field).indexOf(this.control(record, field).value);
  }

  isPlaced(record) {
    return [this.dataset.ring, this.dataset.sector].some((field) => this.control(record, field).value);
  }

  position(record) {
    const ring = this.index(record, this.dataset.ring);
    const sector = this.index(record, this.dataset.sector);
    if (!(ring in RINGS) || !(sector in QUARTERS)) return { x: 0.5, y: 0.96 };
    const together = this.records().filter((r) => this.index(r, this.dataset.ring) === ring && this.index(r, this.dataset.sector) === sector);
    const angle = ((together.indexOf(record) + 1) / (together.length + 1)) * (Math.PI / 2);
    const [right, down] = QUARTERS[sector];
    return { x: 0.5 + 0.49 * RINGS[ring] * Math.cos(angle) * right, y: 0.5 + 0.49 * RINGS[ring] * Math.sin(angle) * down };
  }

  describe(record) {
    return [this.dataset.ring, this.dataset.sector].map((field) => wordsOf(this.control(record, field).selectedOptions[0])).join(", ");
  }

  move(record, along, outward) {
    const to = (field, by) => {
      const options = this.options(record, field);
      const now = this.index(record, field);
      const next = now < 0 ? 0 : Math.min(options.length - 1, Math.max(0, now + by));
      this.set(record, field, options[next]);
    };
    if (along) to(this.dataset.sector, along);
    if (outward) to(this.dataset.ring, outward);
    if (this.index(record, this.dataset.ring) < 0) to(this.dataset.ring, 0);
    if (this.index(record, this.dataset.sector) < 0) to(this.dataset.sector, 0);
  }

  placeAt(record, x, y) {
    const [dx, dy] = [x - 0.5, y - 0.5];
    const share = Math.hypot(dx, dy) / 0.49;
    const ring = share < 0.4 ? 0 : share < 0.7 ? 1 : 2;
    const sector = (dy < 0 ? 0 : 2) + (dx < 0 ? 0 : 1);
    this.set(record, this.dataset.ring, this.options(record, this.dataset.ring)[ring]);
    this.set(record, this.dataset.sector, this.options(record, this.dataset.sector)[sector]);
  }
}

customElements.define("place-circles", PlaceCircles);
