// SPDX-License-Identifier: MIT
// From the paper on the page to its Word file. Fetched only when somebody asks for the file.

import { written } from "./council.mjs";
import { wordFile } from "./council-docx.mjs";
import { filled } from "./council-view.mjs";

/**
 * The Word file of what stands in the paper. Rejects if a program for it cannot be fetched.
 * @param {import("./council.mjs").Paper} paper
 * @param {import("./shapes.mjs").Content} state
 * @param {{ [word: string]: string }} words
 * @param {string} last the last line
 */
export async function wordFileOf(paper, state, words, last) {
  const { lang, dir } = document.documentElement;
  const typed = (/** @type {string} */ name) => (typeof state.answers[name] === "string" ? /** @type {string} */ (state.answers[name]) : "");
  const sections = written(paper, state).map(({ id, paragraphs }) => ({
    heading: words[`section-${id}`],
    paragraphs: paragraphs.map(({ text, from, edited }) => ({ text, from: [...from.map((each) => inWords(each, words)), ...(edited ? [words["changed-here"]] : [])] })),
  }));
  return wordFile({ title: typed("title"), meeting: typed("meeting"), sections, last, site: words.site, language: { code: lang, direction: dir === "rtl" ? "rtl" : "ltr" } });
}

/** Where a paragraph comes from. @param {import("./council.mjs").From} from @param {{ [word: string]: string }} words */
function inWords({ source, copy }, words) {
  return filled(words[source.several ? "from-copy" : "from"], { sheet: source.title, field: source.label, n: copy }).join("");
}
