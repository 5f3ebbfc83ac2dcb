import { describe, expect, test } from "vitest";
import { importText, mistakesIn, operationsOf, stateOf } from "../../testing/import-text.ts";
import { lossesOf, tasksWorkflow } from "../../testing/serverless.ts";

function http(given: string, more = ""): string {
  return tasksWorkflow(
    `- a: { call: http, with: { ${given} }${more} }
- b: { call: http, with: { method: post, endpoint: 'https://x.example.com/b', body: '\${ . }' } }`,
  );
}

const URL = "endpoint: 'https://x.example.com/a'";

describe("a call of HTTP", () => {
  test.each([
    [
      "gets where it says nothing",
      URL,
      { call: { http: { method: "GET", url: "https://x.example.com/a" } }, kind: "readOnly", retry: { attempts: 1 } },
    ],
    ["only asks by HEAD", `method: head, ${URL}`, { call: { http: { method: "HEAD" } }, kind: "readOnly" }],
    [
      "sends headers and parameters",
      `${URL}, headers: { X-Id: '\${ .id }' }, query: { q: 1 }`,
      { call: { http: { headers: { "X-Id": "${ input.id }" }, query: { q: "1" } } } },
    ],
    [
      "fills its address with members of the input",
      "endpoint: { uri: 'https://x.example.com/a/{id}' }",
      { call: { http: { url: "https://x.example.com/a/${ input.id }" } } },
    ],
    [
      "fills its address with what is in braces",
      "endpoint: 'https://x.example.com/a/${ .id }/b'",
      { call: { http: { url: "https://x.example.com/a/${ input.id }/b" } } },
    ],
  ])("%s", (_what, given, is) => {
    expect(mistakesIn(importText(http(given)))).toEqual([]);
    expect(stateOf(http(given), "a")).toMatchObject({ type: "task", ...is });
  });

  test("fills its address with the item of a loop, and with the name where nothing is known", () => {
    const text = tasksWorkflow(`
- s: { set: { known: 1 } }
- l:
    for: { in: .list, each: pet }
    do: [{ a: { call: http, with: { endpoint: 'https://x.example.com/{known}/{pet}/{other}' } } }]`);

    expect(stateOf(text, "l")).toMatchObject({
      body: { states: { a: { call: { http: { url: "https://x.example.com/${ vars.known }/${ pet }/other" } } } } },
    });
  });

  test.each(["raw", "response"])("that gives its %s has a body and a status that is taken for granted", (output) => {
    const text = tasksWorkflow(`
- a: { call: http, with: { ${URL}, output: ${output} } }
- b: { call: http, with: { method: post, endpoint: 'https://x.example.com/b', body: { s: '\${ .statusCode }', n: '\${ .body.n }' } } }`);

    expect(stateOf(text, "b")).toMatchObject({ call: { http: { body: { s: 200, n: "${ steps.a.output.n }" } } } });
    expect(lossesOf(text)).toContain(
      'changed /do/0/a/with/output: "a" gives its whole answer; here only the body is known: its status reads as 200, its headers are missing.',
    );
  });

  test.each([
    ["dropped", "/with/redirect", `${URL}, redirect: true`, '"redirect" of "a" is not brought over.'],
    [
      "dropped",
      "/with/endpoint/retries",
      "endpoint: { uri: 'https://x.example.com', retries: 3 }",
      '"retries" of "a" is not brought over.',
    ],
    [
      "changed",
      "/with/method",
      `method: trace, ${URL}`,
      '"a" calls by "TRACE"; a call here is one of GET, POST, PUT, PATCH, DELETE, HEAD: it is a POST.',
    ],
    [
      "dropped",
      "/with/headers",
      `${URL}, headers: '\${ .headers }'`,
      '"headers" of the call, which is computed as a whole, is not brought over.',
    ],
    [
      "dropped",
      "/with/endpoint",
      "endpoint: '${ .where }'",
      'The address of "a" is computed as a whole; values may only fill single segments here.',
    ],
    ["dropped", "/with/endpoint", "method: get", 'The address of "a" is computed as a whole; values may only fill single segments here.'],
  ])("tells as %s%s what %s loses", (kind, at, given, sentence) => {
    expect(mistakesIn(importText(http(given)))).toEqual([]);
    expect(lossesOf(http(given))).toContain(`${kind} /do/0/a${at}: ${sentence}`);
  });

  test.each([
    ["PT5S", ", timeout: { after: PT5S }"],
    ["the name of one", ", timeout: short"],
  ])("has a time-out of %s", (_what, more) => {
    const text = `use: { timeouts: { short: { after: { seconds: 5 } } } }\n${http(URL, more)}`;

    expect(stateOf(text, "a")).toMatchObject({ timeout: "5s" });
  });

  test.each([
    [", timeout: long", "/use/timeouts/long", "A time-out says no time; there is none."],
    [", timeout: {}", "/do/0/a/timeout", "A time-out says no time; there is none."],
    [", timeout: { after: '${ .long }' }", "/do/0/a/timeout", "A time-out is no duration that is known before it runs; it is left out."],
  ])("tells where its time-out %s at %s is no time", (more, at, sentence) => {
    expect(stateOf(http(URL, more), "a")).not.toHaveProperty("timeout");
    expect(lossesOf(http(URL, more))).toContain(`dropped ${at}: ${sentence}`);
  });
});

describe("a call of what is described elsewhere", () => {
  function calling(call: string, use = ""): string {
    return tasksWorkflow(`- a: { ${call} }`, use === "" ? "" : `use: { functions: { ${use} } }\n`);
  }

  test.each([
    [
      "an operation of OpenAPI",
      "call: openapi, with: { document: { endpoint: { uri: 'https://x.example.com/a.json' } }, operationId: find, parameters: { id: 1 } }",
      "x-example-com.find",
      { id: 1 },
    ],
    ["an operation without arguments", "call: openapi, with: { document: { endpoint: 'pets.json' }, operationId: find }", "pets.find", {}],
    ["an operation without a name", "call: openapi, with: { document: pets.json }", "pets.a", {}],
    ["an operation without anything", "call: openapi", "a-service.a", {}],
    [
      "a method of gRPC",
      "call: grpc, with: { proto: { endpoint: 'file://greet.proto' }, service: { name: Greeter, host: x, port: 1 }, method: hi, arguments: { n: '${ .n }' } }",
      "greeter.hi",
      { n: "${ input.n }" },
    ],
    ["a method of a proto", "call: grpc, with: { proto: { endpoint: 'file://greet.proto' } }", "greet.a", {}],
    [
      "an operation of AsyncAPI",
      "call: asyncapi, with: { document: { endpoint: 'mail.yaml' }, operation: send, message: { payload: 1 } }",
      "mail.send",
      { payload: 1 },
    ],
    ["a channel of AsyncAPI", "call: asyncapi, with: { document: { endpoint: 'mail.yaml' }, channel: '/out' }", "mail.out", {}],
    ["all of AsyncAPI", "call: asyncapi, with: { document: { endpoint: 'mail.yaml' } }", "mail.a", {}],
    ["a function of a catalogue", "call: 'log:1.0.0@main', with: { text: hi }", "functions.log", { text: "hi" }],
    ["a function without arguments", "call: 'log:1.0.0@main'", "functions.log", {}],
    ["something that is no name", "call: 5", "functions.a", {}],
    ["a name that objects have anyway", "call: constructor, with: { a: 1 }", "functions.constructorCall", { a: 1 }],
  ])("%s is an operation", (_what, call, key, given) => {
    expect(mistakesIn(importText(calling(call)))).toEqual([]);
    expect(stateOf(calling(call), "a")).toMatchObject({ call: key, with: given });
    expect(Object.keys(operationsOf(importText(calling(call))))).toEqual([key]);
  });

  test.each([
    [
      "/with/authentication",
      "call: openapi, with: { document: a.json, authentication: { use: x } }",
      '"authentication" of "a" is not brought over.',
    ],
    [
      "/with/service/authentication",
      "call: grpc, with: { service: { name: G, authentication: { use: x } } }",
      '"authentication" of "a" is not brought over.',
    ],
    [
      "/with/subscription",
      "call: asyncapi, with: { document: a.json, subscription: { consume: { amount: 1 } } }",
      '"subscription" of "a" is not brought over.',
    ],
  ])("tells as dropped%s what it loses", (at, call, sentence) => {
    expect(lossesOf(calling(call))).toContain(`dropped /do/0/a${at}: ${sentence}`);
  });

  test("by a function of the workflow is given its arguments as input", () => {
    const text = calling(
      "call: find, with: { id: '${ .n }' }",
      "find: { call: openapi, with: { document: pets.json, operationId: get, parameters: { id: '${ .id }' } } }",
    );

    expect(stateOf(text, "a")).toMatchObject({ call: "pets.get", with: { id: "${ input.n }" } });
  });

  test("by a function of the workflow without arguments is given the input", () => {
    const text = calling("call: find", "find: { call: http, input: { schema: {} }, with: { endpoint: 'https://x.example.com/{id}' } }");

    expect(stateOf(text, "a")).toMatchObject({ call: { http: { url: "https://x.example.com/${ input.id }" } } });
    expect(lossesOf(text)).toContain('dropped /use/functions/find/input: "input" of the function "find" is not brought over.');
  });
});
