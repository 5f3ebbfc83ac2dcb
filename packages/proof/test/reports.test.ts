import { describe, expect, test } from "vitest";
import { htmlReport, junitXml, type TestReport, testDefinition } from "../src/index.ts";
import { graphPicture } from "../src/report/graph-picture.ts";
import { escapeXml } from "../src/report/junit.ts";
import { compileDefinition } from "./compile.ts";

const broken = compileDefinition("transfer", [/ {4}verify: \{ call.*\n/, ""]);
const report = testDefinition(broken);
const hostile: TestReport = {
  ...report,
  cases: [{ kind: "scenario", name: "<script>\"&'\u0000", end: "failed", problems: ["a < b"], story: ["<b>"], path: [], undone: [] }],
};

describe("a JUnit report", () => {
  test("has a suite for each definition, a case for each test, and says what failed and how", () => {
    const xml = junitXml([report]);

    expect(xml).toContain('<testsuite name="bank/transfer 1.0.0"');
    expect(xml.match(/<testcase /g)).toHaveLength(report.cases.length);
    expect(xml).toContain("debit ok → credit outcome unknown");
  });

  test("lets no text out of its place", () => {
    expect(junitXml([hostile])).toContain('name="&lt;script&gt;&quot;&amp;&#39;\ufffd"');
    expect(escapeXml("\ud800 \uffff")).toBe("\ufffd \ufffd");
  });
});

describe("a page of reports", () => {
  const page = htmlReport([{ report, graph: broken.graph }]);

  test("stands alone: no script, nothing from elsewhere", () => {
    expect(page).not.toMatch(/<script|https?:|<link|@import|url\(/);
  });

  test("draws the ways that fail", () => {
    expect(page.match(/<svg /g)?.length).toBe(report.cases.filter(({ problems }) => problems.length > 0).length);
    expect(page).toContain("✗ here");
  });

  test("says at once whether everything holds", () => {
    const good = compileDefinition("transfer");

    expect(page).toContain("not everything holds");
    expect(htmlReport([{ report: testDefinition(good), graph: good.graph }])).toContain("✓ everything holds");
  });

  test("shows what no test goes over, and what was not looked for", () => {
    const cut = testDefinition(compileDefinition("order"), { allPaths: 1, explore: { limit: 20 } });
    const scenarios = { ...cut, cases: [{ ...hostile.cases[0], problems: [] } as TestReport["cases"][number]] };

    const text = htmlReport([{ report: scenarios, graph: broken.graph }]);

    expect(text).toContain("no test goes over");
    expect(text).toContain("not all were looked for");
    expect(text).toContain("by your own tests");
  });

  test("draws no more pictures than a browser can bear, and lets no text out of its place", () => {
    const many = {
      ...hostile,
      cases: Array.from({ length: 60 }, () => hostile.cases[0]) as TestReport["cases"],
      coverage: { ...report.coverage, all: { covered: 0, total: 0, missing: [] } },
    };

    const text = htmlReport([{ report: many, graph: broken.graph }]);

    expect(text.match(/<svg /g)).toHaveLength(50);
    expect(text).not.toContain("<script");
  });
});

describe("a picture", () => {
  test("marks what was gone through, what was undone, and where it went wrong", () => {
    const { graph } = compileDefinition("transfer", ['id("debit")', 'id("aVeryLongNameOfADebit")']);

    const svg = graphPicture(graph, { path: ["debit", "credit", "closed"], undone: ["debit"], wrong: "closed" });

    expect(svg).toContain("↶ undone");
    expect(svg).toContain('class="node on undone"');
    expect(svg).toContain('class="node on wrong"');
    expect(svg).toContain('class="edge catchCompensate on"');
  });

  test("leaves out an edge to nowhere, and shortens a long title", () => {
    const { graph } = compileDefinition("transfer");
    const nodes = graph.nodes.map((node) => ({ ...node, title: "A title of more than seventeen signs" }));
    const edges = [{ from: "debit", to: "nowhere", kind: "next" as const, label: null }];

    const svg = graphPicture({ ...graph, nodes, edges }, { path: [], undone: [], wrong: null });

    expect(svg).not.toContain("<path");
    expect(svg).toContain("A title of more …");
  });
});
