import type { ImportProblem, Loss } from "@skald/dsl";
import { counted } from "../text/saga-words.ts";
import type { Style, Tone } from "../text/style.ts";
import { visibleText } from "../text/visible-text.ts";

const TONES = { dropped: "bad", changed: "warning", kept: "quiet" } as const satisfies Record<Loss["kind"], Tone>;

/** The loss report of an import, for people: what has no counterpart first. */
export function lossesText(file: string, losses: readonly Loss[], style: Style): string {
  const ordered = (["dropped", "changed", "kept"] as const).flatMap((kind) => losses.filter((loss) => loss.kind === kind));
  const lines = ordered.flatMap(({ kind, line, at, what, remedy }) => [
    `${style(TONES[kind], kind.padEnd(7))}  ${visibleText(file)}${line === null ? "" : `:${line}`}  ${style("quiet", visibleText(at === "" ? "/" : at))}`,
    `  ${visibleText(what)}`,
    `  ${style("quiet", visibleText(remedy))}`,
    "",
  ]);

  return [...lines, `${summaryOf(losses)}.`].join("\n");
}

function summaryOf(losses: readonly Loss[]): string {
  const count = (kind: Loss["kind"]): number => losses.filter((loss) => loss.kind === kind).length;

  return `${count("dropped")} dropped, ${count("changed")} changed, ${counted(count("kept"), "note")}`;
}

/** Why a text cannot be imported, for people. */
export function importProblemText(file: string, { code, line, column, message, remedy }: ImportProblem, style: Style): string {
  const place = line === null ? "" : `:${line}:${column ?? 1}`;

  return [style("bad", `${visibleText(file)}${place}  ${code}  ${visibleText(message)}`), `  ${visibleText(remedy)}`].join("\n");
}
