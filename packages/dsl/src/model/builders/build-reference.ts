/** Another document by name, and which versions of it fit; null: any. */
export interface DocumentReference {
  readonly namespace: string;
  readonly name: string;
  readonly range: string | null;
}

/** `namespace/name@range` in its parts; a namespace left out is that of the document. */
export function buildReference(reference: string, namespace: string): DocumentReference {
  const [whole = "", range] = reference.split("@");
  const slash = whole.indexOf("/");

  return { namespace: slash === -1 ? namespace : whole.slice(0, slash), name: whole.slice(slash + 1), range: range ?? null };
}
