import { randomFillSync, randomUUID } from "node:crypto";
import { uuidV7 } from "@skald/shared";
import type { Ids } from "../ports/ids.ts";

/** Bytes drawn at once: asking the kernel for 10 bytes at each start costs more than the start's other ids. */
const POOL_BYTES = 4096;

/** Identities from the system's randomness. */
export function createSystemIds(): Ids {
  const pool = new Uint8Array(POOL_BYTES);
  let used = POOL_BYTES;
  const draw = (count: number): Uint8Array => {
    if (used + count > POOL_BYTES) {
      randomFillSync(pool);
      used = 0;
    }
    used += count;
    return pool.slice(used - count, used);
  };

  return {
    sagaId: (nowMs) => uuidV7(nowMs, draw(10)),
    uuid: () => randomUUID(),
    traceId: () => Buffer.from(draw(16)).toString("hex"),
    random: () => Math.random(),
  };
}
