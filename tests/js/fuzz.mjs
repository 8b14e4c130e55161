// Reads a great many invented files with the importer: none may throw, none may reach a prototype, and what is read
// comes back the same after saving and reading again. Prints how many files were read; the seed stands in a failure.
// Each invented project is read as it is and in 24 damaged versions: cut off, letters changed, pieces doubled or left out.
// node tests/js/fuzz.mjs <files> [<seed>]
import fc from "../../vendor/node_modules/fast-check/lib/fast-check.js";
import { jsonrepair } from "../../overrides/static/vendor/jsonrepair.mjs";
import { read, toFile } from "../../overrides/static/js/file.mjs";
import { isBegun, marks } from "../../overrides/static/js/carry.mjs";
import { merge, same } from "../../overrides/static/js/answers.mjs";

const VERSIONS = 25;
const runs = Math.ceil(Number(process.argv[2]) / VERSIONS);
const name = fc.constantFrom("need", "actors", "scores", "a", "__proto__", "constructor", "toString", "hasOwnProperty", "UPPER", "", "x".repeat(70));
const text = fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom("<img src=x onerror=alert(1)>", "\u0000", "\ud800", "\u202eabc", "=1+1", "javascript:alert(1)", "r1", "r1.r2"));
const leaf = fc.oneof(text, fc.constant(true), fc.constant(null), fc.double(), fc.integer(), fc.boolean());
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie("tree"), { maxLength: 4 }), fc.dictionary(fc.oneof(name, text), tie("tree"), { maxKeys: 4 })),
}));
const row = fc.record({ _id: fc.oneof(text, fc.constantFrom("r1", "r2", "x1")), name: tree, __proto__: tree }, { requiredKeys: [] });
const value = fc.record({ key: text, raw: text, text }, { requiredKeys: [] });
const carried = fc.dictionary(fc.constantFrom("need", "actors", "__proto__"), fc.oneof(tree, value, fc.dictionary(fc.constantFrom("1.r1", "1"), fc.record({ into: text, fields: fc.dictionary(fc.constantFrom("name", "x"), fc.oneof(value, tree)) }, { requiredKeys: [] }))));
const entry = fc.record({ sheet: fc.oneof(fc.constantFrom("charter", "persona", "ecosystem-map"), text, tree), copy: fc.oneof(fc.constantFrom("1", "2"), tree), version: tree, answers: fc.dictionary(name, fc.oneof(tree, fc.array(row, { maxLength: 3 }))), carried, said: tree }, { requiredKeys: ["sheet", "answers"] });
const document = fc.record({ format: fc.constant("smart-city-toolbox"), version: fc.constantFrom(1, 2, 3, 0, "2"), holds: tree, project: fc.oneof(tree, fc.record({ name: tree, recipe: tree, passed: tree })), sheets: fc.oneof(tree, fc.array(entry, { maxLength: 4 }), fc.dictionary(name, entry)) }, { requiredKeys: ["format", "version"] });
const DAMAGE = ["", "{", "}", "[", "]", '"', "\\", ",", ":", "\u0000", "\ud800", "null", "1e999", '"__proto__":', "<script>"];

/** A file, and the same file damaged in many ways that follow from a number. */
function* versions(given, number) {
  let state = number >>> 0;
  const next = (most) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0; // numbers that follow from the first one, so that a failure can be repeated
    return state % (most + 1);
  };
  yield given;
  for (let n = 1; n < VERSIONS; n++) {
    const at = next(given.length);
    const way = n % 4;
    if (way === 0) yield given.slice(0, at);
    else if (way === 1) yield given.slice(0, at) + DAMAGE[next(DAMAGE.length - 1)] + given.slice(at + 1);
    else if (way === 2) yield given.slice(0, at) + given.slice(next(at));
    else yield given.slice(0, at) + given.slice(at + next(40));
  }
}

const links = [{ group: "", field: "need", several: false, start: 0, max: 0, from: { sheet: "charter", title: "", group: "", field: "need", label: "", several: false } }, { group: "actors", field: "name", several: false, start: 2, max: 9, from: { sheet: "charter", title: "", group: "team", field: "name", label: "", several: false } }];
const clean = Object.getOwnPropertyNames(Object.prototype).sort().join();
let [seen, taken] = [0, 0];

/** Read one file as the page does. */
function tryOne(given) {
  seen += 1;
  const once = read(given, jsonrepair);
  if (!once.problem) {
    taken += 1;
    for (const content of once.sheets) {
      isBegun(content);
      marks(links, content);
    }
    const again = read(toFile(once.project && { ...once.project }, once.sheets.map(({ version, ...rest }) => ({ ...rest, sheetVersion: version }))));
    if (once.sheets.length && !same(again.sheets, once.sheets)) throw new Error("saving and reading again changed something");
    if (once.sheets.length > 1) merge(once.sheets[0].answers, once.sheets[1].answers, once.sheets.at(-1).answers);
  }
  if (Object.getOwnPropertyNames(Object.prototype).sort().join() !== clean) throw new Error("the file reached a prototype");
}

fc.assert(fc.property(document, fc.nat(), (made, number) => {
  for (const given of versions(JSON.stringify(made), number)) tryOne(given);
}), { numRuns: runs, ...(process.argv[3] ? { seed: Number(process.argv[3]) } : {}) });
console.log(`${seen} files read, ${taken} of them as projects`);
