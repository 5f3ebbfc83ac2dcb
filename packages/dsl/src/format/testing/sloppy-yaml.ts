import fc from "fast-check";

// Documents as hands write them: every style of YAML the language allows, fields in any order, comments anywhere.

/** How one value is written; what it holds is decided with it. */
type Piece =
  | { readonly kind: "text"; readonly text: string; readonly quotes: Quotes; readonly isMarked: boolean }
  | { readonly kind: "other"; readonly source: string }
  | { readonly kind: "alias"; readonly pick: number }
  | {
      readonly kind: "map" | "list";
      readonly parts: readonly Part[];
      readonly isFlow: boolean;
      readonly step: number;
      readonly isMarked: boolean;
    };

type Quotes = "plain" | "single" | "double" | "literal" | "folded";

interface Part {
  readonly name: string;
  readonly piece: Piece;
  readonly above: readonly Above[];
  readonly behind: string | null;
  readonly below: readonly Above[];
  readonly isSpaced: boolean;
}

interface Above {
  readonly text: string;
  readonly shift: number;
  readonly isSpaced: boolean;
}

const NAMES =
  "document kind namespace type next call with states start retry attempts delay compensate catch errors when verify operations timeout key other more";
const TEXTS = [
  "",
  "task",
  "a b",
  " a",
  "a: b",
  "a #b",
  "#a",
  "- a",
  "yes",
  "1.0",
  "0x1F",
  "null",
  "it's",
  'say "so"',
  "a\\b",
  "a,b",
  "[a]",
  "${ input.a }",
  '${ a ? "b" : "c" }',
  "${ a } and ${ b }",
  "*a",
  "&a",
  "!a",
  "@a",
  "%a",
  "a:",
  "?",
  "-",
  "~",
  "one\ntwo",
  "one\n\n  two\n",
  "é 漢 😀",
  "tab\there",
  "x".repeat(70),
  "two words ".repeat(12).trim(),
];

const comment = fc.constantFrom("#§", "# a §", "# b: c §", "## - d §", "#e §", "# ${ f } §", "# yaml-language-server: $schema=x §");
const above: fc.Arbitrary<Above> = fc.record({ text: comment, shift: fc.integer({ min: 0, max: 4 }), isSpaced: fc.boolean() });
const aboves = fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(above, { maxLength: 2 }) });
const marked = fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) });

const { piece } = fc.letrec<{ piece: Piece; leaf: Piece; nest: Piece; part: Part }>((tie) => ({
  piece: fc.oneof({ maxDepth: 4, depthIdentifier: "piece", withCrossShrink: true }, tie("leaf"), tie("nest"), tie("nest")),
  leaf: fc.oneof(
    fc.record({
      kind: fc.constant("text" as const),
      text: fc.constantFrom(...TEXTS),
      quotes: fc.constantFrom<Quotes>("plain", "single", "double", "literal", "folded"),
      isMarked: marked,
    }),
    fc.record({ kind: fc.constant("other" as const), source: fc.constantFrom("1", "1.50", "-0", "0x10", "true", "False", "null", "~") }),
    fc.record({ kind: fc.constant("alias" as const), pick: fc.nat(9) }),
  ),
  nest: fc.record({
    kind: fc.constantFrom("map" as const, "map" as const, "list" as const),
    parts: fc.uniqueArray(tie("part"), { maxLength: 5, selector: ({ name }) => name }),
    isFlow: fc.boolean(),
    step: fc.integer({ min: 0, max: 4 }),
    isMarked: marked,
  }),
  part: fc.record({
    name: fc.constantFrom(...NAMES.split(" ")),
    piece: tie("piece"),
    above: aboves,
    behind: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: comment }),
    below: aboves,
    isSpaced: fc.boolean(),
  }),
}));

const body = piece.filter((each): each is Piece & { readonly kind: "map" } => each.kind === "map" && each.parts.length > 0);

/** The text of one to three documents of either kind, sloppily written. Every comment ends with a number of its own: §7§. */
export const sloppyYaml: fc.Arbitrary<string> = fc
  .array(fc.tuple(body, fc.constantFrom("saga", "service", "unknown"), fc.nat(5), aboves), { minLength: 1, maxLength: 3 })
  .map((documents) =>
    documents
      .map(([root, kind, place, top]) => {
        const parts = root.parts.filter(({ name }) => name !== "document");
        const lines = linesOf({ ...root, parts, isFlow: false }, 0, { anchors: [], count: 0 });
        const head = `document: { kind: ${kind}, dsl: '1.0' }`;
        const at = place === 0 ? lines.length : 0;
        return [...aboveLines(top, 0), ...lines.slice(0, at), head, ...lines.slice(at)].join("\n");
      })
      .join("\n---\n"),
  )
  .map((text) => `${text}\n`)
  .map(withNumbers);

// A § stands where a comment ends until all of them can be counted.
function withNumbers(text: string): string {
  let count = 0;

  return text.replaceAll("§", () => {
    count += 1;
    return `§${count}§`;
  });
}

/** Anchors that aliases may name, and how many were given: one around the place is not to be named in it. */
interface Writing {
  readonly anchors: string[];
  count: number;
}

function linesOf(piece: Piece & { readonly kind: "map" | "list" }, indent: number, writing: Writing): readonly string[] {
  return piece.parts.flatMap((part) => [
    ...(part.isSpaced ? [""] : []),
    ...aboveLines(part.above, indent),
    ...partLines(part, { label: " ".repeat(indent) + (piece.kind === "map" ? `${part.name}:` : "-"), indent, writing }),
    ...aboveLines(part.below, indent),
  ]);
}

function aboveLines(comments: readonly Above[], indent: number): readonly string[] {
  return comments.flatMap(({ text, shift, isSpaced }) => [...(isSpaced ? [""] : []), " ".repeat(indent + shift) + text]);
}

interface Line {
  readonly label: string;
  readonly indent: number;
  readonly writing: Writing;
}

function partLines({ piece, behind }: Part, { label, indent, writing }: Line): readonly string[] {
  const end = behind === null ? "" : ` ${behind}`;
  if (piece.kind === "text" && (piece.quotes === "literal" || piece.quotes === "folded") && /^\S.*\S$/s.test(piece.text))
    return blockLines(piece, { label: label + anchored(piece, writing), indent, end });
  if ((piece.kind !== "map" && piece.kind !== "list") || piece.isFlow || piece.parts.length === 0)
    return `${label} ${flowText(piece, indent + 1, writing)}${end}`.split("\n");

  const step = piece.kind === "list" && label.endsWith(":") ? piece.step : Math.max(1, piece.step);
  const name = newName(piece, writing);
  const lines = linesOf(piece, indent + step, writing);
  if (name !== null) writing.anchors.push(name);
  return [`${label}${name === null ? "" : ` &${name}`}${end}`, ...lines];
}

function blockLines(
  { text, quotes }: Piece & { readonly kind: "text" },
  { label, indent, end }: { readonly label: string; readonly indent: number; readonly end: string },
): readonly string[] {
  const lines = text.split("\n").map((line) => (line === "" ? "" : `${" ".repeat(indent + 3)}${line}`));

  return [`${label} ${quotes === "literal" ? "|-" : ">"}${end}`, ...lines];
}

function flowText(piece: Piece, indent: number, writing: Writing): string {
  if (piece.kind === "alias") {
    const { anchors } = writing;
    return anchors.length === 0 ? "none" : `*${anchors[piece.pick % anchors.length]} `;
  }
  if (piece.kind === "other") return piece.source;
  if (piece.kind === "text") return `${anchored(piece, writing)} ${quoted(piece)}`.trimStart();

  const name = newName(piece, writing);
  const [open, close] = piece.kind === "map" ? ["{", "}"] : ["[", "]"];
  const inner = piece.parts.map((part) => flowPart(part, { isField: piece.kind === "map", indent, writing }));
  if (name !== null) writing.anchors.push(name);
  return `${name === null ? "" : `&${name} `}${open} ${inner.join("")}${close}`;
}

interface Around {
  readonly isField: boolean;
  readonly indent: number;
  readonly writing: Writing;
}

function flowPart({ name, piece, above, behind }: Part, { isField, indent, writing }: Around): string {
  const pad = `\n${" ".repeat(indent)}`;
  const comments = above.map(({ text, isSpaced }) => `${isSpaced ? "\n" : ""}${pad}${text}${pad}`).join("");
  const text = `${comments}${isField ? `${name}: ` : ""}${flowText(piece, indent, writing)}`;

  return behind === null ? `${text}, ` : `${text}, ${behind}${pad}`;
}

function newName({ isMarked }: { readonly isMarked: boolean }, writing: Writing): string | null {
  if (!isMarked) return null;
  writing.count += 1;

  return `a${writing.count}`;
}

function anchored(piece: { readonly isMarked: boolean }, writing: Writing): string {
  const name = newName(piece, writing);
  if (name === null) return "";
  writing.anchors.push(name);

  return ` &${name}`;
}

function quoted({ text, quotes }: Piece & { readonly kind: "text" }): string {
  if (quotes === "single" && !/[\n\t]/.test(text)) return `'${text.replaceAll("'", "''")}'`;
  if (quotes === "plain" && /^[a-z]+$/.test(text)) return text;

  return JSON.stringify(text);
}
