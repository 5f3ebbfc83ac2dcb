import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type ValidatedDocument, validateText } from "./index.ts";

const DOCS = new URL("../../../docs/", import.meta.url);
const PAGE = readFileSync(new URL("reference/language.md", DOCS), "utf8");

const blocks = [...PAGE.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] ?? "");
const documents = blocks.filter((block) => block.startsWith("document:"));
/** Blocks that are states of a saga. */
const fragments = blocks.filter((block) => !block.startsWith("document:"));

const SERVICES = new URL("examples/services/", DOCS);
const services = readdirSync(SERVICES).map((name) => readFileSync(new URL(name, SERVICES), "utf8"));

const FRONT = `document: { dsl: "1.0", kind: saga, namespace: shop, name: fragment, version: 1.0.0 }
input:
  schema:
    type: object
    required: [orderId, customerId, items, skus, amount]
    properties: { orderId: { type: string }, customerId: { type: string }, items: { type: array }, skus: { type: array }, amount: { type: number } }
key: \${ input.orderId }
timeout: { after: 30d }
`;

const ENDS = {
  done: "{ type: succeed }",
  refused: "{ type: fail, error: { type: Refused } }",
};

/** A saga of the states of a block, with the two ends it may lead to. */
function sagaOf(fragment: string): string {
  const start = /^\w+/.exec(fragment)?.[0];
  const ends = Object.entries(ENDS).filter(([name]) => new RegExp(`: ${name}\\b`).test(fragment));
  const lines = [...fragment.trimEnd().split("\n"), ...ends.map(([name, end]) => `${name}: ${end}`)];

  return `${FRONT}start: ${start}\nstates:\n${lines.map((line) => `  ${line}`).join("\n")}\n`;
}

function nameOf({ kind, model }: ValidatedDocument): string {
  return `${kind} ${model?.name}`;
}

describe("the language's page", () => {
  test("has documents that are valid, without a warning", () => {
    const validation = validateText(documents.join("\n---\n"), { many: true });

    expect(validation.diagnostics).toEqual([]);
    expect(validation.documents.map(nameOf)).toEqual(["service inventory", "service warehouse", "saga parcel", "saga hamper"]);
  });

  test.each(fragments.map((fragment) => [fragment.split(":")[0], fragment]))(
    "has states that are valid, without a warning: %s",
    (_name, fragment) => {
      const parcel = documents.find((document) => document.includes("name: parcel"));

      const { diagnostics } = validateText([sagaOf(fragment), ...services, parcel].join("\n---\n"), { many: true });

      expect(diagnostics.filter(({ document }) => document === 0).map(({ code, message }) => `${code} ${message}`)).toEqual([]);
    },
  );

  test("has an example under each type of state", () => {
    const headings = [...PAGE.matchAll(/^### (.*)$/gm)].map((match) => match[1] ?? "").slice(1);
    const without = headings.filter((heading) => {
      const section = PAGE.slice(PAGE.indexOf(`### ${heading}\n`)).split(/\n##+ /)[0] ?? "";
      return !heading.split(" and ").every((type) => section.includes(`type: ${type}`));
    });

    expect(headings.flatMap((heading) => heading.split(" and "))).toEqual(
      "task switch parallel forEach wait listen human emit saga transaction set compensate succeed fail".split(" "),
    );
    expect(without).toEqual([]);
  });

  test("leads to nothing that is not there", () => {
    const links = [...PAGE.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map((match) => match[1] ?? "");
    const page = new URL("reference/language.md", DOCS);

    expect(links.filter((link) => !existsSync(new URL(link, page)))).toEqual([]);
  });
});
