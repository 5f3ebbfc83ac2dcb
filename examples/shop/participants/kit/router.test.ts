import { describe, expect, test } from "vitest";
import { findRoute, type Route, reply } from "./router.ts";

const ROUTES: readonly Route[] = [
  { method: "GET", path: "/orders/:id", run: async () => reply(200) },
  { method: "POST", path: "/orders/:id/cancel", run: async () => reply(200) },
];

describe("findRoute", () => {
  test("a parameter is decoded once", () => {
    const match = findRoute(ROUTES, "GET", "/orders/Zo%C3%AB%20%2F%251");

    expect(match?.params).toEqual({ id: "Zoë /%1" });
  });

  test("the method and the number of segments decide", () => {
    const found = [
      findRoute(ROUTES, "POST", "/orders/1"),
      findRoute(ROUTES, "GET", "/orders/1/cancel"),
      findRoute(ROUTES, "POST", "/orders/1/cancel"),
    ];

    expect(found.map((match) => match?.route.path)).toEqual([undefined, undefined, "/orders/:id/cancel"]);
  });

  test("an escape that cannot be decoded fits no route", () => {
    expect(findRoute(ROUTES, "GET", "/orders/%E0%A4%A")).toBeNull();
  });
});
