import type { Json } from "@skald/shared";
import { writeYaml } from "../source/write-yaml.ts";
import type { CatalogueNote } from "./catalogue-note.ts";

const HEAD = [
  "Written from an OpenAPI description. Undo, verify and kind cannot be read from one: they are guessed from names and",
  'addresses. Look at every line that says "review:" and remove it when it is right.',
  "",
  "What changes something and has no undo that runs whatever happened is a pivot here, the careful reading: after it",
  "nothing is undone. It is compensatable once it has a compensate, and retriable only if the service never refuses it.",
];

/** Notes about the whole that are written out; the rest is counted. */
const HEAD_NOTES_MAX = 20;

/** The catalogue as YAML: every guess has its note above it. */
export function catalogueText(document: Json, notes: readonly CatalogueNote[]): string {
  const ofWhole = notes.filter(({ at }) => at === "");
  const told = ofWhole.slice(0, HEAD_NOTES_MAX).map(lineOf);
  const more = ofWhole.length > told.length ? [`… and ${ofWhole.length - told.length} more.`] : [];
  const comments = new Map([["", [...HEAD, ...(told.length > 0 ? ["", ...told, ...more] : [])].join("\n")]]);
  for (const note of notes) {
    if (note.at === "") continue;
    const before = comments.get(note.at);
    comments.set(note.at, before === undefined ? lineOf(note) : `${before}\n${lineOf(note)}`);
  }
  return writeYaml(document, { comments });
}

function lineOf({ kind, what, draft }: CatalogueNote): string {
  const line = wrapped(kind === "review" ? `review: ${what}` : what);

  return draft === undefined ? line : `${line}\n${draft}`;
}

const WIDTH = 110;

function wrapped(text: string): string {
  const [first = "", ...words] = text.split(" ");
  let line = first;
  const lines: string[] = [];
  for (const word of words) {
    if (line.length + word.length < WIDTH) line += ` ${word}`;
    else {
      lines.push(line);
      line = `  ${word}`;
    }
  }
  return [...lines, line].join("\n");
}
