import type { DiffView } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { type OpenDoor, openDoor } from "../../testing/open-door.ts";

const YAML = { "content-type": "application/yaml" };
const CALL = (path: string): string => `{ http: { method: POST, url: "http://127.0.0.1:1/${path}" } }`;
const UNDO = `compensate: { call: ${CALL("hotel/undo")} }`;
const OLD = `document: { dsl: "1.0", kind: saga, namespace: test, name: trip, version: 1.0.0 }
start: hotel
states:
  hotel: { type: task, call: ${CALL("hotel")}, ${UNDO}, next: done }
  done: { type: succeed }
`;
const NEW = OLD.replace("1.0.0", "1.1.0")
  .replace(UNDO, "kind: readOnly")
  .replace("next: done", "next: car")
  .replace("  done:", `  car: { type: task, call: ${CALL("car")}, kind: pivot, next: done }\n  done:`);

async function withBoth(): Promise<OpenDoor> {
  const door = await openDoor();
  for (const text of [OLD, NEW]) await door.post("/api/v1/definitions", text, YAML);

  return door;
}

describe("GET /definitions/{namespace}/{name}/diff", () => {
  test("tells the lines that differ and what they mean, an undo that is lost as a warning", async () => {
    const door = await withBoth();

    const answer = await door.get("/api/v1/definitions/test/trip/diff?from=1.0.0&to=1.1.0");

    const { hunks, changes, from, to } = answer.json<DiffView>();
    expect(answer.statusCode).toBe(200);
    expect(hunks.flatMap(({ lines }) => lines).filter(({ kind }) => kind !== "same").length).toBeGreaterThan(2);
    expect(changes.map(({ kind, subject }) => `${kind} ${subject}`)).toEqual(
      expect.arrayContaining(["stateAdded car", "undoLost hotel", expect.stringMatching(/^pivotMoved/)]),
    );
    expect(changes.find(({ kind }) => kind === "undoLost")?.severity).toBe("warning");
    expect([from.graph, to.graph].map((graph) => graph?.nodes.length)).toEqual([2, 3]);
  });

  test("a version with itself differs in nothing", async () => {
    const door = await withBoth();

    const answer = await door.get("/api/v1/definitions/test/trip/diff?from=1.0.0&to=1.0.0");

    expect(answer.json()).toMatchObject({ hunks: [], changes: [] });
  });

  test("a version that is not there is not found", async () => {
    const door = await withBoth();

    const answer = await door.get("/api/v1/definitions/test/trip/diff?from=1.0.0&to=9.0.0");

    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ code: "DEFINITION_NOT_FOUND", detail: expect.stringContaining("9.0.0") });
  });

  test("both versions must be named", async () => {
    const door = await withBoth();

    const answer = await door.get("/api/v1/definitions/test/trip/diff?from=1.0.0");

    expect(answer.statusCode).toBe(400);
  });
});
