import { describe, expect, test } from "vitest";
import { described, errorsOf, ID, OK, operationsOf, takes, write } from "./testing/write-catalogue.ts";

function operationOf(
  operation: object,
  more: { readonly path?: string; readonly method?: string; readonly root?: object } = {},
): Record<string, unknown> {
  const { path = "/things", method = "post", root = {} } = more;

  return operationsOf(described({ [path]: { [method]: { operationId: "it", responses: OK, ...operation } } }, root))["it"] ?? {};
}

function notesOf(paths: object): readonly string[] {
  return write(described(paths)).notes.map(({ at, kind, what }) => `${kind} ${at} ${what}`);
}

/** What an operation of Swagger 2.0 becomes, or the note it leaves. */
function swaggerOf(operation: object, root: object = {}): ReturnType<typeof write> {
  return write(
    JSON.stringify({
      swagger: "2.0",
      paths: { "/a": { get: { operationId: "a" } }, "/b": { post: { operationId: "b", ...operation } } },
      ...root,
    }),
  );
}

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

describe("a body", () => {
  const text = { type: "string" };

  test("alone is what the params are together", () => {
    expect(operationOf({ requestBody: takes({ type: "object", required: ["a"], properties: { a: text, b: text } }) })).toMatchObject({
      params: { type: "object", required: ["a"], properties: { a: text, b: text } },
      call: { body: "${ params }" },
    });
  });

  test("beside other parameters is put together of its members, those of the path too where it names them", () => {
    const body = takes({ type: "object", required: ["id"], properties: { id: text, note: text } });

    expect(operationOf({ parameters: [ID], requestBody: body }, { path: "/things/{id}", method: "patch" })).toMatchObject({
      call: { path: "/things/${ params.id }", body: { id: "${ params.id }", note: "${ params.?note }" } },
    });
  });

  test.each([
    ["is open", takes({ type: "object", properties: { a: text }, additionalProperties: true })],
    ["is a list", takes({ type: "array", items: text })],
    ["says nothing of itself", { content: { "application/json": {} } }],
  ])("is one parameter beside others where it %s", (_how, requestBody) => {
    expect(operationOf({ parameters: [{ name: "body", in: "query" }], requestBody })["call"]).toEqual({
      method: "POST",
      path: "/things",
      query: { body: "${ params.?body }" },
      body: "${ params.?request_body }",
    });
    expect(
      operationOf({ parameters: [{ name: "q", in: "query" }], requestBody: { ...requestBody, required: true } })["call"],
    ).toMatchObject({
      body: "${ params.body }",
    });
  });

  test("may be a reference that leads nowhere: then there is none", () => {
    expect(operationOf({ requestBody: { $ref: "#/gone" } })).toMatchObject({ call: { method: "POST", path: "/things" } });
  });

  test.each([
    [{ "text/csv": {} }, "text/csv"],
    [{ "multipart/form-data": {} }, "multipart/form-data"],
  ])("that is no JSON leaves its operation out: %j", (content, type) => {
    expect(notesOf({ "/a": { post: { requestBody: { content }, responses: OK } }, "/b": { get: { responses: OK } } })).toContain(
      `dropped  POST /a is left out: it takes ${type}, and Skald sends JSON.`,
    );
  });

  test.each([
    [{ parameters: [{ name: "x", in: "body", required: true }] }, {}, "${ params.body }"],
    [
      { parameters: [{ name: "x", in: "body", schema: { type: "array" } }], consumes: ["application/xml", "application/json"] },
      {},
      "${ params.?body }",
    ],
    [{}, { consumes: ["application/xml"] }, undefined],
  ])("of Swagger 2.0 is its body parameter (%#)", (operation, root, body) => {
    const { document } = swaggerOf(operation, root);

    expect((document["operations"] as Record<string, { readonly call: object }>)["b"]?.call).toEqual({
      method: "POST",
      path: "/b",
      ...(body === undefined ? {} : { body }),
    });
  });

  test.each([
    [{ parameters: [{ name: "x", in: "body" }], consumes: ["application/xml"] }, {}, "application/xml"],
    [{ parameters: [{ name: "x", in: "formData", type: "string", required: true }] }, {}, "application/x-www-form-urlencoded"],
    [{ parameters: [{ name: "x", in: "formData", type: "file" }] }, { consumes: ["multipart/form-data"] }, "multipart/form-data"],
  ])("of Swagger 2.0 that is no JSON leaves its operation out (%#)", (operation, root, type) => {
    expect(swaggerOf(operation, root).notes.map(({ what }) => what)).toContain(
      `POST /b is left out: it takes ${type}, and Skald sends JSON.`,
    );
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
