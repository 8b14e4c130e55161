// SPDX-License-Identifier: MIT
// Makes an element with its properties, attributes and content. Texts are set as text, never as HTML.

/**
 * @param {string} tag
 * @param {{ [name: string]: any }} [given] properties; names with a hyphen, and "role", become attributes
 * @param {(Node | string)[]} content
 * @returns {any}
 */
export function make(tag, given = {}, ...content) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (name.includes("-") || name === "role") element.setAttribute(name, value);
    else if (value !== "" || name === "textContent") /** @type {any} */ (element)[name] = value;
  }
  element.append(...content);
  return element;
}

/** Say in which language an element speaks; empty for that of the page. @param {HTMLElement} element @param {string} language @param {string} [direction] */
export function speaks(element, language, direction = "") {
  for (const [name, value] of [["lang", language], ["dir", direction]]) {
    if (value) element.setAttribute(name, value);
    else element.removeAttribute(name);
  }
}
