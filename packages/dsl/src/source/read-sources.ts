import { isJsonArray, type Json } from "@skald/shared";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type Lines, linesOf, spanBetween } from "../diagnostics/lines.ts";
import { diagnosticOf, type Finding } from "../diagnostics/report.ts";
import { type Composed, compose } from "./compose.ts";
import { guardText } from "./guard-text.ts";
import { lex } from "./lex.ts";
import { DOCUMENTS_MAX } from "./limits.ts";
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
 * Whatever the text: no exception, at most 250 ms for a document.
 */
export function readSources(text: string, options: { readonly many: boolean }): Sources {
  const lines = linesOf(text);
  const guarded = guardText(lines);
  if (guarded.length > 0) return { sources: [], diagnostics: guarded.map((finding) => diagnosticOf(finding, 0)) };

  const shift = text.startsWith("\ufeff") ? 1 : 0;
  const lexed = lex(lines, shift);
  const composed = lexed.tokens === null ? { documents: [], givenUp: [] } : compose(lexed.tokens, lines, shift);
  const inhabited = composed.documents.filter((each) => each.findings.length > 0 || hasContents(each));
  const early = [...lexed.findings, ...composed.givenUp.filter((finding) => finding.at.start < lexed.brokenFrom)];
  if (inhabited.length > 1 && (!options.many || inhabited.length > DOCUMENTS_MAX)) {
    return { sources: [], diagnostics: [diagnosticOf(several(inhabited, lines, options.many), 0)] };
  }
  if (inhabited.length === 0 && early.length === 0) {
    return {
      sources: [],
      diagnostics: [diagnosticOf({ code: "EMPTY_DOCUMENT", at: spanBetween(lines, 0, 0), message: "The text holds no document." }, 0)],
    };
  }
  return readAll(inhabited, { lines, shift, many: options.many, early, brokenFrom: lexed.brokenFrom });
}

interface Rest {
  readonly lines: Lines;
  readonly shift: number;
  readonly many: boolean;
  readonly early: readonly Finding[];
  readonly brokenFrom: number;
}

function readAll(composed: readonly Composed[], { lines, shift, many, early, brokenFrom }: Rest): Sources {
  const sources: SourceDocument[] = [];
  const ends = composed.map(({ document }) => document.range[2] + shift);
  const indexAt = (offset: number): number =>
    Math.max(
      0,
      ends.findIndex((end) => offset < end),
    );
  const diagnostics = early.map((finding) => diagnosticOf(finding, indexAt(finding.at.start)));
  const broken = new Set(diagnostics.map((diagnostic) => diagnostic.document));
  for (const [index, { document, findings }] of composed.entries()) {
    const told = findings.filter((finding) => finding.at.start < brokenFrom);
    diagnostics.push(...told.map((finding) => diagnosticOf(finding, index)));
    if (findings.length > 0 || broken.has(index)) continue;

    const tree = readTree(document, lines, shift);
    diagnostics.push(...tree.findings.map((finding) => diagnosticOf(finding, index)));
    if (tree.root === null) continue;
    const isList = many && tree.root.style === "list";
    for (const [place, root] of (isList ? [...tree.root.children.values()] : [tree.root]).entries()) {
      const number = isList ? place : index;
      sources.push(sourceDocument(quotedVersions(root, { lines, diagnostics, index: number }), lines, number));
    }
  }
  return { sources, diagnostics };
}

function hasContents({ document }: Composed): boolean {
  const contents = document.contents as { value?: unknown; source?: string; items?: unknown } | null;

  return contents !== null && !(contents.value === null && (contents.source ?? "") === "" && contents.items === undefined);
}

function several(documents: readonly Composed[], lines: Lines, many: boolean): Finding {
  const second = documents[many ? DOCUMENTS_MAX : 1]?.document.range[0] ?? 0;
  const message = many
    ? `The text holds ${documents.length} documents; ${DOCUMENTS_MAX} are allowed.`
    : "The text holds a second document here.";

  return { code: "SEVERAL_DOCUMENTS", at: spanBetween(lines, second, second + 1), message };
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
  return withChild(root, "document", { ...head, children, value: jsonOf(children) });
}

function withChild(root: TreeNode, name: string, child: TreeNode): TreeNode {
  const children = new Map(root.children).set(name, child);

  return { ...root, children, value: isJsonArray(root.value) ? root.value : jsonOf(children) };
}

function jsonOf(children: ReadonlyMap<string | number, TreeNode>): Json {
  return Object.fromEntries([...children].map(([key, node]) => [key, node.value]));
}
