import type { Query } from "./query.ts";

// Functions of the source languages by how many arguments they take. With another number they have no counterpart.

/** What a call becomes; undefined: nothing. */
export type Call = (given: readonly Query[]) => Query | undefined;

/** A function of one argument. */
export function takingOne(make: (only: Query) => Query | undefined): Call {
  return ([only, ...more]) => (only === undefined || more.length > 0 ? undefined : make(only));
}

/** A function of two arguments. */
export function takingTwo(make: (first: Query, second: Query) => Query | undefined): Call {
  return ([first, second, ...more]) => (first === undefined || second === undefined || more.length > 0 ? undefined : make(first, second));
}
