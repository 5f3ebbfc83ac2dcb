/** Parameters of an address. Those without a value are left out; a list is sent with commas. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** A path with the parameters that have a value. */
export function pathWithQuery(path: string, query: Query = {}): string {
  const pairs = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== "")
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(Array.isArray(value) ? value.join(",") : String(value))}`);

  return pairs.length === 0 ? path : `${path}?${pairs.join("&")}`;
}

/** A path from its parts, each of them escaped. */
export function pathOf(...parts: readonly (string | number)[]): string {
  return `/api/v1/${parts.map((part) => encodeURIComponent(part)).join("/")}`;
}
