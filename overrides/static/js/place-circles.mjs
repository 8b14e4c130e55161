// SPDX-License-Identifier: MIT
// The circles: ring and sector of each record as a place in three rings. Up and down change the ring, left and right the sector.

import { Plane } from "./plane.mjs";

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
    if (ring < 0 || sector < 0) return { x: 0.5, y: 0.96 };
    const together = this.records().filter((r) => this.index(r, this.dataset.ring) === ring && this.index(r, this.dataset.sector) === sector);
    const angle = ((together.indexOf(record) + 1) / (together.length + 1)) * (Math.PI / 2);
    const [right, down] = QUARTERS[sector];
    return { x: 0.5 + 0.49 * RINGS[ring] * Math.cos(angle) * right, y: 0.5 + 0.49 * RINGS[ring] * Math.sin(angle) * down };
  }

  describe(record) {
    return [this.dataset.ring, this.dataset.sector].map((field) => this.control(record, field).selectedOptions[0]?.textContent ?? "").join(", ");
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
