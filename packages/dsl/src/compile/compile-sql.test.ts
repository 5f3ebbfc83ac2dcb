import { readFileSync } from "node:fs";
import { sha256Hex } from "@skald/shared";
import { expect, test } from "vitest";
import { type CompiledTransaction, compileSaga, graphOf, type ServiceModel, validateText } from "../index.ts";

const FOLDER = new URL("../../../../docs/examples/", import.meta.url);
const SERVICE = readFileSync(new URL("services/bookkeeper.yaml", FOLDER), "utf8");
const SAGA = readFileSync(new URL("two-phase/transfer.yaml", FOLDER), "utf8");

function compileTransfer(service: string): { readonly hash: string; readonly group: CompiledTransaction } {
  const saga = validateText(`${service}\n---\n${SAGA}`, { many: true }).documents.find(({ kind }) => kind === "saga");
  if (saga?.kind !== "saga" || saga.model === null) throw new Error("The saga has a mistake.");
  const services = new Map([...saga.resolved].filter((entry): entry is [string, ServiceModel] => entry[1] !== null));
  const { hash, states } = compileSaga(saga.model, { services, graph: graphOf(saga.model, services), sha256: sha256Hex });
  const group = states["transfer"];
  if (group?.type !== "transaction") throw new Error("The group is missing.");

  return { hash, group };
}

test("an operation in SQL stands in a two-phase group without saying how: the database prepares by itself", () => {
  const { first, commit, abort, compensate } = compileTransfer(SERVICE).group.participants[0] ?? {};

  expect(first?.sql).toEqual({
    statements: ["update account set balance = balance - $1 where id = $2 and balance - held >= $1 returning id"],
    bind: ["${ params.amount }", "${ params.user }"],
  });
  expect([commit?.sql, abort?.sql]).toEqual([
    { statements: [], bind: [] },
    { statements: [], bind: [] },
  ]);
  expect(compensate?.sql?.statements).toEqual(["update account set balance = balance + $1 where id = $2"]);
});

test("the hash of a saga changes with the SQL it is pinned to", () => {
  const changed = SERVICE.replace("balance = balance - $1 where id = $2 and balance - held >= $1", "balance = balance - $1 where id = $2");

  expect(compileTransfer(changed).hash).not.toBe(compileTransfer(SERVICE).hash);
});
