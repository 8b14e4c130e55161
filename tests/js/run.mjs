// Runs functions of the pages' modules outside a browser: reads { module, calls: [{ function, args }] } and answers each
// call with { value } or { error }. Used by run_js in tests/conftest.py.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { module, calls } = JSON.parse(readFileSync(0, "utf8"));
const program = await import(pathToFileURL(module).href);
const answers = [];
for (const { function: name, args } of calls) {
  try {
    answers.push({ value: await program[name](...args) });
  } catch (error) {
    answers.push({ error: String(error) });
  }
}
process.stdout.write(JSON.stringify(answers));
