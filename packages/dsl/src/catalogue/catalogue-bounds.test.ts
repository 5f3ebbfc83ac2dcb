import { describe, expect, test } from "vitest";
import { catalogueFromOpenApi, catalogueText } from "../index.ts";
import { described, errorsOf, ID, OK, takes, write } from "./testing/write-catalogue.ts";

const CSV = { content: { "text/csv": {} } };

describe("a description of which nothing can be written", () => {
  test.each([
    [
      "takes no JSON",
      described({ "/a": { post: { requestBody: CSV, responses: OK } } }),
      {},
      "No operation of the description takes JSON.",
    ],
    [
      "has no such path",
      described({ "/a": { get: { responses: OK } } }),
      { paths: ["/b", "/c"] },
      'No path of the description begins with "/b" or "/c".',
    ],
  ])("is refused where it %s", (_what, text, options, message) => {
    expect(catalogueFromOpenApi(text, options)).toEqual({ ok: false, problems: [{ message, line: null }] });
  });
});

describe("a description of more than a catalogue may hold", () => {
  test("is written with as many operations as fit, and says how many", () => {
    const paths = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`/things${index}/${"a".repeat(900)}`, { get: { responses: OK } }]),
    );

    const catalogue = write(described(paths));

    expect(errorsOf(catalogue)).toEqual([]);
    expect(catalogue.notes.map(({ what }) => what)).toEqual(
      expect.arrayContaining([
        "The description has 300 operations; 225 are here. Choose a part of it with --path.",
        "Schemas are written 0 references deep, so that the document stays within its bounds.",
      ]),
    );
  });

  test("is written with less of its schemas, and says how much", () => {
    const wide = (ref: string): object => ({
      type: "object",
      properties: Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`member${index}`, { $ref: ref }])),
    });
    const schemas = { A: wide("#/components/schemas/B"), B: wide("#/components/schemas/C"), C: { type: "string", maxLength: 9 } };
    const paths = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [
        `/things${index}/{id}`,
        { post: { parameters: [ID], requestBody: takes({ $ref: "#/components/schemas/A" }), responses: OK } },
      ]),
    );

    const catalogue = write(described(paths, { components: { schemas } }));

    expect(errorsOf(catalogue)).toEqual([]);
    expect(catalogue.notes.map(({ what }) => what).join(" ")).toMatch(/Schemas are written \d references deep/);
  });

  test("has the first notes about the whole written out, and the others counted", () => {
    const paths = Object.fromEntries(
      Array.from({ length: 25 }, (_, index) => [`/a${index}`, { post: { requestBody: CSV, responses: OK } }]),
    );
    const { document, notes } = write(described({ ...paths, "/b": { get: { responses: OK } } }));

    expect(catalogueText(document, notes)).toContain("# … and 5 more.\n");
  });
});
