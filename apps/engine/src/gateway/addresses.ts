/** An address of the Internet protocol as a number of 32 or 128 bits. */
export interface Address {
  readonly family: 4 | 6;
  readonly value: bigint;
}

/** A range of addresses in CIDR form. */
export interface AddressRange extends Address {
  readonly bits: number;
}

/** The address a text means, in the forms URL parsers and resolvers give: `10.0.0.1`, `fe80::1%eth0`, `::ffff:10.0.0.1`. */
export function parseAddress(text: string): Address | undefined {
  const bare = text.split("%", 1)[0] ?? "";
  if (!bare.includes(":")) {
    const value = parseFour(bare);
    return value === undefined ? undefined : { family: 4, value };
  }

  const value = parseSix(bare);
  return value === undefined ? undefined : { family: 6, value };
}

/** The range a text such as `10.0.0.0/8` or `fd00::/8` means; a bare address is a range of one. */
export function parseRange(text: string): AddressRange | undefined {
  const [addressText = "", bitsText, ...rest] = text.split("/");
  const address = parseAddress(addressText);
  if (address === undefined || rest.length > 0 || addressText.includes("%")) return undefined;

  const width = widthOf(address);
  const bits = bitsText === undefined ? width : Number(bitsText);
  if (bitsText !== undefined && !/^\d{1,3}$/.test(bitsText)) return undefined;
  return bits > width ? undefined : { ...address, bits };
}

/** Whether an address lies in a range of its own family. */
export function isInRange(address: Address, range: AddressRange): boolean {
  if (address.family !== range.family) return false;
  const shift = BigInt(widthOf(address) - range.bits);

  return address.value >> shift === range.value >> shift;
}

function widthOf(address: Address): number {
  return address.family === 4 ? 32 : 128;
}

function parseFour(text: string): bigint | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) return undefined;

  return parts.reduce((value, part) => value * 256n + BigInt(part), 0n);
}

function parseSix(text: string): bigint | undefined {
  const groups = text.split("::").map(parseGroups);
  const [head, tail] = groups;
  if (head === undefined || groups.length > 2) return undefined;
  if (groups.length === 1) return head.length === 8 ? joinGroups(head) : undefined;
  if (tail === undefined || head.length + tail.length > 7) return undefined;

  return joinGroups([...head, ...Array.from({ length: 8 - head.length - tail.length }, () => 0n), ...tail]);
}

/** Groups of 16 bits; a dotted end is two of them. Undefined when a group is no group. */
function parseGroups(text: string): readonly bigint[] | undefined {
  if (text === "") return [];
  const groups: bigint[] = [];
  for (const part of text.split(":")) {
    const four = part.includes(".") ? parseFour(part) : undefined;
    if (four !== undefined) groups.push(four >> 16n, four & 0xffffn);
    else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(BigInt(`0x${part}`));
    else return undefined;
  }
  return groups;
}

function joinGroups(groups: readonly bigint[]): bigint | undefined {
  return groups.length === 8 ? groups.reduce((value, group) => (value << 16n) + group, 0n) : undefined;
}
