import type { Json } from "@skald/shared";
import { type Document, isScalar, type ParsedNode } from "yaml";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type Lines, linesOf, spanBetween } from "../diagnostics/lines.ts";
import { diagnosticOf, FINDINGS_MAX, type Finding } from "../diagnostics/report.ts";
import { compose } from "./compose.ts";
import { guardText } from "./guard-text.ts";
import { lex } from "./lex.ts";
import { DOCUMENTS_MAX, FOREIGN_TEXT, OWN_TEXT, type TextRules } from "./limits.ts";
import { readTree } from "./read-tree.ts";
import { type SourceDocument, sourceDocument } from "./source-document.ts";
import type { TreeNode } from "./tree.ts";

/** What a text holds: the documents that could be read, and everything wrong with the text itself. */
export interface Sources {
  readonly sources: readonly SourceDocument[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads YAML 1.2 (core schema) or JSON. With `many` the text may hold several `---` documents, or a list of them.
 * Whatever the text: no exception, at most 250 ms for a document. `foreign` reads a description in another format:
 * up to 4 MiB, `${` means nothing in it, and numbers may be rounded.
 */
export function readSources(text: string, options: { readonly many: boolean; readonly foreign?: boolean }): Sources {
  const rules = options.foreign === true ? FOREIGN_TEXT : OWN_TEXT;
  const lines = linesOf(text);
  const guarded = guardText(lines, rules);
  if (guarded.length > 0) return { sources: [], diagnostics: guarded.map((finding) => diagnosticOf(finding, 0)) };

  const shift = text.startsWith("\ufeff") ? 1 : 0;
  const lexed = lex(lines, shift, rules);
  const composed = lexed.tokens === null ? { documents: [], findings: [] } : compose(lexed.tokens, lines, shift);
  const told = [...lexed.findings, ...withoutEchoes(composed.findings.filter((finding) => finding.at.start < lexed.brokenFrom))];
  const inhabited = composed.documents.flatMap(({ contents, range }) =>
    contents === null || isNothing(contents) ? [] : [{ contents, range }],
  );
  const surplus = inhabited[options.many ? DOCUMENTS_MAX : 1];
  if (surplus !== undefined) {
    const message = options.many
      ? `The text holds ${inhabited.length} documents; ${DOCUMENTS_MAX} are allowed.`
      : "The text holds a second document here.";
    const begin = surplus.range[0] + shift;
    const at = spanBetween(lines, begin, begin + 1);
    return { sources: [], diagnostics: [diagnosticOf({ code: "SEVERAL_DOCUMENTS", at, message }, 0)] };
  }
  if (inhabited.length === 0 && told.length === 0) {
    return {
      sources: [],
      diagnostics: [diagnosticOf({ code: "EMPTY_DOCUMENT", at: spanBetween(lines, 0, 0), message: "The text holds no document." }, 0)],
    };
  }
  return readAll(inhabited, { lines, shift, rules, many: options.many, told, broken: [...lexed.findings, ...composed.findings] });
}

/** A document of the text that is not empty. */
type Inhabited = { readonly contents: ParsedNode; readonly range: Document.Parsed["range"] };

interface Rest {
  readonly lines: Lines;
  readonly shift: number;
  readonly rules: TextRules;
  readonly many: boolean;
  readonly told: readonly Finding[];
  /** Everything that makes the contents of a document worthless, told or not. */
  readonly broken: readonly Finding[];
}

function readAll(documents: readonly Inhabited[], { lines, shift, rules, many, told, broken }: Rest): Sources {
  const ends = documents.map(({ range }) => range[2] + shift);
  const indexAt = ({ at }: Finding): number => {
    const index = ends.findIndex((end) => at.start < end);
    return index === -1 ? Math.max(0, ends.length - 1) : index;
  };
  const sources: SourceDocument[] = [];
  const diagnostics = told.map((finding) => diagnosticOf(finding, indexAt(finding)));
  const unusable = new Set(broken.map(indexAt));
  for (const [index, { contents }] of documents.entries()) {
    if (unusable.has(index)) continue;

    const tree = readTree(contents, { lines, shift, rules });
    diagnostics.push(...tree.findings.map((finding) => diagnosticOf(finding, index)));
    // What the tree refuses as no YAML leaves too little to be judged.
    if (tree.findings.some(({ code }) => code === "SYNTAX")) continue;
    const isList = many && tree.root.style === "list";
    for (const [place, root] of (isList ? [...tree.root.children.values()] : [tree.root]).entries()) {
      const number = isList ? place : index;
      const own = rules.isOwn ? quotedVersions(root, { lines, diagnostics, index: number }) : root;
      sources.push(sourceDocument(own, lines, number));
    }
  }
  return { sources, diagnostics: bounded(diagnostics, lines) };
}

function bounded(diagnostics: readonly Diagnostic[], lines: Lines): readonly Diagnostic[] {
  if (diagnostics.length <= FINDINGS_MAX) return diagnostics;

  const message = `There are ${diagnostics.length - FINDINGS_MAX} more problems of this kind.`;
  return [...diagnostics.slice(0, FINDINGS_MAX), diagnosticOf({ code: "TOO_MANY_PROBLEMS", at: spanBetween(lines, 0, 1), message }, 0)];
}

// A parser that has lost its way stumbles on every line that follows: of a line the first place is told, and where tabs
// are the reason, only the tabs.
function withoutEchoes(findings: readonly Finding[]): readonly Finding[] {
  const tabs = findings.filter((finding) => finding.code === "TAB_INDENT");
  const seen = new Set<number>();

  return (tabs.length > 0 ? tabs : findings).filter(({ at }) => !seen.has(at.line) && seen.add(at.line));
}

function isNothing(contents: ParsedNode): boolean {
  return isScalar(contents) && contents.value === null && contents.source === "";
}

interface Telling {
  readonly lines: Lines;
  readonly diagnostics: Diagnostic[];
  readonly index: number;
}

// `version: 1.10` is the number 1.1. It is told here, from the source, and read as the text that stands there.
function quotedVersions(root: TreeNode, telling: Telling): TreeNode {
  const head = root.children.get("document");
  if (head === undefined || head.style !== "object") return root;

  const children = new Map(head.children);
  for (const name of ["version", "dsl"]) {
    const node = head.children.get(name);
    if (typeof node?.value !== "number") continue;
    const source = telling.lines.text.slice(node.start, node.end);
    telling.diagnostics.push(
      diagnosticOf(
        {
          code: "UNQUOTED_VERSION",
          at: spanBetween(telling.lines, node.start, node.end),
          message: `"${name}: ${source}" is read as a number: quote it.`,
        },
        telling.index,
      ),
    );
    children.set(name, { ...node, value: source });
  }
  return withChildren(root, new Map(root.children).set("document", withChildren(head, children)));
}

function withChildren(object: TreeNode, children: TreeNode["children"]): TreeNode {
  return { ...object, children, value: jsonOf(children) };
}

function jsonOf(children: ReadonlyMap<string | number, TreeNode>): Json {
  return Object.fromEntries([...children].map(([key, node]) => [key, node.value]));
}
