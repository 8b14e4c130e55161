// SPDX-License-Identifier: MIT
// What the matrix and the circles share: a numbered pin for each record of a group, moved by pointer or arrow keys.
// A plane only mirrors the fields of the form below it: moving a pin changes the fields, and the other way round.

export class Plane extends HTMLElement {
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
    const step = { ArrowRight: [forward, 0], ArrowLeft: [-forward, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
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

export function clamp(value) {
  return Math.min(1, Math.max(0, value));
}
