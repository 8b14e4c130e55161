// SPDX-License-Identifier: MIT
// On the map of the toolbox: the lines of the worksheet under the pointer or the focus stand out.
// The map is whole without this file.

const map = document.querySelector(".toolbox-map");

for (const [begin, end] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
  map?.addEventListener(begin, (event) => mark(event.target.closest("a")?.dataset.sheet, true));
  map?.addEventListener(end, (event) => mark(event.target.closest("a")?.dataset.sheet, false));
}

function mark(sheet, on) {
  if (sheet) for (const way of map.querySelectorAll(`.way[data-ends~="${sheet}"]`)) way.classList.toggle("shown", on);
}
