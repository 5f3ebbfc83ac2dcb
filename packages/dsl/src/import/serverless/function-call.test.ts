import { describe, expect, test } from "vitest";
import { importText, mistakesIn, operationsOf, stateOf } from "../testing/import-text.ts";
import { lossesOf, statesWorkflow } from "../testing/serverless.ts";

function calling(operation: string, type = "rest"): string {
  return statesWorkflow(
    "- { name: A, type: operation, actions: [{ functionRef: { refName: f, arguments: { id: 1 } } }], end: true }",
    `functions: [{ name: f, operation: ${JSON.stringify(operation)}, type: ${type} }]\n`,
  );
}

describe("a function that is described elsewhere", () => {
  test.each([
    ["https://stock.example.com:8080/api.json#holdItems", "stock-example-com.holdItems", "https://stock.example.com:8080"],
    ["specs/payments.proto#Payments#Charge", "payments.Charge", "${ env.PAYMENTS_URL }"],
    ["file://specs/mail.json#/paths/send", "mail.send", "${ env.MAIL_URL }"],
    ["stock.json", "stock.f", "${ env.STOCK_URL }"],
    ["", "f-service.f", "${ env.F_SERVICE_URL }"],
  ])("%j is the operation %s at %s", (operation, key, baseUrl) => {
    const imported = importText(calling(operation));

    expect(stateOf(calling(operation), "A")).toMatchObject({ call: key, with: { id: 1 } });
    expect(imported.documents[1]).toMatchObject({ baseUrl, operations: { [key.split(".")[1] ?? ""]: { call: { method: "POST" } } } });
    expect(mistakesIn(imported)).toEqual([]);
  });

  test.each([
    ["rpc", 'refers to "x.proto#F", which speaks gRPC; the description'],
    ["graphql", 'refers to "x.proto#F", which speaks GraphQL; the description'],
    ["constructor", 'refers to "x.proto#F"; the description'],
  ])("of the type %s is told with what it speaks", (type, sentence) => {
    expect(lossesOf(calling("x.proto#F", type)).join("\n")).toContain(sentence);
  });
});

describe("a function whose address stands in the source", () => {
  test.each([
    ["rest:get:https://pets.example.com/pets/{id}", "readOnly", { method: "GET", path: "/pets/${ params.id }" }],
    ["rest:HEAD:/pets", "readOnly", { method: "HEAD", path: "/pets" }],
    ["rest:post:pets", "retriable", { method: "POST", path: "/pets", body: "${ params }" }],
    ["rest:delete:https://pets.example.com", "retriable", { method: "DELETE", path: "/", body: "${ params }" }],
  ])("%j is called there", (operation, kind, call) => {
    const imported = importText(calling(operation, "custom"));

    expect(Object.values(operationsOf(imported))).toEqual([{ kind, call }]);
    expect(lossesOf(calling(operation, "custom")).filter((loss) => loss.includes('/functions/0: "f"'))).toEqual([]);
    expect(mistakesIn(imported)).toEqual([]);
  });

  test("by a method that is none here is called by POST, and that is told", () => {
    const text = calling("rest:options:/pets?all=1", "custom");

    expect(Object.values(operationsOf(importText(text)))).toMatchObject([{ call: { method: "POST", path: "/pets" } }]);
    expect(lossesOf(text)).toEqual(
      expect.arrayContaining([
        'changed /functions/0: "f" is called by OPTIONS; a call here is one of GET, POST, PUT, PATCH, DELETE, HEAD: it is a POST.',
        'dropped /functions/0: The query of the address of "f" is not brought over.',
      ]),
    );
  });
});
