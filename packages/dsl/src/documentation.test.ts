import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type ValidatedDocument, validateText } from "./index.ts";

const ROOT = new URL("../../../", import.meta.url);
const DOCS = new URL("docs/", ROOT);
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
});

// Addresses that begin with / are those of a running engine.
const LINK = /\]\((?!https?:|\/)([^)#\s]*)(#[^)\s]*)?\)/g;
const PAGES = ["README.md", "examples/shop/README.md", "packages/participant/README.md", ...pagesBelow("docs/")];

describe("the pages", () => {
  test("lead to nothing that is not there", () => {
    const links = PAGES.flatMap((page) => [...textOf(page).matchAll(LINK)].map(([, path = "", anchor = ""]) => ({ page, path, anchor })));
    const broken = links.filter(({ page, path, anchor }) => {
      const target = path === "" ? new URL(page, ROOT) : new URL(path, new URL(page, ROOT));
      return !existsSync(target) || (anchor !== "" && !anchorsOf(readFileSync(target, "utf8")).includes(anchor));
    });

    expect(links.length).toBeGreaterThan(20);
    expect(broken).toEqual([]);
  });

  test("of decisions are all found from the architecture", () => {
    const decisions = readdirSync(new URL("adr/", DOCS));

    expect(decisions.filter((name) => !textOf("docs/architecture.md").includes(`](adr/${name})`))).toEqual([]);
  });

  test("begin with a step that stands in the shop as it is", () => {
    const [block = ""] = [...textOf("README.md").matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] ?? "");
    const step = block
      .replaceAll(/ +#.*$/gm, "")
      .replaceAll(/^/gm, "  ")
      .trimEnd();

    expect(textOf("examples/shop/sagas/order.yaml")).toContain(`${step}\n`);
  });
});

function pagesBelow(folder: string): readonly string[] {
  const names = readdirSync(new URL(folder, ROOT), { recursive: true, encoding: "utf8" });

  return names.filter((name) => name.endsWith(".md")).map((name) => `${folder}${name}`);
}

function textOf(page: string): string {
  return readFileSync(new URL(page, ROOT), "utf8");
}

/** The anchors of a page's headings, as hosts of Markdown make them. */
function anchorsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(
    ([, heading = ""]) =>
      `#${heading
        .toLowerCase()
        .replaceAll(/[^\w\- ]/g, "")
        .replaceAll(" ", "-")}`,
  );
}
