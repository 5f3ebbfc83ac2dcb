import type { Json, JsonObject } from "@skald/shared";
import { membersAt, textAt, writtenAt } from "../../model/read-json.ts";

/** A state of a machine config with a name of its own in the whole document. */
export interface NamedNode {
  /** An NCName: XML has one space of names, a machine one in each state. */
  readonly id: string;
  /** The id the config gives, by which targets name it. */
  readonly ownId: string | null;
  readonly key: string;
  readonly parent: NamedNode | null;
  readonly config: Json;
}

/** All states of a machine, parents before children. */
export function nameNodes(machine: JsonObject): { readonly root: NamedNode; readonly nodes: readonly NamedNode[] } {
  const taken = new Set<string>();
  const ownId = writtenAt(machine, "id", "machine");
  const root: NamedNode = { id: free(xmlName(ownId), taken), ownId, key: "", parent: null, config: machine };
  const nodes: NamedNode[] = [root];
  // What is found on the way is walked through too.
  for (const parent of nodes)
    for (const [key, config] of membersAt(parent.config, "states")) {
      const path = parent === root ? xmlName(key) : `${parent.id}.${xmlName(key)}`;
      nodes.push({ id: free(path, taken), ownId: textAt(config, "id"), key, parent, config });
    }

  return { root, nodes };
}

function xmlName(text: string): string {
  const name = text.replaceAll(/[^\w-]/g, "_");

  return /^[A-Za-z_]/.test(name) ? name : `_${name}`;
}

function free(name: string, taken: Set<string>): string {
  let id = name;
  for (let number = 2; taken.has(id); number += 1) id = `${name}_${number}`;
  taken.add(id);

  return id;
}
