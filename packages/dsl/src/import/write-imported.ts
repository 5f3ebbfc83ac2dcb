import type { Json, JsonObject } from "@skald/shared";
import { Document, isMap, isScalar, visit } from "yaml";
import type { Imported } from "./imported.ts";

/** A document of an import as a file. */
export interface ImportedFile {
  readonly name: string;
  readonly text: string;
}

/** The documents of an import as YAML, the saga first; what the source says of a state stands above it. */
export function writeImported({ documents, comments }: Imported): readonly ImportedFile[] {
  return documents.map((document, index) => ({ name: fileName(document, index), text: textOf(document, index === 0 ? comments : {}) }));
}

function fileName(document: JsonObject, index: number): string {
  const { name } = document["document"] as JsonObject;

  return `${String(name)}.${index === 0 ? "saga" : "service"}.yaml`;
}

function textOf(value: Json, comments: Readonly<Record<string, string>>): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  const states = document.get("states");
  const said = new Map(Object.entries(comments));
  for (const key of (isMap(states) ? states.items : []).map((pair) => pair.key).filter(isScalar)) {
    const comment = said.get(String(key.value));
    if (comment !== undefined) key.commentBefore = ` ${comment.replaceAll(UNSEEN, " ").replaceAll(/\s*\n\s*/g, "\n ")}`;
  }
  visit(document, {
    Scalar: (_key, node) => {
      if (typeof node.value === "string" && node.value.search(UNSEEN) !== -1) node.type = "QUOTE_DOUBLE";
    },
  });

  return document
    .toString({ lineWidth: 0, singleQuote: true })
    .replaceAll(UNSEEN, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

// Characters that may not stand in a document as they are: control characters, separators, direction marks.
const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u2028-\u202e\u2066-\u2069\ufeff\uffff]/g;
