// SPDX-License-Identifier: MIT
// Fetches the steps of worksheets, each only once.

/** @typedef {import("./agenda.mjs").SheetStep} SheetStep */

export class SheetSteps {
  /** @param {string} toolbox address of the toolbox in the language of the page, with a slash at its end */
  constructor(toolbox) {
    this.toolbox = toolbox;
    /** @type {{ [sheet: string]: SheetStep[] }} what has been fetched so far */
    this.found = {};
    /** @type {{ [sheet: string]: Promise<any> }} */
    this.asked = {};
  }

  /**
   * Fetch what is not there yet.
   * @param {string[]} ids
   * @returns {Promise<string[]>} the sheets that could not be fetched; they are asked for again the next time
   */
  async fetch(ids) {
    await Promise.all(ids.map((id) => (this.asked[id] ??= this.fetchOne(id))));
    const missing = ids.filter((id) => !this.found[id]);
    for (const id of missing) delete this.asked[id];
    return [...new Set(missing)];
  }

  /** @param {string} id from a stored agenda, so perhaps from a file: only the name of a sheet is ever asked for */
  async fetchOne(id) {
    if (!/^[a-z][a-z0-9-]{0,59}$/.test(id)) return;
    try {
      const answer = await fetch(`${this.toolbox}${encodeURIComponent(id)}/sheet.json`);
      const { steps } = await answer.json();
      if (answer.ok && Array.isArray(steps)) this.found[id] = steps;
    } catch {
      // Without a network the page shows the part without steps, and says so.
    }
  }
}
