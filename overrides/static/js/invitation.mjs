// SPDX-License-Identifier: MIT
// The invitation to a workshop, put together from whole sentences of the page's language. No browser needed.

/**
 * @typedef {{ title: string, place: string, people: string, meetings: { date: string, from: string, until: string }[] }} Facts
 *   each written out for the reader; empty where it is not known
 */

/**
 * The sentences stand in the words as "invitation-1", "invitation-2" …; an empty line separates paragraphs. A sentence that
 * holds {date} is said once for each meeting. What is not known stands in brackets, to be filled in by hand.
 * @param {{ [word: string]: string }} words "invitation", "invitation-when", "invitation-subject", and "missing-…" for each fact
 * @param {Facts} facts
 * @returns {{ subject: string, text: string }}
 */
export function invitation(words, { title, place, people, meetings }) {
  const known = { title: title || words["missing-title"], place: place || words["missing-place"], people: people || words["missing-people"] };
  const when = meetings.map(({ date, from, until }) => fill(words["invitation-when"], {
    ...known,
    date: date || words["missing-date"],
    from: from || words["missing-from"],
    until: until || words["missing-until"],
  }));
  return { subject: fill(words["invitation-subject"], known), text: fill(words.invitation, { ...known, when: when.join("\n") }) };
}

/** Puts values into a sentence. What a person typed may hold braces of its own. @param {string} sentence @param {{ [name: string]: string }} values */
export function fill(sentence, values) {
  return sentence.replace(/\{([a-z]+)\}/g, (whole, name) => (Object.hasOwn(values, name) ? values[name] : whole));
}
