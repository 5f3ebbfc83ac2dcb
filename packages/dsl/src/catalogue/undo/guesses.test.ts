import { describe, expect, test } from "vitest";
import { described, errorsOf, ID, OK, operationsOf, takes, write } from "../testing/write-catalogue.ts";

const text = { type: "string" };

function body(properties: object, required: readonly string[] = Object.keys(properties)): object {
  return { requestBody: takes({ type: "object", required, properties }) };
}

function answers(schema: object): object {
  return { responses: { 200: { description: "ok", ...takes(schema) } } };
}

/** The operation `POST /orders` beside a `DELETE /orders/{id}` and others, and what is to be looked at in it. */
function createBeside(create: object, paths: object = {}): { readonly create: unknown; readonly notes: readonly string[] } {
  const { "/orders": list = {}, ...others } = paths as { readonly "/orders"?: object };
  const catalogue = write(
    described({
      "/orders": { post: { operationId: "createOrder", responses: OK, ...create }, ...list },
      "/orders/{id}": { delete: { operationId: "deleteOrder", parameters: [ID], responses: OK } },
      ...others,
    }),
  );
  const operations = catalogue.document["operations"] as Readonly<Record<string, unknown>>;
  expect(errorsOf(catalogue)).toEqual([]);

  return {
    create: operations["createOrder"],
    notes: catalogue.notes.filter(({ at }) => at.startsWith("/operations/createOrder")).map(({ what }) => what),
  };
}

describe("an undo that names what it undoes", () => {
  test("makes the name required where the caller may choose it", () => {
    const { create, notes } = createBeside(body({ orderId: text }, []));

    expect(create).toMatchObject({
      kind: "compensatable",
      params: { required: ["orderId"] },
      compensate: { call: { method: "DELETE", path: "/orders/${ params.orderId }", accept: [404] } },
    });
    expect(notes).toContain('"orderId" is required here: the saga has to choose it, so that the undo can name it after a time-out.');
  });

  test("takes a name that may be null, and none that is an object, a secret, or may be absent from the address", () => {
    const kindOf = (create: object): unknown => (createBeside(create).create as { readonly kind: string }).kind;

    expect(kindOf(body({ id: { type: ["string", "null"] } }))).toBe("compensatable");
    expect(kindOf(body({ id: { type: "object", properties: { a: text } } }))).toBe("pivot");
    expect(kindOf(body({ id: { type: "object", properties: { a: text } } }, []))).toBe("pivot");
    expect(kindOf(body({ id: { type: "array" } }))).toBe("pivot");
    expect(kindOf(body({ id: { ...text, format: "password" } }))).toBe("pivot");
    expect(kindOf({ parameters: [{ name: "orderId", in: "query", schema: text }] })).toBe("pivot");
  });

  test("reads a name the answer gives, also inside a wrapper, only as a proposal", () => {
    const { create, notes } = createBeside(
      answers({ type: "object", properties: { more: text, data: { type: "object", properties: { order_id: text } } } }),
    );

    expect(create).toMatchObject({ kind: "pivot" });
    expect(notes.join(" ")).toContain('reads "data.order_id" of an answer that may be lost');
  });

  test("finds no name in a wrapper that holds none, and says what is missing", () => {
    const { notes } = createBeside(
      answers({ type: "object", properties: { data: { type: "object", properties: { note: text } }, result: true } }),
    );

    expect(notes).toEqual(['"deleteOrder" looks like its undo, but nothing here gives "id".']);
  });

  test("of a body that is one value is not filled from another", () => {
    const many = { requestBody: { required: true, ...takes({ type: "array" }) } };
    const catalogue = write(
      described({
        "/lock": { post: { operationId: "lock", ...many, responses: OK } },
        "/unlock": { post: { operationId: "unlock", ...many, responses: OK } },
      }),
    );

    expect(catalogue.notes.map(({ what }) => what)).toContain('"unlock" looks like its undo, but nothing here gives "body".');
  });

  test("is found by its nouns whatever their number, and where the address has no word", () => {
    const operations = operationsOf(
      described({
        "/a": { post: { operationId: "addAddresses", ...body({ ref: text }), responses: OK } },
        "/b": { post: { operationId: "removeAddress", ...body({ ref: text }), responses: OK } },
        "/c": { post: { operationId: "add_entries", ...body({ ref: text }), responses: OK } },
        "/d": { post: { operationId: "remove_entry", ...body({ ref: text }), responses: OK } },
        "/": { post: { operationId: "open", ...body({ id: text }), responses: OK } },
        "/{id}": { delete: { operationId: "shut", parameters: [ID], responses: OK } },
      }),
    );

    expect(operations["addAddresses"]).toMatchObject({ compensate: { call: { path: "/b" } } });
    expect(operations["add_entries"]).toMatchObject({ compensate: { call: { path: "/d" } } });
    expect(operations["open"]).toMatchObject({ compensate: { call: { path: "/${ params.id }" } } });
  });
});

describe("the question whether something happened", () => {
  const order = { type: "object", properties: { id: { type: "integer" } } };
  const create = { ...body({ ref: text }), ...answers(order) };
  const byRef = { parameters: [{ name: "ref", in: "query", schema: text }] };

  test.each([
    ["a list", { type: "array", items: order }, "response.body"],
    [
      "the one list of an answer",
      { type: "object", properties: { total: { type: "integer" }, orders: { type: "array", items: order } } },
      "response.body.orders",
    ],
  ])("looks in %s for what the caller has named, and has an output for both answers", (_what, schema, source) => {
    const { create: made } = createBeside(create, { "/orders": { get: { operationId: "listOrders", ...byRef, ...answers(schema) } } });

    expect(made).toMatchObject({
      kind: "compensatable",
      verify: {
        call: { method: "GET", path: "/orders", query: { ref: "${ params.ref }" } },
        happened: `\${ ${source}.size() > 0 }`,
        output: { id: `\${ ${source}.size() > 0 ? ${source}[0].id : 0 }` },
      },
    });
  });

  test.each([
    ["has no filter the caller knows", { ...answers({ type: "array", items: order }) }],
    [
      "holds several lists",
      { ...byRef, ...answers({ type: "object", properties: { a: { type: "array", items: order }, b: { type: "array", items: order } } }) },
    ],
    ["holds no list", { ...byRef, ...answers({ type: "object", properties: { a: { type: "array", items: true } } }) }],
    ["holds no ids", { ...byRef, ...answers({ type: "array", items: { type: "object", properties: { ref: text } } }) }],
    [
      "needs more than the caller has",
      {
        parameters: [...byRef.parameters, { name: "tenant", in: "query", required: true, schema: text }],
        ...answers({ type: "array", items: order }),
      },
    ],
  ])("is not asked of a list that %s: the operation stays a pivot", (_what, list) => {
    expect(createBeside(create, { "/orders": { get: { operationId: "listOrders", ...list } } }).create).toMatchObject({ kind: "pivot" });
  });

  test("is not asked of a thing that is found by more than its name", () => {
    const operations = operationsOf(
      described({
        "/orders/{id}": {
          get: { parameters: [ID, { name: "tenant", in: "query", required: true, schema: text }], responses: OK },
          delete: { operationId: "deleteOrder", parameters: [ID], responses: OK },
        },
      }),
    );

    expect(operations["deleteOrder"]).not.toHaveProperty("verify");
  });
});
