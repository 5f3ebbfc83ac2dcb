import { Composer, type CST, type Document } from "yaml";
import { type Lines, spanBetween } from "../diagnostics/lines.ts";
import type { Finding } from "../diagnostics/report.ts";
import { SYNTAX_PROBLEMS_MAX } from "./limits.ts";

/** The documents of a text as `yaml` composed them, and what the parser found wrong. Where it found something, contents are not to be trusted. */
export interface Composed {
  readonly documents: readonly Document.Parsed[];
  readonly findings: readonly Finding[];
}

/** Composes tokens into documents. When too much is wrong the rest is given up, and what was found so far is told. */
export function compose(tokens: readonly CST.Token[], lines: Lines, shift: number): Composed {
  const composer = new Composer({
    schema: "core",
    version: "1.2",
    merge: false,
    resolveKnownTags: false,
    // The library compares each key with each: quadratic. The tree reader does it with a set.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
  });
  const problems = boundProblems(composer);
  const documents: Document.Parsed[] = [];
  try {
    for (const document of composer.compose(tokens)) {
      // Tokens the parser itself could not place are pushed here directly.
      problems.push(...document.errors.map(({ code, message, pos }) => ({ code, message, start: pos[0], end: pos[1] })));
      documents.push(document);
    }
  } catch (error) {
    // Nothing but problems, or one that the library itself fails on: either way the text is refused.
    if (!(error instanceof TooManyProblems))
      problems.push({ code: "", message: "The text cannot be read as YAML or JSON.", start: 0, end: 1 });
  }
  return {
    documents,
    findings: withoutStrays(problems)
      .slice(0, SYNTAX_PROBLEMS_MAX)
      .map((problem) => findingOf(problem, lines, shift)),
  };
}

// Behind one token that has no place the parser finds none for the rest, and behind one line that fits no level it
// takes those that do for wrong.
function withoutStrays(problems: readonly Problem[]): readonly Problem[] {
  return [isMisplaced, isMisindented].reduce((kept, isStray) => {
    const first = kept.findIndex(isStray);
    return kept.filter((problem, index) => index <= first || !isStray(problem));
  }, problems);
}

function isMisplaced({ message }: Problem): boolean {
  return message.includes("in YAML stream");
}

function isMisindented({ code }: Problem): boolean {
  return code === "BAD_INDENT";
}

class TooManyProblems extends Error {}

interface Problem {
  readonly code: string;
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

type OnError = (
  source: number | readonly [number, number, number?] | { offset: number; source?: string },
  code: string,
  message: string,
  warning?: boolean,
) => void;

// The composer builds an Error with a stack for each problem: 262,144 commas took 3.7 s. Its collector is replaced by
// one that keeps plain records and stops after a few.
function boundProblems(composer: Composer): Problem[] {
  const kept: Problem[] = [];
  const onError: OnError = (source, code, message, warning) => {
    if (warning === true) return;
    const [start, end] = rangeOf(source);
    kept.push({ code, message, start, end });
    if (kept.length > SYNTAX_PROBLEMS_MAX) throw new TooManyProblems();
  };
  Object.assign(composer, { onError });

  return kept;
}

function rangeOf(source: Parameters<OnError>[0]): readonly [number, number] {
  if (typeof source === "number") return [source, source + 1];
  if ("offset" in source) return [source.offset, source.offset + (source.source?.length ?? 1)];

  return [source[0], source[1]];
}

function findingOf(problem: Problem, lines: Lines, shift: number): Finding {
  const at = spanBetween(lines, problem.start + shift, problem.end + shift);
  if (problem.code === "TAB_AS_INDENT") return { code: "TAB_INDENT", at, message: "This line is indented with a tab." };

  const line = lines.text.slice(at.start).split("\n", 1).join();
  return { code: "SYNTAX", at, message: sentenceOf(problem, line) };
}

/** `line` is what stands on the line from the place on. */
function sentenceOf({ code, message }: Problem, line: string): string {
  const known = PHRASES.find(([phrase]) => message.includes(phrase));
  const seen = SEEN.find((each) => each.code === code && each.line.test(line));

  return seen?.sentence ?? known?.[1] ?? SENTENCES[code] ?? sentenceFrom(message);
}

// Two mistakes with one code of the library are told apart by the line.
const SEEN: readonly { readonly code: string; readonly line: RegExp; readonly sentence: string }[] = [
  { code: "MULTILINE_IMPLICIT_KEY", line: /^\w[\w-]*:(?!\/\/)\S/, sentence: "A blank is missing behind the colon." },
  {
    code: "BLOCK_AS_IMPLICIT_KEY",
    line: /^[^:]*$/,
    sentence: "The line below is indented deeper than this one, which has its value already: begin both in the same column.",
  },
];

// The library has few codes; what happened stands in its words.
const PHRASES: readonly (readonly [phrase: string, sentence: string])[] = [
  ["end with a }", "A brace is not closed: } is missing here."],
  ["end with a ]", "A bracket is not closed: ] is missing here."],
  ["at node end", "Nothing more may stand behind this value: quote the whole of it, or begin a new line."],
  ["on same line with key", "A list begins on a line of its own, below its key."],
  ["Unexpected , in flow", "Nothing stands before this comma."],
  ["in YAML stream", "This has no place here."],
  ["Missing , or : between", "A comma or a colon is missing here."],
  ["Missing directives-end", "A line with --- must follow the directives."],
  ["Unexpected flow-", "Nothing more may stand behind this value."],
  ["without - indicator", "This line stands among the items of a list: begin it with -, or indent it as its item is."],
  ["Alias cannot be an empty", 'An asterisk begins an alias: to mean the asterisk itself, quote it, "*".'],
  ["Plain value cannot start", "A text may not begin with this character: quote it."],
];

// Where the library's own words are hard to understand.
const SENTENCES: Readonly<Record<string, string>> = {
  BAD_INDENT: "This line is indented in a way that fits no level around it.",
  MULTILINE_IMPLICIT_KEY: "A key and its colon must stand on one line; a text with a colon needs quotes.",
  BLOCK_AS_IMPLICIT_KEY: "A second colon on one line: quote the text, or begin a new line.",
  BLOCK_IN_FLOW: "A comma is missing, or a text with a colon is not in quotes; what stands in braces has braces and brackets of its own.",
  KEY_OVER_1024_CHARS: "A key may have at most 1,024 characters.",
  BAD_DQ_ESCAPE: "A backslash in double quotes begins an escape; write it twice, or use single quotes.",
};

function sentenceFrom(message: string): string {
  const text = message.trim().replaceAll("\n", " ").slice(0, 200);

  return `${text.replace(/\.$/, "")}.`;
}
