import { describe, expect, test } from "vitest";
import { ID, notesOf, OK, operationOf, swaggerOf, takes } from "../testing/write-catalogue.ts";

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
