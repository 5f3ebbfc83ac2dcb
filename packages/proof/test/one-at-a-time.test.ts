import { readdirSync, readFileSync } from "node:fs";
import { compileFamily, validateText } from "@skald/dsl";
import { sha256Hex } from "@skald/shared";
import { expect, test } from "vitest";
import { explore } from "../src/explore/explore.ts";
import { oneAtATime } from "../src/explore/one-at-a-time.ts";
import { type Happening, happenings } from "../src/world/happening.ts";
import type { Position } from "../src/world/position.ts";

const FOLDER = new URL("../../../docs/examples/", import.meta.url);

function positionsOf(name: string): readonly Position[] {
  const services = readdirSync(new URL("services/", FOLDER)).map((file) => `services/${file}`);
  const text = [name, ...services].map((file) => readFileSync(new URL(file, FOLDER), "utf8")).join("\n---\n");
  const { documents } = validateText(text, { many: true });
  const [first] = documents;
  const family = first?.kind === "saga" ? compileFamily(first, { documents, sha256: sha256Hex }) : null;
  if (family === null) throw new Error(`"${name}" is no valid saga.`);

  const positions: Position[] = [];
  explore(
    family.definition,
    { arrive: ({ position }) => void positions.push(position), fail: () => undefined },
    { children: family.children },
  );
  return positions;
}

const stateOf = (happening: Happening): string =>
  happening.kind === "call" ? `${happening.call.kind} ${happening.call.state}` : happening.kind;

test("a group that has decided is heard one participant after the other, and still to the last", () => {
  const positions = positionsOf("two-phase/transfer.yaml");

  const told = positions.map((position) => oneAtATime(happenings(position), position).map(stateOf));

  const commits = told.filter((states) => states.some((state) => state.startsWith("commit")));
  const participants = new Set(commits.flat().filter((state) => state.startsWith("commit")));
  expect(participants.size).toBe(2);
  expect(commits.every((states) => states.filter((state) => state.startsWith("commit")).length === 1)).toBe(true);
});

test("a group that has not decided yet is heard in every order", () => {
  const positions = positionsOf("two-phase/transfer.yaml");

  const told = positions.map((position) => oneAtATime(happenings(position), position).map(stateOf));

  expect(told.some((states) => states.filter((state) => state.startsWith("prepare")).length === 2)).toBe(true);
});
