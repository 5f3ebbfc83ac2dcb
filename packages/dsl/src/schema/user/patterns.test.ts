import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { calmCpuMs } from "../../../test/cpu-time.ts";
import { validateText } from "../../validate-text.ts";
import { valueProblems } from "../value.ts";
import { compileLinear } from "./linear-pattern.ts";
import { matchLinear } from "./match-linear.ts";

const HOSTILE = `${"a".repeat(50_000)}!`;

function matches(pattern: string, text: string): boolean {
  return valueProblems({ pattern }, text).length === 0;
}

function told(schema: object): readonly string[] {
  const document = `document: { dsl: '1.0', kind: saga, name: demo, version: 1.0.0 }\ninput: { schema: ${JSON.stringify(schema)} }\nstart: z\nstates: { z: { type: succeed } }`;

  return validateText(document).diagnostics.map(({ code, span, message }) => `${code} ${span.line}:${span.column} ${message}`);
}

describe("a pattern that would hang an engine that goes back", () => {
  test.each(["^(a+)+$", "^(a|aa)+$", "^(a|a)*$", "^(.*)*b$", "^(?:a?){50}a{50}$", "(\\w+\\s?)+$"])(
    "%s is answered in linear time, in a value and in the name of a member",
    (pattern) => {
      const schemas = [{ pattern }, { additionalProperties: { pattern } }, { patternProperties: { [pattern]: false } }];
      const value = { [HOSTILE]: HOSTILE };

      const cpuMs = calmCpuMs(1_000, () => {
        for (const schema of schemas) for (const each of [HOSTILE, value]) valueProblems(schema, each);
      });

      expect(cpuMs).toBeLessThan(1_000);
      expect(matches(pattern, HOSTILE)).toBe(new RegExp(pattern, "u").test("!"));
    },
  );

  test("a text that is no URL is told apart in linear time", () => {
    const text = `http://a:${":".repeat(50_000)}`;

    expect(calmCpuMs(200, () => valueProblems({ format: "url" }, text))).toBeLessThan(200);
    expect(valueProblems({ format: "url" }, text)).toHaveLength(1);
  });

  test("patterns and texts that are long enough together to take seconds are refused, not matched", () => {
    const schema = { items: { pattern: "[ab]*a[ab]{500}[cd]" } };
    const texts = Array.from({ length: 50 }, (_, index) => "ab".repeat(5_000 + index));

    expect(valueProblems(schema, texts)).toEqual([
      { at: "", message: "takes too long to match: shorten its texts, or use simpler patterns" },
    ]);
    expect(valueProblems(schema, texts.slice(0, 2))).toHaveLength(2);
  });
});

describe("a schema that is no object", () => {
  test("accepts everything when it is true, and nothing when it is false", () => {
    expect([valueProblems(true, 1), valueProblems(false, 1)]).toEqual([[], [{ at: "", message: "nothing is allowed here" }]]);
  });
});

describe("a pattern the linear engine does not know", () => {
  test.each([
    ["a look ahead", "^(?=a)a$"],
    ["a look ahead for what must not be", "^(?!a)b$"],
    ["a look behind", "(?<=a)b"],
    ["a look behind for what must not be", "(?<!a)b"],
    ["a back reference", "(a)\\1"],
    ["a back reference by name", "(?<n>a)\\k<n>"],
    ["a repetition by the thousand", "a{1001}"],
    ["repetitions that make a thousand", "((a{100}){100})"],
    ["pieces repeated until they are too many", "x{0,1000}".repeat(6)],
  ])("is refused at its place: %s", (_what, pattern) => {
    const column = "input: { schema: ".length + '{"patternProperties":{'.length + JSON.stringify(pattern).length + ":".length + 1;

    expect(told({ pattern })).toEqual([expect.stringMatching(/^BAD_SCHEMA 2:29 .*RE2/)]);
    expect(told({ patternProperties: { [pattern]: {} } })).toEqual([expect.stringMatching(new RegExp(`^BAD_SCHEMA 2:${column} .*RE2`))]);
  });

  test("is refused when the patterns before it have been too many to compile", () => {
    const properties = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`p${index}`, { pattern: "x{0,999}".repeat(4) }]));

    const cpuMs = calmCpuMs(10_000, () => told({ properties }));

    expect(told({ properties }).at(-1)).toContain("The patterns of this document repeat too much, all together.");
    expect(cpuMs).toBeLessThan(10_000);
  });

  test.each(["^(?=a)a$", "[[:alpha:]]("])("matches nothing where a schema was never checked: %s", (pattern) => {
    expect(matchLinear(pattern).test("a")).toBe(false);
  });

  test.each([
    ["(?P<n>a)", "no regular expression"],
    ["\\Aa\\z", "no regular expression"],
    ["[[:alpha:]]", "no regular expression"],
    ["a".repeat(1_001), "1000 characters, and this has 1001"],
  ])("means nothing to JavaScript either, and is refused: %s", (pattern, sentence) => {
    expect(told({ pattern })).toEqual([expect.stringContaining(sentence)]);
  });
});

describe("a pattern means what it means to JavaScript with the flag u", () => {
  test.each([
    ["^.$", "😀"],
    ["^.$", "\r"],
    ["^.$", "\u2028"],
    ["^.$", "\n"],
    ["^[.]$", "a"],
    ["^\\.$", "a"],
    ["^\\p{L}+$", "éñ"],
    ["^\\p{Lu}$", "É"],
    ["^\\P{L}$", "1"],
    ["^\\u0041$", "A"],
    ["^\\u0041b$", "Ab"],
    ["^[[].[^[^].$", "[\r]\r"],
    ["^\\u{1F600}$", "😀"],
    ["^\\ud83d\\ude00$", "😀"],
    ["^[\\ud83d\\ude00-\\ud83d\\ude02]$", "😁"],
    ["^\\s$", "\u00a0"],
    ["^\\s$", "\v"],
    ["^[\\s]$", "\u3000"],
    ["^\\S$", "\u3000"],
    ["^[^\\S]$", "\ufeff"],
    ["^[\\Sa]$", "a"],
    ["^\\w\\d$", "é١"],
    ["^a$", "a\n"],
    ["\\ba\\b", "éa"],
    ["^\\cA$", "\u0001"],
    ["^[\\b]$", "\b"],
    ["^[\\cA-\\cC]$", "\u0002"],
    ["^[^]$", "\n"],
    ["[]", "a"],
    ["(?<n>a)", "a"],
    ["a\\/b", "a/b"],
    ["^\\\\.$", "\\😀"],
    ["^[\\]].$", "]\r"],
  ])("%j asked of %j", (pattern, text) => {
    expect(matches(pattern, text)).toBe(new RegExp(pattern, "u").test(text));
  });

  test("whatever it is made of", () => {
    const character = fc.constantFrom("a", "b", ".", "]", "\\", "é", "😀", "\n", "\r", "\u2028", "\u00a0", "\v", " ", "1", "_", "-");
    const atom = fc.constantFrom(
      ..."a|b|.|\\.|\\s|\\S|\\d|\\D|\\w|\\W|\\b|[a-b]|[^a]|[\\s.]|[^\\S]|[^\\s]|\\]|[\\]a]|\\\\|\\u00e9|\\u{1F600}|\\ud83d\\ude00|\\p{L}|\\cA|[\\b]|\\u0041b|[[]|[.[^]|[^]|[]|^|$".split(
        "|",
      ),
    );
    const quantifier = fc.constantFrom("", "", "*", "+", "?", "{2}", "{1,2}", "*?");
    const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
      pattern: fc
        .array(
          fc.tuple(
            fc.oneof(
              { maxDepth: 3 },
              atom,
              fc.tuple(tie("pattern"), tie("pattern")).map(([left, right]) => `(?:${left}|${right})`),
            ),
            quantifier,
          ),
          { maxLength: 4 },
        )
        .map((pieces) => pieces.map(([each, times]) => each + (/^(?:\^|\$|\\b)$/.test(each) ? "" : times)).join("")),
    }));

    fc.assert(
      fc.property(pattern, fc.array(character, { maxLength: 6 }), (each, characters) => {
        const text = characters.join("");

        expect(compileLinear(each)?.test(text) ?? "not compiled").toBe(new RegExp(each, "u").test(text));
      }),
      { numRuns: 1_000 },
    );
  });
});
