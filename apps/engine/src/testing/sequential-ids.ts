import { uuidV7 } from "@skald/shared";
import type { Ids } from "../ports/ids.ts";

/** Ids that count up, and randomness that is always the same. */
export function createSequentialIds(random = 0.5): Ids {
  let count = 0;
  const nextBytes = (): Uint8Array => {
    count += 1;
    const bytes = new Uint8Array(10);
    new DataView(bytes.buffer).setUint32(6, count);
    return bytes;
  };

  return {
    sagaId: (nowMs) => uuidV7(nowMs, nextBytes()),
    uuid: () => uuidV7(0, nextBytes()),
    traceId: () => uuidV7(0, nextBytes()).replaceAll("-", ""),
    random: () => random,
  };
}
