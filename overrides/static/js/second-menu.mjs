// SPDX-License-Identifier: MIT
// The menu for a second language fetches its program only when a reader asks for it.

const menu = document.querySelector("second-language");
const select = menu.querySelector("select");

async function fetchProgram() {
  await import("./second-language.mjs").catch(() => {
    select.value = "";
    menu.querySelector("[role=status]").textContent = JSON.parse(menu.querySelector("script").textContent).failed;
  });
}

if (new URLSearchParams(location.search).has("second")) fetchProgram();
else select.addEventListener("change", fetchProgram, { once: true });
