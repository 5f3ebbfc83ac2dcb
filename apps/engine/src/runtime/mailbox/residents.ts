import type { Known, Resident } from "./resident.ts";

/** Which sagas are in memory, which soon will be, and which of them have a row that is behind its journal. */
export class Residents {
  readonly #byId = new Map<string, Resident>();
  readonly #expected = new Set<string>();
  /** While recoveries run: what was in memory since the first of them began. */
  #touched: Set<string> | null = null;
  #recoveries = 0;
  /** In the order in which they fell behind, so that a sweep stops at the first that is not due. */
  readonly #behind = new Set<Resident>();

  get(sagaId: string): Resident | undefined {
    return this.#byId.get(sagaId);
  }

  get size(): number {
    return this.#byId.size;
  }

  add(resident: Resident): Resident {
    this.#byId.set(resident.id, resident);
    this.#touched?.add(resident.id);
    return resident;
  }

  remove(resident: Resident): void {
    this.#byId.delete(resident.id);
    this.#behind.delete(resident);
  }

  /** Empties memory. Returns what was there. */
  clear(): readonly Resident[] {
    const all = [...this.#byId.values()];
    this.#byId.clear();
    this.#behind.clear();
    return all;
  }

  /** Whether this very resident is still the one of its saga: memory may have been emptied while it was away. */
  holds(resident: Resident): boolean {
    return this.#byId.get(resident.id) === resident;
  }

  /** A start of this saga is under way: its row may be committed before its starter hears of it. */
  expect(sagaId: string): void {
    this.#expected.add(sagaId);
    this.#touched?.add(sagaId);
  }

  /** The start came to an end, whichever. */
  unexpect(sagaId: string): void {
    this.#expected.delete(sagaId);
  }

  isExpected(sagaId: string): boolean {
    return this.#expected.has(sagaId);
  }

  /**
   * A recovery begins; call the answer when it ends. Whatever is in memory at some time meanwhile counts as in memory
   * until then: what the recovery read of it may be old.
   */
  recovering(): () => void {
    this.#touched ??= new Set([...this.#byId.keys(), ...this.#expected]);
    this.#recoveries += 1;
    return () => {
      this.#recoveries -= 1;
      if (this.#recoveries === 0) this.#touched = null;
    };
  }

  /** Whether a saga is in memory, will be as soon as its start is answered, or was since a recovery began. */
  has(sagaId: string): boolean {
    return this.#byId.has(sagaId) || this.#expected.has(sagaId) || this.#touched?.has(sagaId) === true;
  }

  /** No unit under way and no mail waiting. */
  isQuiet(): boolean {
    for (const { busy, mail } of this.#byId.values()) if (busy || mail.length > 0) return false;

    return true;
  }

  /** Notes whether the row of this resident is behind; of one that is not known, nothing is. */
  noteRow(resident: Resident): void {
    if (resident.known === null || resident.known.behindSinceMs === null) this.#behind.delete(resident);
    else this.#behind.add(resident);
  }

  /** Those whose row fell behind at `dueMs` or before, the oldest first. */
  *behindSince(dueMs: number): Iterable<readonly [Resident, Known]> {
    for (const resident of this.#behind) {
      const { known } = resident;
      if (known === null || known.behindSinceMs === null) continue;
      if (known.behindSinceMs > dueMs) return;
      yield [resident, known];
    }
  }
}
