import { Composer, type CST, type Document } from "yaml";
import { type Lines, spanBetween } from "../diagnostics/lines.ts";
import type { Finding } from "../diagnostics/report.ts";
import { SYNTAX_PROBLEMS_MAX } from "./limits.ts";

/** One document of a text as `yaml` composed it. */
export interface Composed {
  readonly document: Document.Parsed;
  /** What the parser found wrong with it. Its contents are not to be trusted then. */
  readonly findings: readonly Finding[];
}

/** Composes tokens into documents; null when so much was wrong that the rest was given up. */
export function compose(
  tokens: readonly CST.Token[],
  lines: Lines,
  shift: number,
): { readonly documents: readonly Composed[]; readonly givenUp: readonly Finding[] } {
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
  const documents: Composed[] = [];
  try {
    for (const document of composer.compose(tokens)) {
      if (!document.errors) continue;
      documents.push({
        document: document as Document.Parsed,
        findings: problems.take().map((problem) => findingOf(problem, lines, shift)),
      });
    }
  } catch (error) {
    // A document that is nothing but problems, or one that the library itself fails on: either way it is refused.
    const given = problems.take().map((problem) => findingOf(problem, lines, shift));
    const fallback: Finding = { code: "SYNTAX", at: spanBetween(lines, 0, 0), message: "The text cannot be read as YAML or JSON." };
    return { documents, givenUp: given.length > 0 || error instanceof TooManyProblems ? given : [fallback] };
  }
  return { documents, givenUp: problems.take().map((problem) => findingOf(problem, lines, shift)) };
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
function boundProblems(composer: Composer): { take(): readonly Problem[] } {
  let kept: Problem[] = [];
  const onError: OnError = (source, code, message, warning) => {
    if (warning === true) return;
    const [start, end] = rangeOf(source);
    kept.push({ code, message, start, end });
    if (kept.length > SYNTAX_PROBLEMS_MAX) throw new TooManyProblems();
  };
  Object.assign(composer, { onError });

  return {
    take: () => {
      const taken = kept;
      kept = [];
      return taken;
    },
  };
}

function rangeOf(source: Parameters<OnError>[0]): readonly [number, number] {
  if (typeof source === "number") return [source, source + 1];
  if ("offset" in source) return [source.offset, source.offset + (source.source?.length ?? 1)];

  return [source[0], source[1]];
}

function findingOf(problem: Problem, lines: Lines, shift: number): Finding {
  const at = spanBetween(lines, problem.start + shift, problem.end + shift);
  if (problem.code === "TAB_AS_INDENT") return { code: "TAB_INDENT", at, message: "This line is indented with a tab." };

  return { code: "SYNTAX", at, message: SENTENCES[problem.code] ?? sentenceFrom(problem.message) };
}

// Where the library's own words are hard to understand.
const SENTENCES: Readonly<Record<string, string>> = {
  BAD_INDENT: "This line is indented in a way that fits no level around it.",
  MULTILINE_IMPLICIT_KEY: "A key and its colon must stand on one line; a text with a colon needs quotes.",
  BLOCK_AS_IMPLICIT_KEY: "A second colon on one line: quote the text, or begin a new line.",
  BLOCK_IN_FLOW: "Lists and objects inside brackets or braces must be written with brackets or braces too.",
  KEY_OVER_1024_CHARS: "A key may have at most 1,024 characters.",
  BAD_DQ_ESCAPE: "A backslash in double quotes begins an escape; write it twice, or use single quotes.",
};

function sentenceFrom(message: string): string {
  const text = message.trim().replaceAll("\n", " ");

  return text.endsWith(".") ? text : `${text.slice(0, 200)}.`;
}
