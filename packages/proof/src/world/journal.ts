import type { Entry } from "@skald/kernel";

/** A journal that many paths share from its beginning: each holds its own end and the way back. Never changed. */
export class Journal {
  static readonly EMPTY = new Journal(null, []);

  readonly #before: Journal | null;
  readonly latest: readonly Entry[];

  private constructor(before: Journal | null, latest: readonly Entry[]) {
    this.#before = before;
    this.latest = latest;
  }

  with(entries: readonly Entry[]): Journal {
    return entries.length === 0 ? this : new Journal(this, entries);
  }

  /** @throws Error when there is no such entry: a defect of who asks. */
  entryAt(seq: number): Entry {
    for (let part: Journal | null = this; part !== null; part = part.#before) {
      const first = part.latest[0];
      if (first !== undefined && first.seq <= seq) return requireEntry(part.latest[seq - first.seq], seq);
    }
    return requireEntry(undefined, seq);
  }

  /** All entries in order. */
  get entries(): readonly Entry[] {
    const parts: (readonly Entry[])[] = [];
    for (let part: Journal | null = this; part !== null; part = part.#before) parts.push(part.latest);

    return parts.reverse().flat();
  }
}

function requireEntry(entry: Entry | undefined, seq: number): Entry {
  if (entry === undefined) throw new Error(`There is no entry ${seq}.`);

  return entry;
}
