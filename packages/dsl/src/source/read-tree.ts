import type { Json } from "@skald/shared";
import { type Alias, isAlias, isMap, isScalar, isSeq, type ParsedNode, type Scalar, type YAMLMap, type YAMLSeq } from "yaml";
import { type Lines, spanBetween } from "../diagnostics/lines.ts";
import type { Finding, Report } from "../diagnostics/report.ts";
import { shown } from "../diagnostics/shown.ts";
import { findUnclosed } from "./expression-end.ts";
import { forbiddenCharacter } from "./guard-text.ts";
import { DEPTH_MAX, type TextRules } from "./limits.ts";
import { leaf, type Style, type TreeNode } from "./tree.ts";

/** Where a document is being read, and what has been seen of it. */
interface Reading {
  readonly lines: Lines;
  readonly shift: number;
  readonly rules: TextRules;
  readonly report: Report;
  readonly anchors: Map<string, TreeNode | "open">;
  /** Values counted with aliases unfolded, so that a bomb is seen before it goes off. */
  values: number;
}

type Range = readonly [number, number];

/** Turns a composed document into plain JSON with places, refusing what JSON cannot hold. */
export function readTree(
  contents: ParsedNode,
  text: Pick<Reading, "lines" | "shift" | "rules">,
): { readonly root: TreeNode; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const reading: Reading = { ...text, report: (finding) => findings.push(finding), anchors: new Map(), values: 0 };

  return { root: readNode(reading, contents, 0), findings };
}

function readNode(reading: Reading, node: ParsedNode, depth: number): TreeNode {
  reading.values += 1;
  const range = rangeOf(node, reading.shift);
  if (isAlias(node)) return readAlias(reading, node, { range, depth });

  const { anchor } = node;
  if (anchor !== undefined) reading.anchors.set(anchor, "open");
  const tree = readValue(reading, node, { range, depth });
  if (anchor !== undefined) reading.anchors.set(anchor, tree);

  return tree;
}

function readValue(reading: Reading, node: Exclude<ParsedNode, Alias>, at: { readonly range: Range; readonly depth: number }): TreeNode {
  if (at.depth > DEPTH_MAX) {
    say(reading, "TOO_DEEP", at.range, `Lists and objects are nested more than ${DEPTH_MAX} levels deep.`);
    return leaf(null, "plain", at.range);
  }
  if (isMap(node)) return readMap(reading, node, at);

  return isSeq(node) ? readList(reading, node, at) : readScalar(reading, node, at.range);
}

function readAlias(reading: Reading, node: Alias, { range, depth }: { readonly range: Range; readonly depth: number }): TreeNode {
  const target = reading.anchors.get(node.source);
  if (target === undefined) say(reading, "UNKNOWN_ALIAS", range, `No anchor "&${node.source}" stands before this alias.`);
  if (target === "open") say(reading, "CYCLIC_ALIAS", range, `The anchor "&${node.source}" would contain itself.`);
  if (target === undefined || target === "open") return leaf(null, "plain", range);

  const { valuesMax } = reading.rules;
  const before = reading.values;
  const size = measure(target, valuesMax);
  reading.values += size.values;
  if (reading.values > valuesMax) {
    if (before <= valuesMax) say(reading, "TOO_MANY_ALIASES", range, `Unfolded, the aliases give more than ${valuesMax} values.`);
    return leaf(null, "plain", range);
  }
  if (depth + size.height <= DEPTH_MAX) return { ...target, start: range[0], end: range[1] };

  say(reading, "TOO_DEEP", range, `Unfolded, this alias nests lists and objects more than ${DEPTH_MAX} levels deep.`);
  return leaf(null, "plain", range);
}

// Measuring stops at the limit: shared parts are counted as often as they appear.
function measure(node: TreeNode, limit: number): { readonly values: number; readonly height: number } {
  let values = 0;
  let height = 0;
  const open = [{ node, level: 0 }];
  for (let next = open.pop(); next !== undefined && values <= limit; next = open.pop()) {
    values += 1;
    height = Math.max(height, next.level);
    for (const child of next.node.children.values()) open.push({ node: child, level: next.level + 1 });
  }
  return { values, height };
}

function readMap(reading: Reading, node: YAMLMap.Parsed, { range, depth }: { readonly range: Range; readonly depth: number }): TreeNode {
  const value: Record<string, Json> = {};
  const children = new Map<string, TreeNode>();
  const keys = new Map<string, { readonly start: number; readonly end: number }>();
  const spellings = new Set<string>();
  for (const pair of node.items) {
    const keyRange = rangeOf(pair.key, reading.shift);
    const key = readKey(reading, pair.key, { range: keyRange, isFlow: node.flow === true });
    const child = readNode(reading, pair.value ?? pair.key, depth + 1);
    if (key === undefined) continue;
    const spelling = key.normalize();
    if (spellings.size === spellings.add(spelling).size) {
      say(reading, "DUPLICATE_KEY", keyRange, `The field "${shown(key)}" is given twice.`);
      continue;
    }
    const member = pair.value === null ? leaf(null, "plain", keyRange) : child;
    children.set(key, member);
    keys.set(key, { start: keyRange[0], end: keyRange[1] });
    value[key] = member.value;
  }
  return { value, style: "object", start: range[0], end: range[1], children, keys };
}

const RESERVED = new Set(["__proto__", "constructor", "prototype"]);

function readKey(
  reading: Reading,
  node: ParsedNode,
  { range, isFlow }: { readonly range: Range; readonly isFlow: boolean },
): string | undefined {
  if (!isScalar(node)) {
    say(reading, "KEY_NOT_TEXT", range, "A key must be a text, not a list, an object or an alias.");
    return undefined;
  }
  const { value, source, type } = node;
  const key = typeof value === "string" ? value : source;
  if (key === "" && value === null) {
    say(reading, "KEY_NOT_TEXT", range, "A key is missing before this colon.");
    return undefined;
  }
  if (isFlow && type === "PLAIN" && /^\/[/*]/.test(key)) {
    say(reading, "SYNTAX", range, "JSON has no comments; in YAML one begins with #.");
    return undefined;
  }
  if (key === "<<") {
    say(reading, "MERGE_KEY", range, 'The merge key "<<" is not allowed.');
    return undefined;
  }
  if (RESERVED.has(key)) {
    say(reading, "RESERVED_KEY", range, `The key "${key}" is reserved.`);
    return undefined;
  }
  return checkedText(reading, key, range);
}

function readList(reading: Reading, node: YAMLSeq.Parsed, { range, depth }: { readonly range: Range; readonly depth: number }): TreeNode {
  const items = node.items.map((item) => readNode(reading, item, depth + 1));

  return {
    value: items.map((item) => item.value),
    style: "list",
    start: range[0],
    end: range[1],
    children: new Map(items.map((item, index) => [index, item])),
    keys: new Map(),
  };
}

const STYLES: Readonly<Record<string, Style>> = {
  QUOTE_SINGLE: "single",
  QUOTE_DOUBLE: "double",
  BLOCK_LITERAL: "block",
  BLOCK_FOLDED: "block",
};

function readScalar(reading: Reading, node: Scalar.Parsed, range: Range): TreeNode {
  const style = STYLES[String(node.type)] ?? "plain";
  const { value } = node;
  if (typeof value === "number") return leaf(checkedNumber(reading, value, { source: node.source, range }), style, range);
  if (typeof value === "string") return leaf(readText(reading, value, { style, range }), style, range);

  return leaf(typeof value === "boolean" ? value : null, style, range);
}

function readText(reading: Reading, value: string, { style, range }: { readonly style: Style; readonly range: Range }): string {
  const open = reading.rules.isOwn ? findUnclosed(value) : -1;
  if (open !== -1) {
    const start = style === "block" ? range[0] : range[0] + open + (style === "plain" ? 0 : 1);
    say(reading, "UNCLOSED_EXPRESSION", [Math.min(start, range[1]), range[1]], 'The "${" is not closed.');
  }
  return checkedText(reading, value, range);
}

function checkedText(reading: Reading, value: string, range: Range): string {
  const forbidden = forbiddenCharacter(value);
  if (forbidden === undefined) return value;

  say(reading, "INVALID_CHARACTER", range, `The text holds the character ${forbidden}, which may not stand in a document.`);
  return "";
}

function checkedNumber(reading: Reading, value: number, { source, range }: { readonly source: string; readonly range: Range }): number {
  if (!Number.isFinite(value) && !/\d/.test(source)) {
    say(reading, "NUMBER_NOT_FINITE", range, `"${source}" is no number that JSON can hold.`);
    return 0;
  }
  if (!reading.rules.isOwn) return value;
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER + 1 || isBeyond(source, value)) {
    say(reading, "NUMBER_NOT_EXACT", range, `The number ${shown(source)} is beyond 2^53 and would be rounded.`);
    return 0;
  }
  if (value === 0 && /^[^eE]*[1-9]/.test(source)) {
    say(reading, "NUMBER_NOT_EXACT", range, `The number ${shown(source)} is too small and would be read as zero.`);
    return 0;
  }
  return value === 0 ? 0 : value;
}

// 9007199254740993 is rounded to 2^53 while it is read: only the source shows it. So is 9007199254740993.0, whose only
// exact neighbour is written without a fraction or an exponent.
function isBeyond(source: string, value: number): boolean {
  if (Math.abs(value) === Number.MAX_SAFE_INTEGER + 1 && /[.eE]/.test(source) && !/^[-+]?0x/i.test(source)) return true;
  if (!/^[-+]?(\d{16,}|0x[\da-f]{14,}|0o[0-7]{18,})$/i.test(source)) return false;
  const digits = BigInt(source.replace(/^[-+]/, ""));

  return digits > BigInt(Number.MAX_SAFE_INTEGER) + 1n;
}

function rangeOf({ range }: ParsedNode, shift: number): Range {
  const start = range[0] + shift;

  return [start, Math.max(start, range[1] + shift)];
}

function say(reading: Reading, code: Finding["code"], range: Range, message: string): void {
  reading.report({ code, at: spanBetween(reading.lines, range[0], range[1]), message });
}
