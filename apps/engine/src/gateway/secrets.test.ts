import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSecrets, upperSnake } from "./secrets.ts";
import { DrivenClock } from "./testing/fixtures.ts";

describe("secrets", () => {
  let folder = "";

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "skald-secrets-"));
    await writeFile(join(folder, "apiKey"), "from a file\n");
    await writeFile(join(folder, "..hidden"), "no");
    await mkdir(join(folder, "aFolder"));
  });

  afterAll(() => rm(folder, { recursive: true }));

  test.each([
    ["internalToken", "INTERNAL_TOKEN"],
    ["snake_case", "SNAKE_CASE"],
    ["apiKey2", "API_KEY2"],
    ["HTTPToken", "HTTP_TOKEN"],
  ])("%s is %s in the environment", (name, expected) => {
    expect(upperSnake(name)).toBe(expected);
  });

  test("the environment wins over the folder", async () => {
    const secrets = createSecrets({ environment: { SKALD_SECRET_API_KEY: "from the environment" }, folder, clock: new DrivenClock() });

    expect(await secrets.read("apiKey")).toBe("from the environment");
  });

  test("a file is read by its name as it is, without its last line break", async () => {
    const secrets = createSecrets({ environment: {}, folder, clock: new DrivenClock() });

    expect(await secrets.read("apiKey")).toBe("from a file");
    expect(await secrets.read("apikey")).toBeUndefined();
  });

  test.each(["../apiKey", "..hidden", "aFolder", "aFolder/../apiKey", "", ".", "/etc/passwd", "a\u0000b", "a b"])(
    "%j leads to no file",
    async (name) => {
      const secrets = createSecrets({ environment: {}, folder, clock: new DrivenClock() });

      expect(await secrets.read(name)).toBeUndefined();
    },
  );

  test("a rotated file is seen after a second", async () => {
    const clock = new DrivenClock();
    const secrets = createSecrets({ environment: {}, folder, clock });
    await writeFile(join(folder, "rotated"), "old");
    await secrets.read("rotated");
    await writeFile(join(folder, "rotated"), "new");

    const atOnce = await secrets.read("rotated");
    await clock.advance(1_000);

    expect(atOnce).toBe("old");
    expect(await secrets.read("rotated")).toBe("new");
  });

  test("without a folder only the environment is read", async () => {
    const secrets = createSecrets({ environment: {}, folder: null, clock: new DrivenClock() });

    expect(await secrets.read("apiKey")).toBeUndefined();
  });
});
