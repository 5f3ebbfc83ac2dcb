import type { DiffHunk } from "@skald/shared";
import { visibleText } from "#lib/text.ts";
import { Card } from "#ui/text/card.tsx";

const LINES_MAX = 3000;

/** The lines that differ, as in a unified diff: a sign, both line numbers, the text. */
export function TextDiff({ hunks }: { readonly hunks: readonly DiffHunk[] }) {
  const rows = hunks.flatMap(rowsOf);
  const shown = rows.slice(0, LINES_MAX);
  return (
    <Card flush title="In the text">
      <section
        aria-label="Lines that differ"
        className="overflow-x-auto"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
      >
        <table className="min-w-full font-mono text-[12px] leading-[1.6]">
          <caption className="sr-only">Lines that differ, with the lines around them</caption>
          <thead className="sr-only">
            <tr>
              <th scope="col">Before</th>
              <th scope="col">After</th>
              <th scope="col">Sign</th>
              <th scope="col">Line</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr className={LOOKS[row.kind].row} key={row.key}>
                <td className="w-px select-none pr-2 pl-4 text-right text-muted tabular-nums">{row.before}</td>
                <td className="w-px select-none px-2 text-right text-muted tabular-nums">{row.after}</td>
                <td className={`w-px select-none px-1 text-center ${LOOKS[row.kind].sign}`}>
                  <span aria-hidden="true">{LOOKS[row.kind].mark}</span>
                  <span className="sr-only">{LOOKS[row.kind].word}</span>
                </td>
                <td className="whitespace-pre pr-4 pl-1">{visibleText(row.text)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {rows.length > LINES_MAX && (
        <p className="px-4 py-2 text-[12px] text-muted">
          Only the first {LINES_MAX.toLocaleString("en")} of {rows.length.toLocaleString("en")} lines are shown.
        </p>
      )}
    </Card>
  );
}

const LOOKS = {
  same: { row: "", sign: "text-muted", mark: " ", word: "same" },
  added: { row: "bg-ok-bg", sign: "text-ok font-semibold", mark: "+", word: "added" },
  removed: { row: "bg-bad-bg", sign: "text-bad font-semibold", mark: "−", word: "removed" },
  gap: { row: "bg-sunken text-muted", sign: "", mark: "", word: "" },
} as const;

interface Row {
  readonly key: string;
  readonly kind: keyof typeof LOOKS;
  readonly before: number | null;
  readonly after: number | null;
  readonly text: string;
}

function rowsOf({ fromLine, fromCount, toLine, toCount, lines }: DiffHunk): readonly Row[] {
  let [before, after] = [fromLine, toLine];
  const head: Row = {
    key: `${fromLine}:${toLine}`,
    kind: "gap",
    before: null,
    after: null,
    text: `@@ -${fromLine},${fromCount} +${toLine},${toCount} @@`,
  };
  const rows = lines.map(({ kind, text }): Row => {
    const row = {
      key: `${before}:${after}:${kind}`,
      kind,
      before: kind === "added" ? null : before,
      after: kind === "removed" ? null : after,
      text,
    };
    if (kind !== "added") before += 1;
    if (kind !== "removed") after += 1;
    return row;
  });

  return [head, ...rows];
}
