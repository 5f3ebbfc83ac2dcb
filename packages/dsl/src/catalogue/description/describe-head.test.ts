import { describe, expect, test } from "vitest";
import { describeHead } from "./describe-head.ts";

function headOf(root: object, given = {}): ReturnType<typeof describeHead> {
  return describeHead({ format: "openapi", root: { ...root } }, given);
}

function swaggerOf(root: object): ReturnType<typeof describeHead> {
  return describeHead({ format: "swagger", root: { ...root } }, {});
}

describe("the head of a catalogue", () => {
  test.each([
    ["The Swagger 2.0 Petstore API v3", "petstore"],
    ["Order  Service", "order-service"],
    ["", "service"],
    ["API", "service"],
  ])("has a name made of the title %j", (title, name) => {
    expect(headOf({ info: { title } }).document).toMatchObject({ name });
  });

  test("has the name and the namespace it is given, and its title where there is one", () => {
    expect(headOf({ info: { title: "Pets ${x}", version: "1.0.0" } }, { name: "zoo", namespace: "animals" })).toMatchObject({
      document: { dsl: "1.0", kind: "service", namespace: "animals", name: "zoo", version: "1.0.0", title: "Pets $x}" },
      baseUrl: "${ env.ZOO_URL }",
    });
    expect(headOf({}).document).toEqual({ dsl: "1.0", kind: "service", name: "service", version: "1.0.0" });
  });

  test.each([
    ["1.2.3", "1.2.3"],
    ["v2", "2.0.0"],
    ["2024-05-01", "2024.0.0"],
    ["0.9", "0.9.0"],
    ["draft", "1.0.0"],
    ["version 0", "1.0.0"],
    [3, "3.0.0"],
    [undefined, "1.0.0"],
  ])("has a semantic version made of %j", (version, expected) => {
    expect(headOf({ info: { version } }).document["version"]).toBe(expected);
  });

  test.each([
    [headOf({ servers: [{ url: "https://a.example/v1" }] }), "https://a.example/v1"],
    [headOf({}), null],
    [swaggerOf({ host: "a.example", schemes: ["http"], basePath: "/v1" }), "http://a.example/v1"],
    [swaggerOf({ host: "a.example" }), "https://a.example"],
    [swaggerOf({ basePath: "/v1" }), null],
  ])("says the address the description names (%#)", ({ server }, address) => {
    expect(server).toBe(address);
  });

  test.each([
    [{ Token: { type: "http", scheme: "Bearer" } }, { bearer: { token: "${ secrets.token }" } }],
    [
      { my_login: { type: "http", scheme: "basic" } },
      { basic: { username: "${ secrets.myLoginUser }", password: "${ secrets.myLoginPassword }" } },
    ],
    [{ "1st": { type: "apiKey", in: "header", name: "X-Key" } }, { header: { name: "X-Key", value: "${ secrets.key1st }" } }],
    [{ "?": { type: "http", scheme: "bearer" } }, { bearer: { token: "${ secrets.api }" } }],
    [{ a: { type: "apiKey", in: "query", name: "key" } }, null],
    [{ a: { type: "apiKey", in: "header", name: "X Key" } }, null],
    [{ a: { type: "http", scheme: "digest" } }, null],
    [{ a: { $ref: "#/gone" }, b: { type: "http", scheme: "bearer" } }, { bearer: { token: "${ secrets.b }" } }],
    [{}, null],
  ])("has the first kind of authentication a catalogue can say: %j", (securitySchemes, auth) => {
    expect(headOf({ components: { securitySchemes } }).auth).toEqual(auth);
  });

  test("reads the authentication of Swagger 2.0", () => {
    expect(swaggerOf({ securityDefinitions: { login: { type: "basic" } } }).auth).toEqual({
      basic: { username: "${ secrets.loginUser }", password: "${ secrets.loginPassword }" },
    });
  });
});
