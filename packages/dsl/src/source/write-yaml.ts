import type { Json } from "@skald/shared";
import { Document, isCollection, isMap, isNode, isPair, isScalar, isSeq, Scalar, visit } from "yaml";

/** How a value is written: comments by the JSON pointer of what they stand above; `""` is the head of the text. */
export interface YamlWriting {
  readonly comments?: ReadonlyMap<string, string>;
}

/** Texts of more characters are never folded; lists and objects up to this width stand on one line. */
const LINE_WIDTH = 120;

/**
 * A JSON value as YAML 1.2 text, read back as the same value. Comments may have several lines; one whose pointer
 * leads nowhere is left out.
 */
export function writeYaml(value: Json, { comments = new Map() }: YamlWriting = {}): string {
  const document = new Document(value, { version: "1.2", schema: "core", merge: false, aliasDuplicateObjects: false });
  for (const [pointer, comment] of comments) setComment(document, pointer, comment);
  quoteExpressions(document);
  if (isCollection(document.contents)) for (const item of document.contents.items) foldSmall(item);

  return document.toString({ lineWidth: 0, minContentWidth: 0, flowCollectionPadding: true });
}

// `yaml` takes a comment as it stands behind the "#".
function setComment(document: Document, pointer: string, comment: string): void {
  const text = comment
    .split("\n")
    .map((line) => (line === "" ? "" : ` ${line}`))
    .join("\n");
  const steps = pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  if (steps.length === 0) {
    document.commentBefore = text;
    return;
  }

  const parent = document.getIn(steps.slice(0, -1), true);
  const last = steps.at(-1);
  const node = isMap(parent) ? parent.items.find(({ key }) => isScalar(key) && key.value === last)?.key : nodeAt(parent, last);
  if (isNode(node)) node.commentBefore = text;
}

function nodeAt(parent: unknown, step: string | undefined): unknown {
  return isSeq(parent) ? parent.items[Number(step)] : undefined;
}

// In a flow collection an expression must be quoted, in a block it may; always is easier to read and to move.
function quoteExpressions(document: Document): void {
  visit(document, {
    Scalar: (key, node) => {
      if (key !== "key" && typeof node.value === "string" && node.value.includes("${") && !node.value.includes("\n"))
        node.type = node.value.includes('"') ? Scalar.QUOTE_SINGLE : Scalar.QUOTE_DOUBLE;
    },
  });
}

/** Writes what fits on one line on one line, and answers with the width it would have there. JSON has pairs, collections and scalars. */
function foldSmall(node: unknown): number {
  if (isPair(node)) return foldSmall(node.key) + 2 + foldSmall(node.value);

  const width = isCollection(node) ? node.items.reduce((sum: number, item) => sum + foldSmall(item) + 2, 2) : scalarWidth(node as Scalar);
  if (isCollection(node) && width <= LINE_WIDTH) node.flow = true;
  return isNode(node) && node.commentBefore != null ? Number.POSITIVE_INFINITY : width;
}

function scalarWidth({ value }: Scalar): number {
  if (typeof value !== "string") return String(value).length;

  return value.includes("\n") ? Number.POSITIVE_INFINITY : value.length + 2;
}
