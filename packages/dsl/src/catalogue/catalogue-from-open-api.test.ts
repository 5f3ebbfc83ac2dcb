import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { catalogueFromOpenApi, catalogueText, validateText } from "../index.ts";
import { described, errorsOf, ID, OK, operationsOf, takes, write } from "./testing/write-catalogue.ts";

const BOOKINGS = readFileSync(new URL("golden/bookings.openapi.yaml", import.meta.url), "utf8");

describe("the catalogue of a description", () => {
  test("is valid and reads as reviewed", async () => {
    const catalogue = write(BOOKINGS, { namespace: "travel" });

    expect(errorsOf(catalogue)).toEqual([]);
    await expect(catalogueText(catalogue.document, catalogue.notes)).toMatchFileSnapshot("golden/bookings.yaml");
  });

  test("has the same value whether it is kept as JSON or written as YAML", () => {
    const { document, notes } = write(BOOKINGS);

    const [read] = validateText(catalogueText(document, notes)).documents;

    expect(read?.source.value).toEqual(document);
  });

  test("marks every undo and every verify it holds for review", () => {
    const { document, notes } = write(BOOKINGS);
    const guessed = Object.entries(document["operations"] as object).flatMap(([name, operation]) =>
      ["compensate", "verify"].filter((field) => field in operation).map((field) => `/operations/${name}/${field}`),
    );

    const reviewed = new Set(notes.filter(({ kind }) => kind === "review").map(({ at }) => at));

    expect(guessed.length).toBeGreaterThan(3);
    expect(guessed.filter((at) => !reviewed.has(at))).toEqual([]);
  });

  test("holds only the operations of the paths asked for", () => {
    expect(Object.keys(write(BOOKINGS, { paths: ["/vouchers", "/import"] }).document["operations"] as object)).toEqual([
      "getVouchersByCode",
      "putVoucher",
      "deleteVouchersByCode",
      "importIt",
    ]);
  });

  test("is written from Swagger 2.0 too", () => {
    const text = JSON.stringify({
      swagger: "2.0",
      host: "api.example",
      basePath: "/v1",
      info: { title: "Old", version: "1.2.3" },
      definitions: { Thing: { type: "object", required: ["id"], properties: { id: { type: "string" } } } },
      paths: {
        "/things": { post: { parameters: [{ in: "body", name: "thing", schema: { $ref: "#/definitions/Thing" } }], responses: OK } },
        "/things/{id}": { delete: { parameters: [{ ...ID, schema: undefined, type: "string" }], responses: OK } },
      },
    });

    const catalogue = write(text);

    expect(errorsOf(catalogue)).toEqual([]);
    expect(catalogue.document["operations"]).toMatchObject({
      postThings: { kind: "compensatable", compensate: { call: { method: "DELETE", path: "/things/${ params.id }" } } },
    });
    expect(catalogue.notes.map(({ what }) => what).join(" ")).toContain("https://api.example/v1");
  });
});

describe("a guess", () => {
  test.each([
    ["reserveRoom", "releaseRoom"],
    ["bookFlight", "cancelFlight"],
    ["authorisePayment", "voidPayment"],
    ["charge_card", "refund_card"],
    ["openAccount", "closeAccount"],
    ["lockFunds", "unlockFunds"],
    ["addItems", "removeItem"],
  ])("pairs %s with %s", (forward, undo) => {
    const body = takes({ type: "object", required: ["ref"], properties: { ref: { type: "string" } } });
    const operations = operationsOf(
      described({
        "/a": { post: { operationId: forward, requestBody: body, responses: OK } },
        "/b": { post: { operationId: undo, requestBody: body, responses: OK } },
      }),
    );

    expect(operations[forward]).toMatchObject({
      kind: "compensatable",
      compensate: { call: { method: "POST", path: "/b", body: { ref: "${ params.ref }" } } },
    });
  });

  test("never makes an undo of a delete when the PUT only changes what is there", () => {
    const operations = operationsOf(
      described({
        "/things/{id}": {
          put: { operationId: "putThing", parameters: [ID], responses: { ...OK, 404: { description: "Not found" } } },
          delete: { operationId: "deleteThing", parameters: [ID], responses: OK },
        },
      }),
    );

    expect(operations["putThing"]?.["kind"]).toBe("pivot");
  });

  test("never makes an undo of a delete when the PUT changes what a POST to the collection made", () => {
    const operations = operationsOf(
      described({
        "/things": { post: { operationId: "postThing", responses: OK } },
        "/things/{id}": {
          put: { operationId: "putThing", parameters: [ID], responses: OK },
          delete: { operationId: "deleteThing", parameters: [ID], responses: OK },
        },
      }),
    );

    expect(operations["putThing"]?.["kind"]).toBe("pivot");
  });

  test("takes back what is done to a thing with what stands beside it, and not with the undo of making things", () => {
    const act = (operationId: string): object => ({ post: { operationId, parameters: [ID], responses: OK } });
    const operations = operationsOf(
      described({
        "/plans/{id}/suspend": act("plansSuspend"),
        "/plans/{id}/activate": act("plansActivate"),
        "/plans/{id}/cancel": act("plansCancel"),
      }),
    );

    expect(operations).toMatchObject({
      plansSuspend: { compensate: { call: { path: "/plans/${ params.id }/activate" } } },
      plansActivate: { kind: "pivot" },
      plansCancel: { kind: "pivot" },
    });
  });

  test("does not count on an answer that may be lost: without a way to find it again the operation stays a pivot", () => {
    const catalogue = write(BOOKINGS);
    const note = catalogue.notes.find(({ at, draft }) => at === "/operations/makePayout" && draft !== undefined);

    expect(catalogue.document["operations"]).toMatchObject({ makePayout: { kind: "pivot" } });
    expect(note?.draft).toContain("/payouts/${ output.payoutId }/cancel");
  });

  test("leaves out an undo that nothing can be told of what it undoes", () => {
    const operations = operationsOf(
      described({
        "/lock": { post: { operationId: "lock", requestBody: takes({ type: "object", properties: { a: {} } }), responses: OK } },
        "/unlock": { post: { operationId: "unlock", requestBody: takes({ type: "object", properties: { b: {} } }), responses: OK } },
      }),
    );

    expect(operations["lock"]?.["kind"]).toBe("pivot");
  });
});

describe("what cannot be a catalogue", () => {
  test.each([
    ["text that is no YAML", "a: b: c", "colon"],
    ["a document of another kind", "hello: world", "This is no OpenAPI description"],
    ["a list", "[1, 2]", "not an object"],
    ["a description without paths", "openapi: 3.1.0\nwebhooks: {}", 'no "paths"'],
    ["a description without operations", "openapi: 3.1.0\npaths: {}", "no operations"],
    ["a key that is reserved", "openapi: 3.1.0\npaths: { __proto__: {} }", "reserved"],
    ["more than 4 MiB", `openapi: 3.1.0 # ${"x".repeat(4 * 1024 * 1024)}`, "are allowed"],
  ])("is refused with a sentence: %s", (_what, text, sentence) => {
    const catalogue = catalogueFromOpenApi(text);

    expect(catalogue.ok).toBe(false);
    expect(catalogue.ok ? "" : catalogue.problems.map(({ message }) => message).join(" ")).toContain(sentence);
  });
});

describe("whatever a description says", () => {
  test("a schema that contains itself ends", () => {
    const loop = { $ref: "#/components/schemas/Loop" };
    const text = described(
      { "/a": { post: { operationId: "a", requestBody: takes(loop), responses: OK } } },
      {
        components: {
          schemas: {
            Loop: { type: "object", properties: { next: loop, all: { type: "array", items: loop } } },
            Self: { $ref: "#/components/schemas/Self" },
          },
        },
      },
    );

    expect(errorsOf(write(text))).toEqual([]);
  });

  test("a description of 900 operations gives a document within the bounds of the language, and says what is left out", () => {
    const paths = Object.fromEntries(
      Array.from({ length: 900 }, (_, index) => [
        `/things${index}/{id}`,
        { post: { parameters: [ID], requestBody: takes({ type: "object", properties: { a: { type: "string" } } }), responses: OK } },
      ]),
    );

    const catalogue = write(described(paths));

    expect(errorsOf(catalogue)).toEqual([]);
    expect(catalogue.notes.map(({ what }) => what).join(" ")).toContain("The description has 900 operations");
  });

  test.each([
    ["with any seed", {}],
    ["with the seed that put an object in an address", { seed: 950087133 }],
  ])("the document is valid and nothing is thrown, %s", (_which, seed) => {
    const word = fc.constantFrom("id", "thing-id", "a b", "in", "lock", "unlock", "${x", "x'\"", "ref", "", "é", "constructor2", "true");
    const schema = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(
          {},
          true,
          { type: "string" },
          { type: ["integer", "null"] },
          { type: "float" },
          { $ref: "#/nowhere" },
          { $ref: "#/components/schemas/S" },
        ),
        fc.record({
          type: fc.constant("object"),
          properties: fc.dictionary(word, tie("any"), { maxKeys: 3 }),
          required: fc.array(word, { maxLength: 2 }),
          nullable: fc.boolean(),
        }),
        fc.record({ allOf: fc.array(tie("any"), { maxLength: 3 }), description: fc.string() }),
        fc.record({
          oneOf: fc.array(tie("any"), { maxLength: 2 }),
          enum: fc.array(fc.anything(), { maxLength: 2 }),
          pattern: fc.string(),
          minimum: fc.anything(),
          readOnly: fc.boolean(),
        }),
        fc.record({ type: fc.constant("array"), items: tie("any") }),
      ),
    })).any;
    const parameter = fc.record({
      name: word,
      in: fc.constantFrom("path", "query", "header", "cookie", "body"),
      required: fc.boolean(),
      schema,
    });
    const operation = fc.record({
      operationId: word,
      parameters: fc.array(parameter, { maxLength: 3 }),
      requestBody: fc.record({ content: fc.record({ "application/json": fc.record({ schema }) }) }),
      responses: fc.dictionary(
        fc.constantFrom("200", "404", "409", "default", "2XX"),
        fc.record({ description: fc.string(), content: fc.record({ "application/json": fc.record({ schema }) }) }),
      ),
    });
    const path = fc.constantFrom("/a", "/a/{id}", "/a/{thing-id}/lock", "/a/{thing-id}/unlock", "/${ x }", "/b?c={id}", "no/slash", "/{}");
    const item = fc.dictionary(fc.constantFrom("get", "post", "put", "delete", "patch", "head", "parameters"), operation, { maxKeys: 4 });

    fc.assert(
      fc.property(fc.dictionary(path, item, { minKeys: 1, maxKeys: 5 }), schema, (paths, shared) => {
        const catalogue = catalogueFromOpenApi(described(paths, { components: { schemas: { S: shared } } }));

        if (catalogue.ok) expect(errorsOf(catalogue)).toEqual([]);
      }),
      { numRuns: 60, ...seed },
    );
  });
});
