// SPDX-License-Identifier: MIT
// Between the form on the page and the answers as plain values: reads, writes, adds and removes records.
// Names in the form: <field>, <group>.<record>.<field>, <scores>.<row>.<column>.

import { newId } from "./answers.mjs";

export class FormFields {
  constructor(form) {
    this.form = form;
    this.groups = [...form.querySelectorAll("[data-group]:is(fieldset)")];
  }

  /** The answers as they stand on the page. See answers.mjs for their shape. */
  read() {
    const answers = {};
    for (const control of this.controls()) {
      const value = valueOf(control);
      if (value === undefined) continue;
      const [field, record, inner] = control.name.split(".");
      if (!record) answers[field] = value;
      else if (control.closest("score-table")) (answers[field] ??= {})[`${record}.${inner}`] = value;
    }
    for (const group of this.groups) {
      const records = [...group.querySelectorAll(".records > ol > .record")].map((item) => {
        const record = { _id: item.dataset.record };
        for (const control of item.querySelectorAll("[name]")) {
          const value = valueOf(control);
          if (value !== undefined) record[control.name.split(".")[2]] = value;
        }
        return record;
      });
      if (records.some((record) => Object.keys(record).length > 1) || this.changedRecords(group, records)) answers[group.dataset.group] = records;
    }
    return answers;
  }

  /** Puts answers onto the page. Texts are set as values, never as HTML. */
  write(answers) {
    for (const group of this.groups) this.writeRecords(group, answers[group.dataset.group]);
    this.form.dispatchEvent(new CustomEvent("records-changed"));
    for (const control of this.controls()) {
      const [field, record, inner] = control.name.split(".");
      const given = record === undefined
        ? answers[field]
        : control.closest("score-table")
          ? answers[field]?.[`${record}.${inner}`]
          : answers[field]?.find?.((r) => r._id === record)?.[inner];
      setValue(control, given);
    }
    this.form.dispatchEvent(new CustomEvent("answers-changed"));
  }

  writeRecords(group, records) {
    const list = group.querySelector(".records > ol");
    group.dataset.start ??= [...list.children].map((item) => item.dataset.record).join(" ");
    const wanted = records?.map((record) => record._id) ?? group.dataset.start.split(" ");
    for (const item of [...list.children]) if (!wanted.includes(item.dataset.record)) item.remove();
    wanted.forEach((id, index) => {
      const item = [...list.children].find((child) => child.dataset.record === id) ?? this.newRecord(group, id);
      if (list.children[index] !== item) list.insertBefore(item, list.children[index] ?? null);
    });
    this.number(group);
  }

  /** Adds an empty record and returns it; undefined if the group is full. */
  add(group) {
    const list = group.querySelector(".records > ol");
    group.dataset.start ??= [...list.children].map((item) => item.dataset.record).join(" ");
    if (list.children.length >= Number(group.dataset.max)) return undefined;
    const item = this.newRecord(group, newId());
    list.append(item);
    this.number(group);
    this.form.dispatchEvent(new CustomEvent("records-changed"));
    return item;
  }

  remove(item) {
    const group = item.closest("fieldset");
    const list = item.parentElement;
    group.dataset.start ??= [...list.children].map((child) => child.dataset.record).join(" ");
    const next = item.nextElementSibling ?? item.previousElementSibling;
    item.remove();
    this.number(group);
    this.form.dispatchEvent(new CustomEvent("records-changed"));
    (next?.querySelector("[name]") ?? group.querySelector(".add")).focus();
  }

  newRecord(group, id) {
    const item = group.querySelector("template").content.firstElementChild.cloneNode(true);
    item.dataset.record = id;
    for (const part of item.querySelectorAll("*")) {
      for (const name of ["id", "for", "name", "aria-labelledby"]) {
        if (part.hasAttribute(name)) part.setAttribute(name, part.getAttribute(name).replace(".ID", `.${id}`));
      }
      if (part.hasAttribute("data-with-script")) part.hidden = false;
    }
    return item;
  }

  number(group) {
    [...group.querySelectorAll(".records > ol > .record")].forEach((item, index) => {
      for (const b of item.querySelectorAll(":scope b")) b.textContent = String(index + 1);
    });
    const add = group.querySelector(".add");
    add.disabled = group.querySelectorAll(".records > ol > .record").length >= Number(group.dataset.max);
  }

  changedRecords(group, records) {
    return group.dataset.start !== undefined && group.dataset.start !== records.map((r) => r._id).join(" ");
  }

  /** What each field can hold, for reading files: see file.mjs. */
  shape() {
    const shape = {};
    for (const control of this.controls()) {
      const [field, record] = control.name.split(".");
      if (!record) shape[field] = kindOf(control);
      else if (control.closest("score-table")) shape[field] = "scores";
    }
    for (const group of this.groups) {
      const template = group.querySelector("template").content;
      shape[group.dataset.group] = Object.fromEntries([...template.querySelectorAll("[name]")].map((c) => [c.getAttribute("name").split(".")[2], kindOf(c)]));
    }
    return shape;
  }

  /** Answers that have a place of their kind in this form, and those that have none. @param {any} answers @returns {[any, any]} */
  sorted(answers) {
    const shape = this.shape();
    const fits = ([id, value]) => (typeof shape[id] === "object" ? Array.isArray(value) : shape[id] === "scores" ? typeof value === "object" : shape[id] && typeof value !== "object");
    const [own, foreign] = [true, false].map((wanted) => Object.fromEntries(Object.entries(answers).filter((entry) => Boolean(fits(entry)) === wanted)));
    return [own, foreign];
  }

  /** The words beside a field, for messages. `path` as in merge(): [field] or [group, record, field]. */
  label(path) {
    const control = this.form.querySelector(`[name="${CSS.escape(path.join("."))}"]`) ?? this.form.querySelector(`[name="${CSS.escape([path[0], ...(path[1] ?? "").split(".")].join("."))}"]`);
    return wordsOf(control?.labels?.[0]) || path[0];
  }

  controls() {
    return [...this.form.querySelectorAll("[name]")].filter((control) => control.name);
  }
}

/** The words of a label, legend or option in the language of the page, without those of a second language: see second-language.mjs. */
export function wordsOf(element) {
  if (element?.dataset.first !== undefined) return element.dataset.first;
  const own = element?.cloneNode(true);
  for (const second of own?.querySelectorAll(".second") ?? []) second.remove();
  return own?.textContent.trim() ?? "";
}

function kindOf(control) {
  return control.type === "checkbox" ? "check" : "text";
}

function valueOf(control) {
  if (control.type === "checkbox") return control.checked || undefined;
  if (control.type === "range" && "untouched" in control.dataset) return undefined;
  return control.value === "" ? undefined : control.value;
}

function setValue(control, given) {
  if (control.type === "checkbox") {
    control.checked = given === true;
    return;
  }
  const text = given === undefined ? "" : String(given);
  if (control.type === "range") showRange(control, text);
  else if (control.value !== text) control.value = text;
  if (control.matches(".one-line")) oneLine(control);
  // A stored option that no longer exists must not vanish: it stays selectable as it is.
  if (control.tagName === "SELECT" && text && control.value !== text) {
    const option = new Option(text, text, false, true);
    option.dataset.stored = "";
    control.append(option);
  }
}

/** A field of one line: line ends that were pasted become spaces, and it is as high as its text. */
export function oneLine(control) {
  if (control.value.includes("\n")) control.value = control.value.replace(/\s*\n\s*/g, " ");
  if (CSS.supports("field-sizing", "content")) return;
  control.style.blockSize = "auto";
  control.style.blockSize = `${control.scrollHeight + 2}px`;
}

function showRange(control, text) {
  if (text === "") {
    control.dataset.untouched = "";
    control.value = "5";
  } else {
    delete control.dataset.untouched;
    control.value = text;
  }
  tellRange(control);
}

/** Shows the number of a slider beside it and says it with its ends. */
export function tellRange(control) {
  const untouched = "untouched" in control.dataset;
  const output = control.parentElement.querySelector("output");
  if (output) output.textContent = untouched ? "–" : control.value;
  control.setAttribute("aria-valuetext", untouched ? "–" : `${control.value} (${control.dataset.ends})`);
}
