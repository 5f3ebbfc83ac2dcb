import { describe, expect, test } from "vitest";
import { prettyBody, prettyJson, visibleText } from "./text.ts";

describe("hostile text", () => {
  test("what changes the direction of writing is shown, not obeyed", () => {
    expect(visibleText("abc\u202eDEF\u0007")).toBe("abc\\u202eDEF\\u0007");
  });

  test("line breaks and letters of any script stay", () => {
    expect(visibleText("Grüße\n日本\t😀")).toBe("Grüße\n日本\t😀");
  });

  test("a value longer than the page can bear is cut and says so", () => {
    expect(prettyJson("x".repeat(50), 10)).toEqual({ text: '"xxxxxxxxx', cut: true });
  });

  test("a body that is not JSON is shown as it is", () => {
    expect(prettyBody("<b>no</b>")).toBe("<b>no</b>");
  });
});
