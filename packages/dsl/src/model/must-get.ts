/** The entry of a map that was built to have it. Throws where it has not: that is a fault of Skald, never of a document. */
export function mustGet<Key, Value>(entries: ReadonlyMap<Key, Value>, key: Key): Value {
  const value = entries.get(key);
  if (value === undefined) throw new Error(`Nothing is known of "${String(key)}", which was to be known here.`);

  return value;
}
