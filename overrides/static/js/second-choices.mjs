// SPDX-License-Identifier: MIT
// In two languages the name of an option is long, and a closed menu cuts it. So below each menu stands what was chosen,
// once in each language: on the screen where it does not fit into the menu, on paper in its place.

/** Draws the lines below all menus of a form. @param {HTMLFormElement} form @param {import("./second-language.mjs").Language | undefined} second nothing takes them away */
export function tellChoices(form, second) {
  for (const menu of form.querySelectorAll(".sheet-fields select")) {
    const chosen = menu.selectedOptions[0];
    const texts = chosen?.value && chosen.dataset.second ? [chosen.dataset.first, chosen.dataset.second] : [];
    let line = menu.parentElement.querySelector(":scope > .chosen");
    if (!second || !texts.length) {
      line?.remove();
      continue;
    }
    if (!line) {
      line = Object.assign(document.createElement("span"), { className: "chosen" });
      line.setAttribute("aria-hidden", "true"); // the menu says it
      menu.after(line);
    }
    const [first, other] = texts.map((textContent) => Object.assign(document.createElement("span"), { textContent }));
    line.replaceChildren(first, " ", Object.assign(other, { className: "second", lang: second.lang, dir: second.dir }));
    line.toggleAttribute("data-in-menu", fitsInto(menu, chosen.textContent));
  }
}

/** Whether a menu shows all of a text. @param {any} menu @param {string} text */
function fitsInto(menu, text) {
  const paper = document.createElement("canvas").getContext("2d");
  const style = getComputedStyle(menu);
  const SIGN = 24; // the arrow of the menu
  paper.font = style.font;
  return paper.measureText(text).width <= menu.clientWidth - Number.parseFloat(style.paddingInlineStart) - Number.parseFloat(style.paddingInlineEnd) - SIGN;
}
