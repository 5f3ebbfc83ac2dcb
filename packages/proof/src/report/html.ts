import type { GraphView } from "@skald/shared";
import type { Coverage, TestCase, TestReport } from "../scenarios/test-definition.ts";
import { graphPicture } from "./graph-picture.ts";
import { STYLE } from "./html-style.ts";
import { escapeXml } from "./junit.ts";

/** A report with the graph its pictures are drawn from. */
export interface DrawnReport {
  readonly report: TestReport;
  readonly graph: GraphView;
}

/** Pictures of failing paths; a page with thousands of them would not open. */
const PICTURES_MAX = 50;

/** Test reports as one page that needs nothing else: no network, no script, light and dark. */
export function htmlReport(drawn: readonly DrawnReport[]): string {
  const passed = drawn.every(({ report }) => report.passed);

  return [
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${passed ? "Passed" : "Failed"}: skald test</title><style>${STYLE}</style></head><body>`,
    `<header><h1>skald test</h1><p class="verdict ${passed ? "good" : "bad"}">${passed ? "✓ everything holds" : "✗ not everything holds"}</p></header>`,
    ...drawn.map(definitionSection),
    "</body></html>",
    "",
  ].join("\n");
}

function definitionSection({ report, graph }: DrawnReport): string {
  const { definition, cases, coverage, paths } = report;
  const failed = cases.filter(({ problems }) => problems.length > 0);
  const scenarios = cases.filter(({ kind }) => kind === "scenario");

  return [
    `<section><h2>${escapeXml(`${definition.namespace}/${definition.name} ${definition.version}`)}</h2>`,
    '<dl class="figures">',
    figure("tests", `${cases.length - failed.length} of ${cases.length} passed`),
    figure("paths", `${paths.run} of ${paths.total}${paths.complete ? "" : ", not all were looked for"}`),
    figure("failures and decisions", coverageText(coverage.all)),
    ...(scenarios.length === 0 ? [] : [figure("by your own tests", coverageText(coverage.scenarios))]),
    "</dl>",
    ...(failed.length === 0
      ? []
      : ["<h3>Failed</h3>", ...failed.map((test, index) => failedCase(test, index < PICTURES_MAX ? graph : null))]),
    `<h3>All tests</h3><ol class="cases">${cases.map(caseLine).join("")}</ol>`,
    ...missingList(coverage.all),
    "</section>",
  ].join("\n");
}

function figure(name: string, value: string): string {
  return `<div><dt>${name}</dt><dd>${escapeXml(value)}</dd></div>`;
}

function coverageText({ covered, total }: Coverage): string {
  return `${covered} of ${total}${total === 0 ? "" : ` (${Math.floor((100 * covered) / total)} %)`}`;
}

function failedCase(test: TestCase, graph: GraphView | null): string {
  const { name, problems, story, path, undone } = test;

  return [
    `<article><h4>✗ ${escapeXml(name)}</h4>`,
    `<ul class="problems">${problems.map((problem) => `<li>${escapeXml(problem)}</li>`).join("")}</ul>`,
    `<p class="story">${story.map(escapeXml).join(" → ")}</p>`,
    graph === null ? "" : `<div class="picture">${graphPicture(graph, { path, undone, wrong: path.at(-1) ?? null })}</div>`,
    "</article>",
  ].join("");
}

function caseLine({ name, problems, story, end }: TestCase): string {
  const sign = problems.length === 0 ? '<span class="good">✓</span>' : '<span class="bad">✗</span>';

  return `<li><details><summary>${sign} ${escapeXml(name)} <small>${end}</small></summary><p class="story">${story.map(escapeXml).join(" → ")}</p></details></li>`;
}

function missingList({ missing }: Coverage): readonly string[] {
  if (missing.length === 0) return [];

  return [
    "<h3>Failures and decisions no test goes over</h3>",
    `<ul>${missing.map((edge) => `<li><code>${escapeXml(edge)}</code></li>`).join("")}</ul>`,
  ];
}
