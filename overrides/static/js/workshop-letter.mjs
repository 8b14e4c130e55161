// SPDX-License-Identifier: MIT
// The invitation on the page of the workshop pack: it follows the agenda, or is that of the recipe, until somebody changes it.

import { speaks } from "./element.mjs";
import { invitation } from "./invitation.mjs";
import { locale } from "./telling.mjs";
import { setValue } from "./workshop-view.mjs";

export const LETTER = ["subject", "invitation"];

export class WorkshopLetter {
  /** @param {any} pack the workshop-pack element */
  constructor(pack) {
    this.pack = pack;
    this.words = pack.words;
    this.fields = pack.form.elements;
  }

  /** The text as long as nobody has changed it. */
  proposed() {
    const { answers, meetings } = this.pack;
    const recipe = this.pack.recipe();
    if (recipe && answers.letter !== "agenda") return { subject: recipe.subject, invitation: recipe.invitation, language: recipe.language, ofRecipe: true };
    const { title = "", place = "", people = "" } = answers;
    const { subject, text } = invitation(this.words, { title, place, people, meetings: meetings.map(({ date, start, end }) => ({ date: longDate(date), from: start, until: end })) });
    return { subject, invitation: text, language: "", ofRecipe: false };
  }

  /** @param {string} name "subject" or "invitation" @param {string} value */
  isProposed(name, value) {
    return this.proposed()[name] === value;
  }

  draw() {
    const { pack, words } = this;
    const letter = this.proposed();
    const own = LETTER.some((name) => pack.answers[name] !== undefined);
    for (const name of LETTER) {
      setValue(this.fields[name], pack.answers[name] ?? letter[name]);
      speaks(this.fields[name], pack.answers[name] === undefined ? letter.language : "", "auto");
    }
    pack.querySelector(".invitation-note").textContent = `${words["invitation-hint"]} ${own ? words["invitation-own"] : letter.ofRecipe ? words["invitation-recipe"] : ""}`;
    pack.querySelector("[data-action=rewrite]").hidden = !own && !letter.ofRecipe;
    pack.querySelector("[data-action=rewrite-recipe]").hidden = !pack.recipe() || (letter.ofRecipe && !own);
  }

  /** Forget what was changed. @param {string} from "agenda", or empty for the recipe */
  rewrite(from) {
    this.pack.change((/** @type {any} */ answers) => {
      for (const name of [...LETTER, "letter"]) delete answers[name];
      if (from) answers.letter = from;
    });
    this.pack.saveAndSay(this.words.rewritten);
    this.fields.invitation.focus();
  }

  async copy() {
    const { subject, invitation: text } = this.fields;
    try {
      await navigator.clipboard.writeText(`${subject.value}\n\n${text.value}`);
      this.pack.telling.say(this.words.copied, "saved");
    } catch {
      text.focus();
      text.select();
      this.pack.telling.say(this.words["copy-failed"], "problem");
    }
  }
}

/** A day, written out in the language of the page; empty for none. @param {string} day */
export function longDate(day) {
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) return "";
  return new Intl.DateTimeFormat(locale(), { dateStyle: "full", timeZone: "UTC" }).format(new Date(`${day}T12:00:00Z`));
}
