/** A request that is refused for its form: a definite 4xx, nothing was done. */
export class BadRequestError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, detail: string, options: ErrorOptions = {}) {
    super(detail, options);
    this.name = "BadRequestError";
    this.status = status;
    this.code = code;
  }
}

/** One line of an order. */
export interface Item {
  readonly sku: string;
  readonly quantity: number;
}

/** A member of a JSON object; undefined when the value is no object or has no such member. */
export function memberOf(body: unknown, name: string): unknown {
  if (typeof body !== "object" || body === null || !Object.hasOwn(body, name)) return undefined;
  return (body as Readonly<Record<string, unknown>>)[name];
}

/** A text that must be there. */
export function requireText(body: unknown, name: string): string {
  const value = memberOf(body, name);
  if (typeof value !== "string" || value === "")
    throw new BadRequestError(400, "FIELD_MISSING", `"${name}" must be a text that is not empty.`);
  return value;
}

/** A text that may be absent. */
export function optionalText(body: unknown, name: string): string | null {
  const value = memberOf(body, name);
  return typeof value === "string" && value !== "" ? value : null;
}

/** Money as exact decimal text. Large amounts travel as text; a JSON number is taken as it prints. */
export function requireAmount(body: unknown, name: string): string {
  const value = memberOf(body, name);
  const text = typeof value === "number" ? String(value) : value;
  if (typeof text !== "string" || !/^\d{1,40}(\.\d{1,10})?$/.test(text)) {
    throw new BadRequestError(400, "AMOUNT_INVALID", `"${name}" must be a decimal amount, as text or number.`);
  }
  return text;
}

/** The lines of an order, in the order of their article numbers: everybody locks stock in this order. */
export function requireItems(body: unknown): readonly Item[] {
  const items = memberOf(body, "items");
  if (!Array.isArray(items) || items.length === 0)
    throw new BadRequestError(400, "ITEMS_MISSING", `"items" must be a list that is not empty.`);

  return items.map(itemFromJson).toSorted((left, right) => (left.sku < right.sku ? -1 : 1));
}

function itemFromJson(value: unknown): Item {
  const quantity = memberOf(value, "quantity") ?? 1;
  if (typeof quantity !== "number" || !Number.isInteger(quantity) || quantity < 1 || quantity > 1_000_000) {
    throw new BadRequestError(400, "QUANTITY_INVALID", `"quantity" must be a whole number from 1.`);
  }
  return { sku: requireText(value, "sku"), quantity };
}
