import { readdirSync, readFileSync } from "node:fs";

/** A document written to break its reader, and all that must be said of it. */
export interface Trick {
  readonly name: string;
  readonly text: string;
  /** `CODE line:column`, and ` → word` where something is suggested; in the order of the text. */
  readonly told: readonly string[];
}

/**
 * Reads the tricks of a file of the corpus. What cannot be seen, or is too long to be read, stands in brackets:
 * `⟨U+202E⟩` is that character, `⟨65 × [⟩` is 65 brackets, and `↵` in there a line break. The text of a block marked
 * `open` does not end with a line break.
 */
export function readTricks(file: URL): readonly Trick[] {
  const page = readFileSync(file, "utf8");

  return [...page.matchAll(TRICK)].map(([, name = "", told = "", open, text = ""]) => ({
    name,
    told: told.split(", "),
    text: unfold(open === undefined ? text : text.slice(0, -1)),
  }));
}

/** The files of the corpus, by the name of their folder and their own. */
export function corpusFiles(): readonly (readonly [name: string, file: URL])[] {
  return ["text", "shape", "meaning"].flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, import.meta.url))
      .toSorted()
      .map((name) => [`${folder}/${name.replace(".md", "")}`, new URL(`${folder}/${name}`, import.meta.url)] as const),
  );
}

const TRICK = /^## (.+)\n\n`(.+)`\n\n```(?:yaml|json)( open)?\n([\s\S]*?)^```$/gm;

function unfold(text: string): string {
  return text
    .replace(/⟨U\+([0-9A-F]+)⟩/g, (_, code: string) => fromCode(Number.parseInt(code, 16)))
    .replace(/⟨(\d+) × ([^⟩]+)⟩/g, (_, times: string, unit: string) => unit.replaceAll("↵", "\n").repeat(Number(times)));
}

// Half a surrogate pair is no code point, but a text can hold it.
function fromCode(code: number): string {
  return code < 0x10000 ? String.fromCharCode(code) : String.fromCodePoint(code);
}
