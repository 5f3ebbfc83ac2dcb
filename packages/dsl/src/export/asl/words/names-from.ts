/** A name with members behind it: what it is in JSONata, and how many members that covers. */
export interface ResolvedName {
  readonly text: string;
  readonly covers: number;
}

/** What the names of an expression stand for where it is written to; null: nothing there. `path` begins with the name itself. */
export type Names = (path: readonly string[]) => ResolvedName | null;

/** Names of a scope by their dotted paths, the longest first; what they do not tell is asked of the scope around. */
export function namesFrom(texts: ReadonlyMap<string, string>, outer: Names): Names {
  return (path) => {
    for (let covers = path.length; covers > 0; covers -= 1) {
      const text = texts.get(path.slice(0, covers).join("."));
      if (text !== undefined) return { text, covers };
    }
    return outer(path);
  };
}
