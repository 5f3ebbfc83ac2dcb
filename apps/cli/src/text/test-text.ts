import type { Coverage, TestCase, TestReport } from "@skald/proof";
import { counted } from "./saga-words.ts";
import type { Style } from "./style.ts";
import { visibleLine } from "./visible-text.ts";

/** The tests of one saga: how many passed, what they go over, and each that failed. */
export function testText(report: TestReport, style: Style): string {
  const { definition, cases, coverage, paths } = report;
  const failed = cases.filter(({ problems }) => problems.length > 0);
  const own = cases.filter(({ kind }) => kind === "scenario").length;
  const sign = report.passed ? style("good", "✓") : style("bad", "✗");
  const name = `saga ${definition.namespace}/${definition.name} ${definition.version}`;
  const among = `${counted(paths.run, "path")} of ${paths.total}${paths.complete ? "" : ", not all were looked for"}`;

  return [
    `${sign} ${name}  ${cases.length - failed.length} of ${counted(cases.length, "test")} passed`,
    `  ${own === 0 ? "" : `${counted(own, "scenario")}, `}${among}`,
    `  failures and decisions: ${coverageText(coverage.all)}${own === 0 ? "" : `, by your own scenarios ${coverageText(coverage.scenarios)}`}`,
    ...coverage.all.missing.map((edge) => `    ${style("quiet", `not gone over: ${visibleLine(edge)}`)}`),
    ...failed.flatMap((test) => failedLines(test, style)),
  ].join("\n");
}

function coverageText({ covered, total }: Coverage): string {
  return `${covered} of ${total}`;
}

function failedLines({ name, problems, story }: TestCase, style: Style): readonly string[] {
  return [
    `  ${style("bad", "✗")} ${visibleLine(name)}`,
    ...problems.map((problem) => `      ${visibleLine(problem)}`),
    `      ${style("quiet", visibleLine(story.join(" → ")))}`,
  ];
}
