// SPDX-License-Identifier: MIT
// Opens a file that the reader chose: its size, its text, and what can be mended in it.

import { MOST_BYTES, failed, read } from "./file.mjs";

/**
 * Read a chosen file.
 * @param {File} chosen
 * @returns {Promise<import("./file.mjs").Reading & { text: string }>}
 */
export async function openFile(chosen) {
  if (chosen.size > MOST_BYTES) return { ...failed("too-large"), text: "" };
  const text = await chosen.text().catch(() => "");
  return { ...(await readAndMend(text)), text };
}

/**
 * Read the text of a file. The library that mends broken JSON is fetched only when a file is broken.
 * @param {string} text
 */
export async function readAndMend(text) {
  const reading = read(text);
  if (reading.problem !== "broken") return reading;
  const library = await import("../vendor/jsonrepair.mjs").catch(() => undefined);
  return read(text, library?.jsonrepair);
}
