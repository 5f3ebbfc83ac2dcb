import { isJsonArray, isJsonObject, type Json } from "@skald/shared";
import { mergedOf, templateOf } from "../term/render-term.ts";
import type { Term } from "../term/term.ts";

// An undo sees what its step was given and what it answered: `params` and `output`, frozen. The undo of the source
// saw the whole document. What it was given is written anew in these words.

/** The body of an undo in the words an undo may use. */
export interface ExpressedUndo {
  readonly body: Json;
  /** It reads the saga's input, which only an undo written at the step may. */
  readonly readsInput: boolean;
  readonly readsOutput: boolean;
  /** Members of a whole document that came from elsewhere and are left out. */
  readonly leftOut: readonly string[];
}

/** What is known of the step and the undo. */
export interface UndoSource {
  /** The name of the step in the saga. */
  readonly step: string;
  /** What the step is given. */
  readonly stepGiven: Term | null;
  readonly undoGiven: Term;
  readonly membersRead: (value: string) => readonly string[];
}

/** Null when the undo reads what it cannot see. */
export function expressUndo({ step, stepGiven, undoGiven, membersRead }: UndoSource): ExpressedUndo | null {
  const merge = { isPartial: false };
  const body = templateOf(undoGiven, {
    membersRead,
    tellPartial: () => {
      merge.isPartial = true;
    },
  });
  const replacements = replacementsFor(
    step,
    stepGiven?.kind === "layers" ? mergedOf(stepGiven, { membersRead, tellPartial: () => undefined }) : stepGiven,
  );
  const leftOut: string[] = [];
  const rewritten = rewrite(body, replacements);
  const kept =
    merge.isPartial && isJsonObject(rewritten)
      ? Object.fromEntries(Object.entries(rewritten).filter(([name, member]) => keep(name, member, leftOut)))
      : rewritten;
  const text = JSON.stringify(kept);
  if (FOREIGN.test(text)) return null;

  return { body: kept, readsInput: INPUT.test(text), readsOutput: OUTPUT.test(text), leftOut };
}

const FOREIGN = /(?<![\w."?])(?:steps|vars|error)\./;
const INPUT = /(?<![\w."?])input(?![\w"])/;
const OUTPUT = /(?<![\w."?])output(?![\w"])/;

function keep(name: string, member: Json, leftOut: string[]): boolean {
  const text = JSON.stringify(member);
  const isForeign = FOREIGN.test(text) || INPUT.test(text);
  if (isForeign) leftOut.push(name);

  return !isForeign;
}

type Replacement = readonly [RegExp, string];

function replacementsFor(step: string, given: Term | null): readonly Replacement[] {
  const own: readonly Replacement[] = [
    [new RegExp(`\\bsteps\\.${step}\\.output\\b`, "g"), "output"],
    [/(?<![\w.])error\.(type|detail)\b/g, "cause.$1"],
  ];
  if (given?.kind === "cel" && given.isTight) return [...own, [pathPattern(given.text), "params"]];
  if (given?.kind !== "object") return own;
  const members = [...given.members]
    .flatMap(([name, term]): readonly (readonly [string, string])[] =>
      term.kind === "cel" && term.isTight && /^\w/.test(term.text) ? [[term.text, name]] : [],
    )
    .toSorted(([left], [right]) => right.length - left.length);

  return [
    ...own,
    ...members.flatMap(([text, name]): readonly Replacement[] => [
      [optionalPattern(text), `params.${name}`],
      [pathPattern(text), `params.${name}`],
    ]),
  ];
}

function pathPattern(text: string): RegExp {
  return new RegExp(`(?<![\\w.])${escaped(text)}(?!\\w)`, "g");
}

function optionalPattern(text: string): RegExp {
  const last = text.lastIndexOf(".");

  return new RegExp(`(?<![\\w.])${escaped(text.slice(0, last))}\\.\\?${escaped(text.slice(last + 1))}\\.orValue\\(null\\)`, "g");
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function rewrite(value: Json, replacements: readonly Replacement[]): Json {
  if (typeof value === "string")
    return value.includes("${") ? replacements.reduce((text, [pattern, by]) => text.replaceAll(pattern, by), value) : value;
  if (value === null || typeof value !== "object") return value;
  if (isJsonArray(value)) return value.map((item) => rewrite(item, replacements));

  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, rewrite(member, replacements)]));
}
