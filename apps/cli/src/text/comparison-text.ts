import type { Change, Hunk } from "@skald/dsl";
import type { ComparedDocument, Comparison } from "../documents/compare-files.ts";
import { counted } from "./saga-words.ts";
import type { Style, Tone } from "./style.ts";
import { visibleText } from "./visible-text.ts";

export interface Names {
  readonly from: string;
  readonly to: string;
}

/** Two files side by side: their lines as a unified diff, then what that means for each document. */
export function comparisonText({ hunks, documents }: Comparison, { from, to }: Names, style: Style): string {
  if (hunks.length === 0) return "The files are the same.";
  const head = [style("bad", `--- ${visibleText(from)}`), style("good", `+++ ${visibleText(to)}`)];

  return [
    ...head,
    ...hunks.flatMap((hunk) => hunkLines(hunk, style)),
    ...documents.flatMap((each) => ["", ...documentLines(each, style)]),
  ].join("\n");
}

const MARKS = { same: [" ", "quiet"], removed: ["-", "bad"], added: ["+", "good"] } as const satisfies Record<
  Hunk["lines"][number]["kind"],
  readonly [string, Tone]
>;

function hunkLines({ fromLine, fromCount, toLine, toCount, lines }: Hunk, style: Style): readonly string[] {
  const head = `@@ -${fromLine},${fromCount} +${toLine},${toCount} @@`;

  return [style("quiet", head), ...lines.map(({ kind, text }) => style(MARKS[kind][1], visibleText(MARKS[kind][0] + text).trimEnd()))];
}

function documentLines({ name, from, to, changes }: ComparedDocument, style: Style): readonly string[] {
  const title = (versions: string): string => style("strong", visibleText(`${name} ${versions}`));
  if (from === null || to === null) return [title(`${(to ?? from)?.version}: ${from === null ? "new" : "gone"}`)];
  const versions = from.version === to.version ? to.version : `${from.version} → ${to.version}`;
  if (changes.length === 0) return [title(versions), "  Nothing it does is different."];

  const warnings = changes.filter(({ severity }) => severity === "warning");
  const others = changes.filter(({ severity }) => severity !== "warning");
  return [
    title(versions),
    ...[...warnings, ...others].map((change) => changeLine(change, style)),
    countOf(name, changes.length, warnings.length),
  ];
}

function changeLine({ kind, severity, message }: Change, style: Style): string {
  if (severity === "warning") return `  ${style("warning", `! ${visibleText(message)}`)}`;
  if (kind.endsWith("Added")) return `  ${style("good", "+")} ${visibleText(message)}`;

  return `  ${kind.endsWith("Removed") ? style("bad", "-") : "~"} ${visibleText(message)}`;
}

// Of a service some values are live, and say so themselves.
function countOf(name: string, changes: number, warnings: number): string {
  const warned = warnings === 0 ? "" : `, ${counted(warnings, "warning")}`;

  const pinned = name.startsWith("saga ") ? " Sagas that run keep the version they started with." : "";

  return `  ${counted(changes, "difference")}${warned}.${pinned}`;
}
