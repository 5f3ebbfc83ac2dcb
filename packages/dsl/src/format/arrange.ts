import { keyName, orderOf, type SchemaPart, schemaBelow, schemaOfDocument } from "./field-order.ts";
import type { Written, WrittenCollection, WrittenEntry, WrittenScalar } from "./written.ts";

/** A value ready to be printed: an alias is the name of an anchor that was printed before. */
export type Arranged = ArrangedScalar | ArrangedAlias | ArrangedCollection;

type ArrangedScalar = Omit<WrittenScalar, "start" | "end">;

interface ArrangedAlias {
  readonly kind: "alias";
  readonly name: string;
}

export interface ArrangedEntry extends Pick<WrittenEntry, "id" | "isSpaced"> {
  /** The field; null for an item of a list. */
  readonly name: string | null;
  readonly value: Arranged;
}

export interface ArrangedCollection extends Pick<WrittenCollection, "kind" | "id" | "isFlow" | "anchor"> {
  readonly entries: readonly ArrangedEntry[];
}

/**
 * Puts the fields of a document into their order. An anchor must stand before its aliases: where the order would
 * turn them round, the contents move to the place that now comes first, and the other becomes the alias.
 */
export function arrange(root: Written): Arranged {
  // Names of what was placed; an anchor given twice gets a name of its own the second time.
  const placed = new Map<Written, string>();
  const taken = new Set<string>();

  function place(value: Written, schema: SchemaPart | null): Arranged {
    const meant = value.kind === "alias" ? value.target : value;
    const known = placed.get(meant);
    if (known !== undefined) return { kind: "alias", name: known };
    const anchor = nameFor(meant);

    return meant.kind === "scalar" ? { ...meant, anchor } : placeCollection({ ...meant, anchor }, schema);
  }

  function nameFor(value: WrittenScalar | WrittenCollection): string | null {
    if (value.anchor === null) return null;
    let name = value.anchor;
    for (let count = 2; taken.has(name); count += 1) name = `${value.anchor}${count}`;
    taken.add(name);
    placed.set(value, name);

    return name;
  }

  function placeCollection(value: WrittenCollection, schema: SchemaPart | null): ArrangedCollection {
    const named = value.entries.map((entry) => ({ ...entry, name: entry.key === null ? null : keyName(entry.key) }));
    const entries = inOrder(named, orderOf(schema, value)).map(
      ({ id, isSpaced, name, value: member }): ArrangedEntry => ({
        id,
        isSpaced,
        name,
        value: place(member, schemaBelow(schema, value, name)),
      }),
    );
    const { kind, id, isFlow, anchor } = value;

    return { kind, id, isFlow, anchor, entries };
  }

  if (root.kind === "list") return placeList(root, place);

  return place(root, root.kind === "map" ? schemaOfDocument(root) : null);
}

// A list at the top holds several documents.
function placeList(root: WrittenCollection, place: (value: Written, schema: SchemaPart | null) => Arranged): ArrangedCollection {
  const { kind, id, isFlow, anchor, entries } = root;

  return {
    kind,
    id,
    isFlow,
    anchor,
    entries: entries.map((entry) => ({
      id: entry.id,
      isSpaced: entry.isSpaced,
      name: null,
      value: place(entry.value, entry.value.kind === "map" ? schemaOfDocument(entry.value) : null),
    })),
  };
}

function inOrder<Entry extends Pick<ArrangedEntry, "name">>(entries: readonly Entry[], order: readonly string[]): readonly Entry[] {
  const ranks = new Map<string | null, number>(order.map((name, index) => [name, index]));
  const rankOf = ({ name }: Entry): number => ranks.get(name) ?? order.length;

  return entries.toSorted((left, right) => rankOf(left) - rankOf(right));
}
