// SPDX-License-Identifier: MIT
// The matrix: two sliders of each record as a point on a plane. Arrow keys move by one.

import { Plane } from "./plane.mjs";

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
        return this.words.position.replace("{label}", control.labels[0].textContent).replace("{value}", control.value).replace("{most}", this.dataset.most);
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
