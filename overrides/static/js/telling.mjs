// SPDX-License-Identifier: MIT
// How a page part tells the reader something: a line of status, a notice with buttons, a question, a file to keep.

export class Telling {
  /**
   * @param {HTMLElement} root holds `.sheet-status` (role=status) and `.sheet-notice`
   * @param {{ [word: string]: string }} words
   */
  constructor(root, words) {
    this.root = root;
    this.words = words;
  }

  /** @param {string} text @param {"" | "saved" | "problem"} [state] */
  say(text, state = "") {
    const status = /** @type {HTMLElement} */ (this.root.querySelector(".sheet-status"));
    status.dataset.state = state;
    if (status.textContent !== text) status.textContent = text;
  }

  /**
   * A notice that stays until one of its buttons is pressed.
   * @param {string} text
   * @param {[string, () => void][]} buttons
   * @param {string} [more] what was typed, shown as it is
   */
  notice(text, buttons, more = "") {
    const box = /** @type {HTMLElement} */ (this.root.querySelector(".sheet-notice"));
    box.replaceChildren(Object.assign(document.createElement("p"), { textContent: text }));
    if (more) box.append(Object.assign(document.createElement("pre"), { textContent: more, dir: "auto" }));
    for (const [label, action] of buttons) {
      box.append(button(label, () => {
        box.hidden = true;
        action();
      }), " ");
    }
    box.setAttribute("role", "alert");
    box.hidden = false;
  }

  /**
   * Ask before something is taken away. Resolves to whether the reader said yes.
   * @param {{ title: string, question: string, yes: string, no: string }} words
   * @returns {Promise<boolean>}
   */
  ask({ title, question, yes, no }) {
    const active = /** @type {HTMLElement | null} */ (document.activeElement);
    const dialog = document.createElement("dialog");
    dialog.setAttribute("aria-label", title);
    return new Promise((done) => {
      let answer = false;
      const choose = (/** @type {boolean} */ value) => {
        answer = value;
        dialog.close();
      };
      dialog.append(Object.assign(document.createElement("p"), { textContent: question }), button(no, () => choose(false)), " ", button(yes, () => choose(true)));
      dialog.addEventListener("close", () => {
        dialog.remove();
        if (active?.isConnected) active.focus();
        done(answer);
      });
      this.root.append(dialog);
      dialog.showModal();
    });
  }
}

/** @param {string} label @param {() => void} action */
export function button(label, action) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: label });
  made.addEventListener("click", action);
  return made;
}

/** Hand a file to the reader. @param {BlobPart} content @param {string} name @param {string} [type] */
export function download(content, name, type = "application/json") {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(new Blob([content], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** A moment in the way of the reader's language: the time of day, and the day if it is not today. @param {string} [iso] */
export function moment(iso) {
  const given = new Date(iso ?? Date.now());
  const when = Number.isNaN(given.getTime()) ? new Date() : given;
  const today = new Date().toDateString() === when.toDateString();
  return new Intl.DateTimeFormat(locale(), today ? { timeStyle: "short", hourCycle: "h23" } : { dateStyle: "long", timeStyle: "short", hourCycle: "h23" }).format(when);
}

/** The language of the page, with Western digits in Arabic and the day before the month in English, as everywhere on the site. */
export function locale() {
  const language = document.documentElement.lang;
  return { ar: "ar-u-nu-latn", en: "en-GB" }[language] ?? language;
}

/** A name as part of a file name. @param {string} name @param {string} [otherwise] */
export function fileName(name, otherwise = "project") {
  return name.replace(/[\\/:*?"<>|\u0000-\u001f]+/g, " ").trim().slice(0, 60) || otherwise;
}
