import { describe, expect, test } from "vitest";
import { findingsIn } from "./words.ts";

/** Written in pieces, or this file would be a finding itself. */
const path = (...parts: readonly string[]): string => ["", ...parts].join("/");

describe("the words of the repository", () => {
  test("may not contain a path of one machine", () => {
    const findings = findingsIn("docs/guide.md", `run it in\n"${path("home", "ann", "skald")}"`);

    expect(findings).toEqual(["docs/guide.md:2: a path of one machine"]);
  });

  test("may contain paths that every machine has", () => {
    const findings = findingsIn("docs/guide.md", `${path("usr", "bin")} and apps${path("work", "flow")}`);

    expect(findings).toEqual([]);
  });

  test("may not leave something to do without a link", () => {
    const findings = findingsIn("src/decide.ts", `// ${"TO"}DO later`);

    expect(findings).toEqual(["src/decide.ts:1: something left to do, without the link of its issue"]);
  });

  test("may not name the host of a package registry", () => {
    const findings = findingsIn("docs/guide.md", `https://${["registry", "npmjs", "org"].join(".")}/x`);

    expect(findings).toEqual(["docs/guide.md:1: the host of a package registry"]);
  });

  test("have no file whose name says nothing", () => {
    const findings = findingsIn("src/utils.ts", "");

    expect(findings).toEqual(["src/utils.ts: a name that says nothing (house style, rule 2)"]);
  });
});
