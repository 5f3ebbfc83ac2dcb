import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readHolder, takeLock } from "./lock-file.mjs";
import { identify } from "./process-identity.mjs";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "skald-lock-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe("a lock file", () => {
  test("is held by one process, with what it says of itself", () => {
    const file = join(folder, "lock");
    takeLock(file, { addresses: "here" });

    const second = takeLock(file);

    expect(second).toMatchObject({ kind: "held", holder: { pid: process.pid, addresses: "here" } });
  });

  test("can be taken again after its release", () => {
    const file = join(folder, "lock");
    const first = takeLock(file);
    if (first.kind === "taken") first.lock.release();

    const second = takeLock(file);

    expect(second.kind).toBe("taken");
  });

  test("of a process that is gone belongs to the next, although its number is in use again", () => {
    const file = join(folder, "lock");
    writeFileSync(file, JSON.stringify({ pid: process.pid, startedAt: "of another life" }));

    const attempt = takeLock(file);

    expect(attempt.kind).toBe("taken");
    expect(readHolder(file)).toMatchObject(identify(process.pid) ?? {});
  });

  test("that is no lock file is nobody's", () => {
    const file = join(folder, "lock");
    writeFileSync(file, "{");

    const attempt = takeLock(file);

    expect(attempt.kind).toBe("taken");
  });
});
