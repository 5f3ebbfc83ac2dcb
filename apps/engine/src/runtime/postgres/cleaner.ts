// Removes what has been kept for long enough: ended sagas with their journals, and start keys.
//
//   C1. Only what has ended goes, and not before the retention of its definition is over by the database's clock.
//   C2. A replica removes the sagas of its own shards. Two that hold the same one for a moment do no harm: what is
//       gone is gone.
//   C3. Work is cut into transactions that are short, so that nobody waits for one.

import type { CompiledSaga } from "@skald/dsl";
import type pg from "pg";
import type { Telemetry } from "../../ports/telemetry.ts";
import { deleteSagas } from "../../store/queries/retention/delete-sagas.ts";
import { expireKeys } from "../../store/queries/retention/expire-keys.ts";
import { findExpiredSagas, type Retention } from "../../store/queries/retention/find-expired-sagas.ts";
import { listSagaDefinitions } from "../../store/queries/retention/list-saga-definitions.ts";
import { inTransaction } from "../../store/transaction.ts";

export interface CleanerParts {
  readonly pool: pg.Pool;
  readonly telemetry: Telemetry;
  /** Shards this replica holds now. */
  readonly shards: () => readonly number[];
  readonly findDefinition: (hash: string) => Promise<CompiledSaga | null>;
  /** How long ended sagas are kept whose definition does not say. */
  readonly keepMs: number;
}

/** What one transaction deletes at most. Deleting an entry costs about 10 µs, its trigger included. */
const CHUNK = { sagas: 500, entries: 20_000 } as const;
const KEYS_AT_ONCE = 500;
/** A key whose time is over while its saga lives is looked at again so much later. */
const KEY_AGAIN_MS = 7 * 86_400_000;
/** What is kept longer than a century is kept for ever: the database's dates end. */
const KEEP_MAX_MS = 100 * 366 * 86_400_000;

/** Removes what is due, chunk after chunk, until nothing is or it is told to stop. */
export class Cleaner {
  readonly #parts: CleanerParts;
  /** By hash; null: for ever. A definition never changes. */
  readonly #retentions = new Map<string, number | null>();
  #isStopped = false;

  constructor(parts: CleanerParts) {
    this.#parts = parts;
  }

  /** Begins no transaction any more. */
  stop(): void {
    this.#isStopped = true;
  }

  /** Answers how many sagas were removed. @throws when the database cannot be asked. */
  async clean(): Promise<number> {
    const removed = await this.#removeSagas();
    await this.#removeKeys();
    if (removed === 0) return 0;

    this.#parts.telemetry.count("skald_sagas_removed_total", {}, removed);
    this.#parts.telemetry.log("info", "Ended sagas were removed; their retention is over.", { sagas: removed });
    return removed;
  }

  async #removeSagas(): Promise<number> {
    const { pool, shards } = this.#parts;
    const retentions = await this.#knownRetentions();
    let removed = 0;
    while (!this.#isStopped) {
      const ids = await findExpiredSagas(pool, { shards: shards(), retentions }, CHUNK);
      if (ids.length === 0) break;
      removed += await inTransaction(pool, (db) => deleteSagas(db, ids));
    }
    return removed;
  }

  async #removeKeys(): Promise<void> {
    let looked = KEYS_AT_ONCE;
    while (looked === KEYS_AT_ONCE && !this.#isStopped) looked = await expireKeys(this.#parts.pool, KEYS_AT_ONCE, KEY_AGAIN_MS);
  }

  async #knownRetentions(): Promise<readonly Retention[]> {
    const hashes = await listSagaDefinitions(this.#parts.pool);
    for (const hash of hashes) if (!this.#retentions.has(hash)) this.#retentions.set(hash, await this.#retentionOf(hash));

    return hashes.flatMap((definitionHash) => {
      const keepMs = this.#retentions.get(definitionHash) ?? null;
      return keepMs === null ? [] : [{ definitionHash, keepMs }];
    });
  }

  async #retentionOf(hash: string): Promise<number | null> {
    const definition = await this.#parts.findDefinition(hash);
    if (definition === null) return null;

    const keepMs = definition.retentionMs ?? this.#parts.keepMs;
    return keepMs === "forever" || keepMs > KEEP_MAX_MS ? null : keepMs;
  }
}
