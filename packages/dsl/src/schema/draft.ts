import type { Json, JsonObject } from "@skald/shared";

// The few words the schemas are written in. Every field has a description: editors show it on hover.

/** A JSON Schema of draft 2020-12. */
export type Schema = JsonObject;

/** A `$ref` into `$defs` of the same schema. */
export function ref(name: string): Schema {
  return { $ref: `#/$defs/${name}` };
}

/** A `$ref` with a description of its own. */
export function described(description: string, schema: Schema): Schema {
  return { ...schema, description };
}

/** An object with these fields and no others. `required` names those that must be there. */
export function fields(description: string, properties: Readonly<Record<string, Schema>>, required: readonly string[] = []): Schema {
  return { type: "object", description, properties, ...(required.length > 0 ? { required } : {}), additionalProperties: false };
}

/** An object of which exactly one field is given. */
export function oneField(description: string, properties: Readonly<Record<string, Schema>>): Schema {
  return { ...fields(description, properties), minProperties: 1, maxProperties: 1 };
}

/** An object whose names are the author's. */
export function named(description: string, value: Schema, names: Schema): Schema {
  return { type: "object", description, propertyNames: names, additionalProperties: value };
}

export function text(description: string, more: Schema = {}): Schema {
  return { type: "string", description, ...more };
}

export function choice(description: string, values: readonly string[], preset?: string): Schema {
  return { type: "string", description, enum: values, ...(preset === undefined ? {} : { default: preset }) };
}

export function whole(
  description: string,
  bounds: { readonly minimum: number; readonly maximum: number; readonly default?: number },
): Schema {
  return { type: "integer", description, ...bounds };
}

export function flag(description: string): Schema {
  return { type: "boolean", description, default: false };
}

export function list(description: string, items: Schema, more: Schema = {}): Schema {
  return { type: "array", description, items, ...more };
}

// Where expressions may stand is marked in the description: an editor shows it, and a keyword of our own would keep
// strict validators from reading the schema.

/** Any JSON whose texts may hold `${ … }`. */
export function template(description: string): Schema {
  return { description: `${description} Texts may hold \${ … }.` };
}

/** A text that may hold `${ … }`. */
export function spliced(description: string, more: Schema = {}): Schema {
  return text(`${description} May hold \${ … }.`, { minLength: 1, ...more });
}

/** A text that must be one `${ … }` and nothing else. */
export function expression(description: string): Schema {
  return text(`${description} One \${ … }, and nothing around it.`, { minLength: 1 });
}

/** One schema for texts, another for everything else: editors and messages follow the one that is meant. */
export function textOr(description: string, forText: Schema, otherwise: Schema): Schema {
  return { description, if: { type: "string" }, then: forText, else: otherwise };
}

/** One schema for lists, another for everything else. */
export function listOr(description: string, forList: Schema, otherwise: Schema): Schema {
  return { description, if: { type: "array" }, then: forList, else: otherwise };
}

/** Picks a schema by the value of one field, which must be one of the names; each is explained where the field is written. */
export function byField(description: string, field: string, schemas: Readonly<Record<string, Schema>>): Schema {
  const kinds = Object.entries(schemas).map(([name, schema]) => `${name}: ${String(schema["description"])}`);

  return {
    type: "object",
    description,
    required: [field],
    properties: { [field]: { description: ["Which kind it is.", ...kinds].join("\n"), enum: Object.keys(schemas) } },
    allOf: Object.entries(schemas).map(
      ([value, then]): Json => ({ if: { type: "object", required: [field], properties: { [field]: { const: value } } }, then }),
    ),
  };
}
