/** A cache that forgets what was used least recently. */
export interface BoundedCache<Value> {
  readonly get: (key: string) => Value | undefined;
  readonly set: (key: string, value: Value) => void;
}

/** A cache of at most `max` entries. What it holds follows from the key alone, so forgetting is always right. */
export function createBoundedCache<Value>(max: number): BoundedCache<Value> {
  // A map keeps the order of insertion: the first key is the one used least recently.
  const entries = new Map<string, Value>();

  return {
    get: (key) => {
      const value = entries.get(key);
      if (value === undefined) return undefined;

      entries.delete(key);
      entries.set(key, value);
      return value;
    },
    set: (key, value) => {
      entries.delete(key);
      entries.set(key, value);
      for (const oldest of entries.keys()) {
        if (entries.size <= max) return;
        entries.delete(oldest);
      }
    },
  };
}
