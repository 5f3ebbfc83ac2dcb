/// <reference types="node" />
import { beforeAll, describe, expect, test } from "vitest";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { validateText } from "../../src/validate-text.ts";
import { calmCpuMs } from "../cpu-time.ts";
import { corpusFiles, readTricks } from "./read-tricks.ts";

// Every document of the corpus is written to break a reader, to be read as something else than it looks like, or to
// promise an undo that would not undo. What is said of each stands beside it: all codes, with line and column.

/** Processor time of one document. */
const CPU_MS_MAX = 250;

const CORPUS = corpusFiles().map(([name, file]) => ({ name, tricks: readTricks(file) }));
const TRICKS = CORPUS.flatMap(({ tricks }) => tricks);
const PROTOTYPE = ownNames();

function ownNames(): string {
  return JSON.stringify([Object.prototype, Array.prototype, String.prototype].map((owner) => Object.getOwnPropertyNames(owner)));
}

function briefOf({ code, span, suggestion }: Diagnostic): string {
  return `${code} ${span.line}:${span.column}${suggestion === undefined ? "" : ` → ${suggestion}`}`;
}

// The validators of both kinds are made once a process.
beforeAll(() => {
  for (const kind of ["saga", "service"]) validateText(`document: { dsl: '1.0', kind: ${kind}, name: a, version: 1.0.0 }`);
});

describe.each(CORPUS)("hostile documents: $name", ({ tricks }) => {
  test.each(tricks)("$name", ({ text, told }) => {
    const cpuMs = calmCpuMs(CPU_MS_MAX, () => validateText(text));

    const { diagnostics, documents } = validateText(text);
    expect(diagnostics.map(briefOf)).toEqual(told);
    expect(diagnostics.some(({ severity }) => severity === "error")).toBe(true);
    expect(documents.every(({ model }) => model === null)).toBe(true);
    expect(cpuMs).toBeLessThan(CPU_MS_MAX);
    expect(ownNames()).toBe(PROTOTYPE);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});

describe("the corpus", () => {
  test(`holds ${TRICKS.length} documents, each another trick with a name of its own`, () => {
    expect(TRICKS.length).toBeGreaterThanOrEqual(300);
    expect(new Set(TRICKS.map(({ name }) => name)).size).toBe(TRICKS.length);
    expect(new Set(TRICKS.map(({ text }) => text)).size).toBe(TRICKS.length);
  });
});
