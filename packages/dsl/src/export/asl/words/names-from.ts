import type { Names } from "./jsonata.ts";

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
