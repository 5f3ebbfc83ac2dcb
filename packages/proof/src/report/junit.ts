import type { TestCase, TestReport } from "../scenarios/test-definition.ts";

/** Test reports as JUnit XML, the form build servers read: a suite for each definition. */
export function junitXml(reports: readonly TestReport[]): string {
  const cases = reports.flatMap((report) => report.cases);
  const failures = cases.filter(({ problems }) => problems.length > 0).length;

  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="skald" tests="${cases.length}" failures="${failures}">`,
    ...reports.flatMap(suiteLines),
    "</testsuites>",
    "",
  ].join("\n");
}

function suiteLines({ definition, cases }: TestReport): readonly string[] {
  const name = `${definition.namespace}/${definition.name} ${definition.version}`;
  const failures = cases.filter(({ problems }) => problems.length > 0).length;

  return [
    `  <testsuite name="${escapeXml(name)}" tests="${cases.length}" failures="${failures}">`,
    ...cases.flatMap((test) => caseLines(test, `${definition.namespace}.${definition.name}.${test.kind}`)),
    "  </testsuite>",
  ];
}

function caseLines({ name, problems, story }: TestCase, group: string): readonly string[] {
  const head = `    <testcase classname="${escapeXml(group)}" name="${escapeXml(name)}"`;
  const [first] = problems;
  if (first === undefined) return [`${head} />`];

  const text = [...problems, "", story.join(" → ")].join("\n");
  return [`${head}>`, `      <failure message="${escapeXml(first)}">${escapeXml(text)}</failure>`, "    </testcase>"];
}

/** Text for XML: its five signs escaped, what XML 1.0 cannot hold replaced. */
export function escapeXml(text: string): string {
  return text
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/g, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
