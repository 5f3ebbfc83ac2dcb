import { type Address, type AddressRange, isInRange, parseRange } from "./addresses.ts";

/**
 * Where an address leads. `loopback`: this machine. `private`: inside, only when listed. `never`: link-local,
 * metadata services, multicast, reserved, and every form of IPv6 that hides an IPv4 address.
 */
export type AddressZone = "public" | "loopback" | "private" | "never";

const LOOPBACK = ranges("127.0.0.0/8", "::1/128");

// net.BlockList with rules for IPv4 alone lets ::127.0.0.1, 64:ff9b::7f00:1, 2002:7f00:1:: and ::1 through, hence our own table.
const NEVER = ranges(
  "0.0.0.0/8",
  "169.254.0.0/16",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
  // Metadata services that stand in ranges which are otherwise fine.
  "100.100.100.200/32",
  "168.63.129.16/32",
  "fd00:ec2::254/128",
  "fd20:ce::254/128",
  // 2000::/3 is all there is of public IPv6; these parts of it are not.
  "2001::/23",
  "2001:db8::/32",
  "2002::/16",
  "3fff::/20",
);

const PRIVATE = ranges("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "198.18.0.0/15", "fc00::/7");

const PUBLIC_SIX = ranges("2000::/3");

/** The zone of an address. What no table names is public in IPv4 and forbidden in IPv6. */
export function zoneOf(address: Address): AddressZone {
  if (isInAny(address, LOOPBACK)) return "loopback";
  if (isInAny(address, NEVER)) return "never";
  if (isInAny(address, PRIVATE)) return "private";

  return address.family === 4 || isInAny(address, PUBLIC_SIX) ? "public" : "never";
}

/** Whether an address lies in one of the ranges. */
export function isInAny(address: Address, list: readonly AddressRange[]): boolean {
  return list.some((range) => isInRange(address, range));
}

function ranges(...texts: readonly string[]): readonly AddressRange[] {
  return texts.map((text) => parseRange(text)).filter((range) => range !== undefined);
}
