/// <reference types="node" />
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type ValidateOptions, validateText } from "../validate-text.ts";
import { DIAGNOSTICS, type DiagnosticCode } from "./codes.ts";

const FOLDER = new URL("../../../../docs/errors/diagnostics/", import.meta.url);
const CODES = Object.keys(DIAGNOSTICS) as readonly DiagnosticCode[];

// What these are about is too large, or not visible, to stand on a page. test/hostile and validate-text.test.ts have
// them.
const WITHOUT_EXAMPLES = new Set<DiagnosticCode>(["DOCUMENT_TOO_LARGE", "DOCUMENT_TOO_COMPLEX", "TOO_MANY_STATES", "TOO_MANY_PROBLEMS"]);

function pageOf(code: string): string {
  return readFileSync(new URL(`${code}.md`, FOLDER), "utf8");
}

function examplesOf(code: string): readonly string[] {
  return [...pageOf(code).matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] ?? "");
}

// What a host cannot run is told only when there is one.
const HOST: ValidateOptions = { runnable: new Set(["task", "succeed"]) };

function codesIn(code: DiagnosticCode, text: string): readonly string[] {
  const host = code === "NOT_YET_RUNNABLE" ? HOST : {};

  return validateText(text, { many: code !== "SEVERAL_DOCUMENTS", ...host }).diagnostics.map((diagnostic) => diagnostic.code);
}

describe("pages of diagnostics", () => {
  test("every code has a page, and every page a code", () => {
    const pages = readdirSync(FOLDER).map((name) => name.replace(/\.md$/, ""));

    expect(pages.sort()).toEqual([...CODES].sort());
  });

  test.each(CODES)("the page of %s has the title and the remedy of the table", (code) => {
    const page = pageOf(code);

    expect(page).toContain(`# ${code}\n\n**${DIAGNOSTICS[code].title}** (${DIAGNOSTICS[code].severity})`);
    expect(page).toContain(DIAGNOSTICS[code].remedy);
  });

  test.each(CODES.filter((code) => !WITHOUT_EXAMPLES.has(code)))("the wrong example of %s is told so, once", (code) => {
    const [wrong = ""] = examplesOf(code);

    expect(codesIn(code, wrong).filter((each) => each === code)).toEqual([code]);
  });

  test.each(CODES.filter((code) => !WITHOUT_EXAMPLES.has(code)))("the right example of %s has nothing to tell", (code) => {
    const [, right = ""] = examplesOf(code);

    expect(codesIn(code, right)).toEqual([]);
  });
});
