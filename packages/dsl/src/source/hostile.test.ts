import { beforeAll, describe, expect, test } from "vitest";
import { calmCpuMs } from "../../test/cpu-time.ts";
import { validateText } from "../validate-text.ts";

// Texts of a large size whose checking could grow faster than they do, and texts that only look hostile. Those that are
// refused stand in test/hostile.

const KIB = 1024;

// The promise is 250 ms. Processor time is measured, because other tests run at the same time; collecting garbage on
// other threads counts into it, hence the margin.
const CPU_MS_MAX = 500;
const SAGA = "document: { dsl: '1.0', kind: saga, name: demo, version: 1.0.0 }\nstart: done\nstates:\n  done: { type: succeed }\n";

function withOutput(yaml: string): string {
  return SAGA.replace("{ type: succeed }", () => `{ type: succeed, output: ${yaml} }`);
}

// The validators of the schemas are compiled once a process.
beforeAll(() => void validateText(SAGA));

describe("texts written to make checking expensive", () => {
  const name = (letter: string, index: number) => `${letter}${String(index).padStart(5, "0")}${"x".repeat(50)}`;
  const many = (count: number, line: (index: number) => string) => Array.from({ length: count }, (_, index) => line(index)).join("\n");
  const head = SAGA.split("\n")[0];
  const setting = (values: string, more = "") =>
    `${head}\n${more}start: a\nstates:\n  a:\n    type: set\n    values:\n${values}\n    next: b\n  b: { type: succeed }\n`;

  test.each([
    [
      "unknown properties near to known ones",
      setting(
        many(1200, (index) => `      v${index}: \${ input.${name("q", index)} }`),
        `input:\n  schema:\n    type: object\n    properties:\n${many(1400, (index) => `      ${name("p", index)}: {}`)}\n`,
      ),
    ],
    ["unknown values near to known ones", setting(many(1800, (index) => `      ${name("p", index)}: \${ vars.${name("q", index)} }`))],
    [
      "a chain of 6,000 sensitive values, last one first",
      setting(
        many(6000, (index) => `      v${index}: \${ ${index === 5999 ? "input.c" : `vars.v${index + 1}`} }`),
        "input: { schema: { type: object, properties: { c: { sensitive: true } } } }\n",
      ),
    ],
    [
      "unknown edges near to known states",
      `${head}\nstart: a\nstates:\n${many(400, (index) => `  ${name("s", index)}: { type: succeed }`)}\n  a:\n    type: switch\n    cases:\n${many(190, (index) => `    - { when: '\${ true }', next: ${name("t", index)} }`)}\n    default: a\n`,
    ],
    [
      "participants that wait for each other in a long chain",
      `${head}\nstart: a\nstates:\n  a:\n    type: transaction\n    protocol: 2pc\n    kind: pivot\n    next: b\n    participants:\n${many(1800, (index) => `    - { name: p${index}, call: s.o, with: '\${ participants.q${index + 1}.output }' }`)}\n  b: { type: succeed }\n`,
    ],
    [
      "routes of slashes and of parameters",
      `${head}\ntriggers:\n  - http: { method: POST, path: ${"/".repeat(60 * KIB)}x }\n  - http: { method: POST, path: '${many(8000, (index) => `/{p${index}}`).replaceAll("\n", "")}' }\n${many(150, () => "  - http: { method: POST, path: /health }")}\nstart: b\nstates:\n  b: { type: succeed }\n`,
    ],
    [
      "errors that nobody declares, caught by thousands",
      `${head}\nstart: a\nstates:\n  a:\n    type: task\n    kind: readOnly\n    call: { worker: { queue: q } }\n    catch:\n    - next: b\n      errors:\n${many(2500, (index) => `      - ${name("e", index)}`)}\n    errors:\n${many(90, (index) => `    - { when: '\${ true }', type: ${name("f", index)} }`)}\n    next: b\n  b: { type: succeed }\n`,
    ],
  ])("%s", (_, text) => {
    const { diagnostics } = validateText(text);

    expect(diagnostics.length).toBeGreaterThan(100);
    expect(calmCpuMs(2 * CPU_MS_MAX, () => validateText(text))).toBeLessThan(2 * CPU_MS_MAX);
  });
});

describe("unusual texts that are right", () => {
  test.each([
    ["a byte order mark at the start", `\ufeff${SAGA}`],
    ["line breaks of Windows", SAGA.replaceAll("\n", "\r\n")],
    [
      "JSON",
      JSON.stringify(
        { document: { dsl: "1.0", kind: "saga", name: "demo", version: "1.0.0" }, start: "done", states: { done: { type: "succeed" } } },
        null,
        "\t",
      ),
    ],
    ["100 aliases", withOutput(`{ a: &a 1, b: [${"*a,".repeat(99)}*a] }`)],
    ["a marker before and after", `---\n${SAGA}...\n`],
    ["YAML 1.2 by directive", `%YAML 1.2\n---\n${SAGA}`],
    ["2^53 and a quoted number beyond", withOutput("[9007199254740992, '9007199254740993']")],
    ["a literal dollar and brace", withOutput("'$${ not an expression'")],
    ["a literal dollar and brace without quotes", SAGA.replace("{ type: succeed }", () => "\n    type: succeed\n    output: a $${ b")],
    ["an emoji", withOutput("'😀'")],
    ["a direction override that can be seen, by its escape", withOutput('"a\\u202e001"')],
    ["a fraction with more digits than a double holds", withOutput("0.12345678901234567890123")],
    ["zero in several spellings", withOutput("[0, -0, 0.000, 0e5]")],
    ["a quoted key that begins like a comment of JSON", withOutput("{ '//': 1, \"/* x\": 2 }")],
    ["quotes inside quotes", withOutput(String.raw`[ 'it''s', "a \" b", "\\", '', "", '''' ]`)],
    ["no as a text", withOutput("no")],
    [
      "an expression in a block",
      withOutput("x").replace(
        "{ type: succeed, output: x }",
        "\n    type: succeed\n    output: |\n      ${ true\n        ? 'a: b' : 'c # d' }",
      ),
    ],
  ])("%s", (_, text) => {
    const { diagnostics } = validateText(text);

    expect(diagnostics).toEqual([]);
  });
});
