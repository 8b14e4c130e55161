// SPDX-License-Identifier: MIT
// A sentence of the interface with what people typed in its places, each keeping its own direction.

/**
 * The parts of the sentence as text, and each value in an element of its own.
 * @param {string} sentence with places such as {table}
 * @param {{ [name: string]: string }} values
 * @returns {(string | HTMLElement)[]}
 */
export function filled(sentence, values) {
  return sentence.split(/(\{\w+\})/).map((part) => {
    const name = part.slice(1, -1);
    return part.startsWith("{") && Object.hasOwn(values, name) ? Object.assign(document.createElement("bdi"), { textContent: values[name] }) : part;
  });
}
