// SPDX-License-Identifier: MIT
// The council paper as a Word file, made in the browser. Fetched only when somebody asks for the file.
// Real headings, so that an office program can list them; every line says its direction, and Arabic its language.

import { AlignmentType, Document, Footer, HeadingLevel, Packer, PageNumber, Paragraph, TextRun } from "../vendor/docx.mjs";
import { direction, forXml, stretches } from "./writing.mjs";

/**
 * @typedef {import("./writing.mjs").Direction} Direction
 * @typedef {object} Printed what the file says
 * @property {string} title
 * @property {string} meeting
 * @property {{ heading: string, paragraphs: { text: string, from: string[] }[] }[]} sections
 * @property {string} last the last line
 * @property {string} site who made the file, for its properties
 * @property {{ code: string, direction: Direction }} language of headings and notices
 */

const FONT = { ascii: "Calibri", hAnsi: "Calibri", eastAsia: "Calibri", cs: "Arial" }; // by name only: the reader's program brings them, or similar ones
const LOCALES = /** @type {{ [code: string]: string }} */ ({ en: "en-GB", fr: "fr-FR", es: "es-ES", pt: "pt-PT", it: "it-IT", ru: "ru-RU", ar: "ar-SA" });
const [TEXT, ARABIC, SMALL] = [22, 24, 16]; // half points; Arabic one step larger
const A4 = { width: 11906, height: 16838 }; // twentieths of a point
const MARGIN = 1247; // 22 mm

/** @param {Printed} printed @returns {Promise<Blob>} */
export function wordFile(printed) {
  return Packer.toBlob(document(printed));
}

/** The same for a program without Blob. @param {Printed} printed @returns {Promise<string>} */
export function wordFileAsText(printed) {
  return Packer.toBase64String(document(printed));
}

/** @param {Printed} printed */
function document({ title, meeting, sections, last, site, language }) {
  const page = language.direction;
  const children = [
    ...lines(title, page, { heading: HeadingLevel.TITLE }),
    ...lines(meeting, page, {}, 200),
    ...sections.flatMap(({ heading, paragraphs }) => [
      line(heading, page, page, { heading: HeadingLevel.HEADING_1 }),
      ...paragraphs.flatMap(({ text, from }) => [...lines(text, page, {}, from.length ? 20 : 160, from.length > 0), ...from.map((source, n) => line(source, page, page, { style: "Source", spacing: { after: n + 1 < from.length ? 0 : 160 } }))]),
    ]),
    line(last, page, page, { style: "Source", spacing: { before: 400 } }),
  ];
  const number = new Paragraph({ alignment: AlignmentType.CENTER, children: [new TextRun({ children: [PageNumber.CURRENT], size: SMALL })] });
  return new Document({
    title: forXml(title),
    creator: site,
    lastModifiedBy: site,
    styles: styles(language),
    sections: [{ properties: { page: { size: A4, margin: { top: MARGIN, bottom: MARGIN, left: MARGIN, right: MARGIN } } }, footers: { default: new Footer({ children: [number] }) }, children }],
  });
}

/** @param {Printed["language"]} language */
function styles({ code }) {
  const locale = LOCALES[code] ?? code;
  const spoken = code === "ar" ? { value: LOCALES.en, bidirectional: locale } : { value: locale, bidirectional: LOCALES.ar };
  const heading = (/** @type {number} */ size, /** @type {object} */ spacing) => ({ run: { size, bold: true, color: "000000", font: FONT }, paragraph: { spacing, keepNext: true } });
  return {
    default: {
      document: { run: { font: FONT, size: code === "ar" ? ARABIC : TEXT, language: spoken }, paragraph: { spacing: { line: 264, lineRule: "auto" } } },
      title: heading(36, { after: 120 }),
      heading1: heading(26, { before: 320, after: 80 }),
    },
    paragraphStyles: [{ id: "Source", name: "Source", basedOn: "Normal", quickFormat: true, run: { size: SMALL, italics: true, color: "595959" } }],
  };
}

/**
 * A text with its line ends, a paragraph of the file for each line. Empty lines become space.
 * @param {string} text @param {Direction} page @param {object} how @param {number} [after] space below the last line @param {boolean} [keep] on one page with what follows
 */
function lines(text, page, how, after = 0, keep = false) {
  const base = direction(text, page) || page;
  const all = forXml(text).trim().split("\n");
  return all.map((each, n) => line(each, direction(each, base) || base, page, { ...how, ...(keep && n === all.length - 1 ? { keepNext: true } : {}), ...(after || n + 1 < all.length ? { spacing: { after: n + 1 < all.length ? 40 : after } } : {}) }));
}

/** @param {string} text @param {Direction} base @param {Direction} page @param {object} how */
function line(text, base, page, how) {
  const runs = stretches(forXml(text), base).map((part) => new TextRun({ text: part.text, rightToLeft: part.direction === "rtl" || undefined }));
  // Word turns "left" and "right" round in a paragraph from the right: so "start" is the beginning of its own lines.
  return new Paragraph({ ...how, children: runs, bidirectional: base === "rtl" || undefined, alignment: base === page ? undefined : AlignmentType.START });
}
