/** One cell: what stands there, and how it is dressed once its width is known. */
export interface Cell {
  readonly text: string;
  readonly dress?: (text: string) => string;
}

/** Rows in columns as wide as their widest cell, two blanks apart, without blanks at the end of a line. */
export function tableText(rows: readonly (readonly (Cell | string)[])[]): string {
  const cells = rows.map((row) => row.map((cell): Cell => (typeof cell === "string" ? { text: cell } : cell)));
  const widths = Array.from({ length: Math.max(0, ...cells.map((row) => row.length)) }, (_, column) =>
    Math.max(...cells.map((row) => row[column]?.text.length ?? 0)),
  );

  return cells
    .map((row) =>
      row
        .map((cell, column) => padded(cell, column === row.length - 1 ? 0 : (widths[column] ?? 0)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function padded({ text, dress = (same) => same }: Cell, width: number): string {
  return dress(text) + " ".repeat(Math.max(0, width - text.length));
}
