// Arrays in PostgreSQL's binary format, one column of a batch each. The driver would render them
// as one escaped text and the server would parse it again; entries are JSON, full of quotes.

const OID = { bool: 16, bytea: 17, int8: 20, int2: 21, int4: 23, text: 25, timestamptz: 1184, uuid: 2950 } as const;

const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;
/** Milliseconds from 1970 to 2000, where PostgreSQL counts from. */
const EPOCH_2000_MS = 946_684_800_000;

/** `text[]`; null is NULL. */
export function textArray(values: readonly (string | null)[]): Buffer {
  let bytes = 0;
  for (const value of values) if (value !== null) bytes += Buffer.byteLength(value, "utf8");
  const buffer = arrayBuffer(OID.text, values.length, bytes);

  let offset = HEADER_BYTES;
  for (const value of values) {
    const length = value === null ? -1 : buffer.write(value, offset + LENGTH_BYTES, "utf8");
    buffer.writeInt32BE(length, offset);
    offset += LENGTH_BYTES + Math.max(length, 0);
  }
  return buffer;
}

/** `int4[]`; null is NULL. */
export function intArray(values: readonly (number | null)[]): Buffer {
  return fixedArray({ oid: OID.int4, size: 4, values, write: (buffer, value, offset) => buffer.writeInt32BE(value, offset) });
}

/** `int2[]` */
export function smallIntArray(values: readonly number[]): Buffer {
  return fixedArray({ oid: OID.int2, size: 2, values, write: (buffer, value, offset) => buffer.writeInt16BE(value, offset) });
}

/** `int8[]` of whole numbers a double can hold; null is NULL. */
export function bigIntArray(values: readonly (number | null)[]): Buffer {
  return fixedArray({
    oid: OID.int8,
    size: 8,
    values,
    write: (buffer, value, offset) => buffer.writeBigInt64BE(BigInt(Math.round(value)), offset),
  });
}

/** `bool[]` */
export function boolArray(values: readonly boolean[]): Buffer {
  return fixedArray({ oid: OID.bool, size: 1, values, write: (buffer, value, offset) => buffer.writeUInt8(value ? 1 : 0, offset) });
}

/** `uuid[]` */
export function uuidArray(values: readonly string[]): Buffer {
  return fixedArray({
    oid: OID.uuid,
    size: 16,
    values,
    write: writeUuid,
  });
}

function writeUuid(buffer: Buffer, value: string, offset: number): void {
  const written = buffer.write(value.replaceAll("-", ""), offset, 16, "hex");
  if (written !== 16) throw new RangeError(`"${value}" is not a UUID.`);
}

/** `timestamptz[]` from ISO 8601 instants; null is NULL. */
export function instantArray(values: readonly (string | null)[]): Buffer {
  return fixedArray({
    oid: OID.timestamptz,
    size: 8,
    values,
    write: (buffer, value, offset) => buffer.writeBigInt64BE(BigInt(Date.parse(value) - EPOCH_2000_MS) * 1000n, offset),
  });
}

/** `bytea[]` from hex. */
export function hashArray(values: readonly string[]): Buffer {
  let bytes = 0;
  for (const value of values) bytes += value.length >> 1;
  const buffer = arrayBuffer(OID.bytea, values.length, bytes);

  let offset = HEADER_BYTES;
  for (const value of values) {
    const written = buffer.write(value, offset + LENGTH_BYTES, value.length >> 1, "hex");
    if (written * 2 !== value.length) throw new RangeError(`"${value}" is not a hash in hex.`);
    buffer.writeInt32BE(written, offset);
    offset += LENGTH_BYTES + written;
  }
  return buffer;
}

/** One `text[]` as text, for a list within a list: `{"a","b"}`. */
export function arrayLiteral(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replace(/["\\]/g, "\\$&")}"`).join(",")}}`;
}

interface FixedColumn<T> {
  readonly oid: number;
  readonly size: number;
  readonly values: readonly (T | null)[];
  readonly write: (buffer: Buffer, value: T, offset: number) => void;
}

function fixedArray<T>({ oid, size, values, write }: FixedColumn<T>): Buffer {
  const nulls = values.reduce((count, value) => (value === null ? count + 1 : count), 0);
  const buffer = arrayBuffer(oid, values.length, (values.length - nulls) * size);

  let offset = HEADER_BYTES;
  for (const value of values) {
    buffer.writeInt32BE(value === null ? -1 : size, offset);
    offset += LENGTH_BYTES;
    if (value === null) continue;
    write(buffer, value, offset);
    offset += size;
  }
  return buffer;
}

function arrayBuffer(oid: number, length: number, bytes: number): Buffer {
  if (length === 0) {
    const empty = Buffer.alloc(12);
    empty.writeInt32BE(oid, 8);
    return empty;
  }

  const buffer = Buffer.allocUnsafe(HEADER_BYTES + length * LENGTH_BYTES + bytes);
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(1, 4);
  buffer.writeInt32BE(oid, 8);
  buffer.writeInt32BE(length, 12);
  buffer.writeInt32BE(1, 16);
  return buffer;
}
