import { Pool } from "undici";
import type { Egress } from "./egress.ts";

const HEADER_MAX_BYTES = 32 * 1024;
const KEEP_ALIVE_MS = 4_000;
// Calls with a whole URL bring origins of their own; nobody bounds how many.
const POOLS_MAX = 512;

/** Connections, kept per service and origin, so that no service waits for another one's. */
export interface Pools {
  readonly poolFor: (owner: string, origin: string, connections: number) => Pool;
  /** Takes every connection down, and what still runs on it. */
  readonly destroy: () => Promise<void>;
}

interface KeptPool {
  readonly origin: string;
  readonly connections: number;
  readonly pool: Pool;
}

/** Pools that open connections through the guard alone. */
export function createPools(egress: Egress): Pools {
  const current = new Map<string, KeptPool>();
  const all = new Set<Pool>();

  /** The old pool ends by itself when the calls it carries have ended. */
  function retire(owner: string, { pool }: KeptPool): void {
    current.delete(owner);
    pool.close(() => all.delete(pool));
  }

  function open(owner: string, origin: string, connections: number): Pool {
    const [oldest] = current;
    if (oldest !== undefined && current.size >= POOLS_MAX) retire(...oldest);
    const pool = new Pool(origin, poolOptions(egress, connections));
    all.add(pool);
    current.set(owner, { origin, connections, pool });
    return pool;
  }

  return {
    poolFor: (owner, origin, connections) => {
      const known = current.get(owner);
      if (known?.origin === origin && known.connections === connections) return known.pool;
      if (known !== undefined) retire(owner, known);

      return open(owner, origin, connections);
    },
    destroy: async () => {
      await Promise.all([...all].map((pool) => pool.destroy()));
      current.clear();
      all.clear();
    },
  };
}

function poolOptions(egress: Egress, connections: number): Pool.Options {
  return {
    connections,
    pipelining: 1,
    connect: egress.connect,
    allowH2: false,
    maxHeaderSize: HEADER_MAX_BYTES,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // One deadline of ours covers connection, header and body.
    headersTimeout: 0,
    bodyTimeout: 0,
  };
}
