import { describe, expect, test } from "vitest";
import type { DefinitionStore } from "../../ports/definitions.ts";
import { aDefinition, aTask } from "../../testing/sagas.ts";
import { createMemoryDefinitions } from "./memory-definitions.ts";

/** A stored saga of a version; its hash follows from the version. */
function anUpload(version: string): Parameters<DefinitionStore["save"]>[0] {
  const compiled = aDefinition("order", [aTask("reserve", "done")], { version });

  return {
    namespace: "test",
    name: "order",
    version,
    kind: "saga",
    hash: compiled.hash,
    title: null,
    source: "",
    canonical: "",
    compiled,
    service: null,
  };
}

describe("memory definitions", () => {
  test("a version is saved once; the same again exists, another content conflicts", async () => {
    const definitions = createMemoryDefinitions();

    const outcomes = [
      await definitions.save(anUpload("1.0.0")),
      await definitions.save(anUpload("1.0.0")),
      await definitions.save({ ...anUpload("1.0.0"), hash: "sha256:other" }),
    ];

    expect(outcomes.map(({ kind }) => kind)).toEqual(["created", "exists", "conflict"]);
  });

  test("without a version the highest active release is found", async () => {
    const definitions = createMemoryDefinitions();
    for (const version of ["1.9.0", "1.10.0", "2.0.0-rc.1", "1.11.0"]) await definitions.save(anUpload(version));
    await definitions.setState("test", "order", "1.11.0", "disabled");

    const found = await definitions.find("saga", "test", "order", null);

    expect(found?.version).toBe("1.10.0");
  });

  test("versions are listed newest first, and a list has the newest of each name", async () => {
    const definitions = createMemoryDefinitions();
    for (const version of ["1.9.0", "1.10.0"]) await definitions.save(anUpload(version));

    expect((await definitions.versions("test", "order", "saga")).map(({ version }) => version)).toEqual(["1.10.0", "1.9.0"]);
    expect((await definitions.list("saga")).map(({ version }) => version)).toEqual(["1.10.0"]);
    expect(await definitions.list("service")).toEqual([]);
  });

  test("a compiled saga is found by its hash for ever", async () => {
    const definitions = createMemoryDefinitions();
    const upload = anUpload("1.0.0");
    await definitions.save(upload);

    expect(await definitions.byHash(upload.hash)).toEqual(upload.compiled);
    expect(await definitions.byHash("sha256:unknown")).toBeNull();
  });

  test("a breaker override stands until it is taken back", async () => {
    const definitions = createMemoryDefinitions();
    await definitions.setBreakerOverride("test/stock", { state: "open", reason: "repair" });
    const during = await definitions.breakerOverrides();

    await definitions.setBreakerOverride("test/stock", null);

    expect(during).toEqual({ "test/stock": { state: "open", reason: "repair" } });
    expect(await definitions.breakerOverrides()).toEqual({});
  });
});
