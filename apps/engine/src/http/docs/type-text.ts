interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly format?: string;
}

/** A schema as a person writes a type: `{ id: string, key?: string | null }`. */
export function typeText(schema: unknown, indent = ""): string {
  const { $ref, type, anyOf, items, properties, required = [], format, ...rest } = (schema ?? {}) as Schema;
  if ($ref !== undefined) return $ref.slice($ref.lastIndexOf("/") + 1);
  if (rest.enum !== undefined) return rest.enum.map((one) => JSON.stringify(one)).join(" | ");
  if (rest.const !== undefined) return JSON.stringify(rest.const);
  if (anyOf !== undefined) return anyOf.map((one) => typeText(one, indent)).join(" | ");
  if (type === "array") return `${typeText(items, indent)}[]`;
  if (properties !== undefined) return objectText(properties, required, indent);
  if (rest.patternProperties !== undefined) return `{ [name]: ${typeText(Object.values(rest.patternProperties)[0], indent)} }`;
  if (type === undefined) return "any";

  return format === undefined ? type : `${type} (${format})`;
}

function objectText(properties: Readonly<Record<string, Schema>>, required: readonly string[], indent: string): string {
  const inner = `${indent}  `;
  const lines = Object.entries(properties).map(
    ([name, schema]) => `${inner}${name}${required.includes(name) ? "" : "?"}: ${typeText(schema, inner)}`,
  );

  return lines.length === 0 ? "{}" : `{\n${lines.join("\n")}\n${indent}}`;
}
