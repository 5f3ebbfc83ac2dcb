import { describe, expect, test } from "vitest";
import { addressProblem, baseProblem, pathProblem } from "./address-problem.ts";

const NONE = "none";
const WHO = "Who is called must be written out or read from env, for example https://stock.example: here a value of the saga would decide.";
const NO_ADDRESS = "This is no address such as https://stock.example/api; it holds no user, no password and no #.";
const DOTS = 'The path of a call holds no "." and no "..": write the path that is meant.';

describe("the whole address of a call", () => {
  test.each([
    ["https://stock.example/items/${ input.id }?at=${ vars.at }", NONE],
    ["${ env.STOCK }/items/${ input.id }", NONE],
    ["https://${ env.HOST }:${ env.PORT }/items", NONE],
    ["https://${ input.host }/items", WHO],
    ["${ input.url }", WHO],
    ["https://user:secret@stock.example/", NO_ADDRESS],
    ["https://stock.example:70000/", NO_ADDRESS],
    ["ftp://stock.example/", NO_ADDRESS],
    ["https://stock.example/items/../orders", DOTS],
    ["https://stock.example/items/%2E%2e", DOTS],
    // What is wrong with its expressions is told of these.
    ["https://${ input.host /", NONE],
  ])("%s: %s", (text, message) => {
    expect(addressProblem(text)?.message ?? NONE).toBe(message);
  });

  test("is told at the value that would decide who is called", () => {
    const text = "https://${ input.host }/items";

    expect(text.slice(...(addressProblem(text)?.within ?? []))).toBe("input.host");
  });
});

describe("the address of a service", () => {
  test.each([
    ["https://stock.example/api", NONE],
    ["${ env.STOCK }", NONE],
    ["https://stock.example/api?key=1", "The address of a service has no query: give it with each call."],
    ["https://stock.example/./api", DOTS],
    ["stock.example", NO_ADDRESS],
    ["${ env.STOCK", NONE],
  ])("%s: %s", (text, message) => {
    expect(baseProblem(text)?.message ?? NONE).toBe(message);
  });
});

describe("the path of a call", () => {
  test.each([
    ["/orders/${ params.id }?full=1", NONE],
    ["/orders/${ params.id }.json", NONE],
    ["/orders#5", "This is no path such as /orders/5: other characters are written as %20."],
    ["/orders/../customers", DOTS],
    ["/orders/${ params.id", NONE],
  ])("%s: %s", (text, message) => {
    expect(pathProblem(text)?.message ?? NONE).toBe(message);
  });
});
