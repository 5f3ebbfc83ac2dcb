import { describe, expect, test } from "vitest";
import { described, errorsOf, ID, notesOf, OK, operationOf, operationsOf, swaggerOf, takes, write } from "../testing/write-catalogue.ts";

describe("an address of a description", () => {
  test("becomes an operation for each method, with an expression for each parameter of the path", () => {
    const operations = operationsOf(
      described({ "/things/{id}": { get: { responses: OK }, delete: { parameters: [{ ...ID, name: "id" }], responses: OK }, trace: {} } }),
    );

    expect(Object.entries(operations).map(([name, { kind, call }]) => [name, kind, call])).toEqual([
      ["getThingsById", "readOnly", { method: "GET", path: "/things/${ params.id }" }],
      ["deleteThingsById", "pivot", { method: "DELETE", path: "/things/${ params.id }" }],
    ]);
  });

  test("may be a reference, and holds parameters for all its operations that each may say otherwise", () => {
    const operations = operationsOf(
      described(
        { "/a": { $ref: "#/components/pathItems/A" }, "/b": { $ref: "#/gone" }, "no/slash": { get: {} } },
        {
          components: {
            pathItems: {
              A: {
                parameters: [{ name: "q", in: "query", schema: { type: "string" } }, { $ref: "#/gone" }],
                get: {
                  operationId: "get",
                  parameters: [{ name: "q", in: "query", required: true, schema: { type: "integer" } }],
                  responses: OK,
                },
              },
            },
          },
        },
      ),
    );

    expect(operations).toEqual({
      get: {
        kind: "readOnly",
        params: { type: "object", required: ["q"], properties: { q: { type: "integer" } } },
        call: { method: "GET", path: "/a", query: { q: "${ params.q }" } },
      },
    });
  });
});

describe("a parameter", () => {
  const sent = (parameter: object): unknown => {
    const { params, call } = operationOf({ parameters: [parameter] }, { method: "get" });
    return { params: (params as { readonly properties?: object } | undefined)?.properties, call };
  };
  const call = { method: "GET", path: "/things" };

  test.each([
    [
      "an optional one of the query is left out where it is not given",
      { name: "a-b", in: "query", schema: {} },
      { params: { "a-b": {} }, call: { ...call, query: { "a-b": '${ params[?"a-b"] }' } } },
    ],
    [
      "a list in a query is a list",
      { name: "a", in: "query", schema: { type: "array" } },
      { params: { a: { type: "array" } }, call: { ...call, query: { a: "${ params.?a }" } } },
    ],
    [
      "a list that travels as one text is a text",
      { name: "a", in: "query", explode: false, schema: { type: "array" } },
      { params: { a: { type: "string" } }, call: { ...call, query: { a: "${ params.?a }" } } },
    ],
    [
      "a required header is sent",
      { name: "X-A", in: "header", required: true, schema: { type: "integer" } },
      { params: { "X-A": { type: "integer" } }, call: { ...call, headers: { "X-A": '${ params["X-A"] }' } } },
    ],
    [
      "one of several types is the one",
      { name: "X-A", in: "header", required: true, schema: { type: ["integer", "null"] } },
      { params: { "X-A": { type: "integer" } }, call: { ...call, headers: { "X-A": '${ params["X-A"] }' } } },
    ],
    [
      "one of several scalars is a text",
      { name: "X-A", in: "header", required: true, schema: { type: ["integer", "string"] } },
      { params: { "X-A": { type: "string" } }, call: { ...call, headers: { "X-A": '${ params["X-A"] }' } } },
    ],
    [
      "a list that may be null is a text",
      { name: "X-A", in: "header", required: true, schema: { type: ["array", "null"] } },
      { params: { "X-A": { type: "string" } }, call: { ...call, headers: { "X-A": '${ params["X-A"] }' } } },
    ],
    [
      "a secret in an address is none",
      { name: "a", in: "query", schema: { type: "string", format: "password" } },
      { params: { a: { type: "string" } }, call: { ...call, query: { a: "${ params.?a }" } } },
    ],
    [
      "what may be anything may be anything",
      { name: "a", in: "query", schema: true },
      { params: { a: true }, call: { ...call, query: { a: "${ params.?a }" } } },
    ],
    [
      "the schema of its content counts",
      { name: "a", in: "query", content: { "application/json": { schema: { type: "boolean" } } } },
      { params: { a: { type: "boolean" } }, call: { ...call, query: { a: "${ params.?a }" } } },
    ],
    [
      "one without a schema may be anything",
      { name: "a", in: "query" },
      { params: { a: {} }, call: { ...call, query: { a: "${ params.?a }" } } },
    ],
    ["a header of the engine is its own", { name: "Idempotency-Key", in: "header", required: true }, { params: undefined, call }],
    ["a header that is none is left out", { name: "X A", in: "header", required: true }, { params: undefined, call }],
    ["what would be an expression is left out", { name: "${x", in: "query" }, { params: undefined, call }],
    ["one without a name is left out", { in: "query" }, { params: undefined, call }],
  ])("%s", (_what, parameter, expected) => {
    expect(sent(parameter)).toEqual(expected);
  });

  test.each([
    ["Says what it is.\nAnd more.", "Says what it is."],
    ["x".repeat(120), `${"x".repeat(99)}…`],
    ["reads ${ x }", undefined],
    ["  ", undefined],
  ])("keeps the first line of its description: %j", (description, kept) => {
    const { params } = operationOf(
      { parameters: [{ name: "a", in: "query", description, schema: { type: "string" } }] },
      { method: "get" },
    );

    expect(params).toEqual({ type: "object", properties: { a: { type: "string", ...(kept === undefined ? {} : { description: kept }) } } });
  });

  test("of a name another has already is called by its place too", () => {
    const { call: made } = operationOf(
      { parameters: [ID, { name: "id", in: "query", required: true }] },
      { path: "/things/{id}", method: "get" },
    );

    expect(made).toEqual({ method: "GET", path: "/things/${ params.id }", query: { id: "${ params.id_query }" } });
  });

  test("that cannot be sent is told, and one that has to be leaves its operation out", () => {
    const cookie = (required: boolean): object => ({ name: "session", in: "cookie", required });
    const notes = notesOf({
      "/a": {
        get: {
          operationId: "a",
          parameters: [cookie(false), { name: "o", in: "query", schema: { type: "object" } }, { name: "X-O", in: "header" }],
          responses: OK,
        },
      },
      "/b": { get: { operationId: "b", parameters: [cookie(true)], responses: OK } },
    });

    expect(notes.filter((note) => note.startsWith("dropped"))).toEqual([
      'dropped  GET /b is left out: it needs the cookie "session".',
      'dropped /operations/a The optional query parameter "o" is left out.',
      'dropped /operations/a The optional header parameter "X-O" is left out.',
      'dropped /operations/a The cookie "session" is left out: Skald sends none.',
    ]);
  });

  test("of Swagger 2.0 is its own schema, and a list one text unless it says so", () => {
    const { document } = swaggerOf({
      parameters: [
        { name: "a", in: "query", type: "integer", required: true },
        { name: "l", in: "query", type: "array", required: true },
        { name: "m", in: "query", type: "array", required: true, collectionFormat: "multi" },
      ],
    });

    expect(document["operations"]).toMatchObject({
      b: { params: { properties: { a: { type: "integer" }, l: { type: "string" }, m: { type: "array" } } } },
    });
  });
});

describe("an answer", () => {
  const answers = (schema: object): object => ({ content: { "application/vnd.thing+json; v=1": { schema } } });

  test("of the first success with JSON is the schema of the output, types alone", () => {
    const responses = {
      201: { description: "made", content: { "text/plain": {} } },
      "2XX": answers({ type: "object", properties: { id: { type: "string", maxLength: 9 }, any: true, what: { enum: ["a"] } } }),
      202: answers({ type: "object", properties: { other: {} } }),
      500: { $ref: "#/gone" },
    };

    expect(operationOf({ responses })["outputSchema"]).toEqual({
      type: "object",
      properties: { other: true },
    });
    expect(operationOf({ responses: { ...responses, 202: { $ref: "#/gone" } } })["outputSchema"]).toEqual({
      type: "object",
      properties: { id: { type: "string" }, any: true, what: true },
    });
  });

  test.each([
    [402, "Insufficient funds.", "InsufficientFunds"],
    [409, "", "Conflict"],
    [409, "Conflict", "Conflict"],
    [451, "For reasons of law, which we may not tell", "ForReasonsOfLaw"],
    [451, "", "Status451"],
    [404, "Timeout", "NotFound"],
    [404, "No thing of that name could be found here", "NotFound"],
    [422, "é", "Unprocessable"],
  ])("of refusal %i (%j) is the error %s", (status, description, type) => {
    expect(operationOf({ responses: { ...OK, [status]: { description } } })["errors"]).toEqual([
      { when: `\${ response.status == ${status} }`, type },
    ]);
  });

  test("about the call and not the business is no error", () => {
    expect(operationOf({ responses: { ...OK, 401: {}, 429: {}, default: {}, 503: {} } })).not.toHaveProperty("errors");
  });

  test("of Swagger 2.0 is the schema of its response", () => {
    const { document } = swaggerOf({ responses: { 200: { schema: { type: "object", properties: { id: { type: "integer" } } } } } });

    expect(document["operations"]).toMatchObject({ b: { outputSchema: { properties: { id: { type: "integer" } } } } });
  });
});

test("every catalogue of these is valid", () => {
  const all = described({
    "/a/{id}": { put: { parameters: [ID, { name: "a-b", in: "query" }], requestBody: takes({ type: "array" }), responses: OK } },
  });

  expect(errorsOf(write(all))).toEqual([]);
});
