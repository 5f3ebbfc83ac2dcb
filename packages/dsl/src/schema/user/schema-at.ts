import { isJsonObject, type Json } from "@skald/shared";

/** What a reference such as `#/$defs/address` leads to inside a schema; undefined when nothing stands there. */
export function schemaAt(root: Json, reference: string): Json | undefined {
  if (reference === "#") return root;
  let target: Json | undefined = root;
  for (const part of reference.slice(2).split("/")) {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    target = isJsonObject(target) && Object.hasOwn(target, name) ? target[name] : undefined;
  }
  return target;
}
