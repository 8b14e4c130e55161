// SPDX-License-Identifier: MIT
// How a text is cut into words that can be compared. The same rule as `terms` in hooks/guide/search.py:
// small letters, no accents, one letter for its Arabic variants, no Arabic article. A test compares both.

const ARTICLE = /^(?:وال|بال|كال|فال|ولل|لل|ال)(?=[\u0621-\u064a]{2})/u;

export function terms(text) {
  const plain = text
    .toLowerCase()
    .replaceAll("ß", "ss")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replaceAll("ى", "ي")
    .replaceAll("ة", "ه")
    .replaceAll("ـ", "");
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => word.replace(ARTICLE, ""));
}
