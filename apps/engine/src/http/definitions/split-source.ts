import type { ValidatedDocument } from "@skald/dsl";

/** The text of each document of an upload, with the comments in front of it. */
export function splitSource(text: string, documents: readonly ValidatedDocument[]): readonly string[] {
  if (documents.length <= 1) return documents.map(() => text);

  return documents.map(({ source }, index) => {
    const before = documents[index - 1]?.source.spanOf([]).end ?? 0;
    const { start, end } = source.spanOf([]);
    return `${leadOf(text.slice(before, start))}${text.slice(start, end)}\n`;
  });
}

/** What stands behind the line that divides two documents. In a list of documents nothing of it is theirs. */
function leadOf(between: string): string {
  const lines = between.split("\n");
  const divider = lines.findLastIndex((line) => /^---(?:\s|$)/.test(line));
  const lead = lines.slice(divider + 1);

  return lead.every((line) => /^\s*(?:#.*)?$/.test(line)) ? lead.join("\n") : "";
}
