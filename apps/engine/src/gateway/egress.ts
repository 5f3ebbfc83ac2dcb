// The guard of every outgoing connection.
//
//   E1. A name is resolved here, every address it has is checked, and the connection is opened to a checked
//       address: there is no second look-up in which a name could answer otherwise (rebinding).
//   E2. Loopback is reachable only while the engine itself listens on loopback; private ranges only when the
//       platform's configuration lists them; link-local and metadata addresses never.
//   E3. A refusal happens before a byte is sent, so it is always a definite `notSent`.
//
// It knows nothing of services, secrets or calls.

import { lookup } from "node:dns/promises";
import { buildConnector } from "undici";
import { isInAny, zoneOf } from "./address-zone.ts";
import { type Address, type AddressRange, parseAddress, parseRange } from "./addresses.ts";

/** Where calls may go. */
export interface EgressRules {
  /** CIDR list of the platform's configuration. */
  readonly allow: readonly string[];
  /** Whether the engine is bound to loopback, which alone opens loopback to calls. */
  readonly loopback: boolean;
  /** Ports of this engine and its database, never called on this machine or a private address. */
  readonly ownPorts?: readonly number[];
  /** All addresses of a name. Default: the system's resolver. */
  readonly resolve?: (hostname: string) => Promise<readonly string[]>;
  /** Opens a socket to an address that was checked. Default: undici's connector. */
  readonly open?: buildConnector.connector;
}

/** The part of a URL before the path of a call, checked as far as it can be without the network. */
export type CheckedBase =
  | { readonly ok: true; readonly origin: string; readonly basePath: string; readonly search: string }
  | { readonly ok: false; readonly reason: string };

/** The only way out. */
export interface Egress {
  readonly check: (url: string) => CheckedBase;
  /** For `connect` of a pool. */
  readonly connect: buildConnector.connector;
}

/** The guard said no. Nothing was sent, and the service is not to blame. */
export class EgressRefused extends Error {}

const CONNECT_TIMEOUT_MS = 10_000;

/** The guard by the platform's rules. Entries of `allow` that are no CIDR are ignored: config.ts has refused them. */
export function createEgress(rules: EgressRules): Egress {
  const allowed = rules.allow.map((text) => parseRange(text)).filter((range) => range !== undefined);
  const resolve = rules.resolve ?? resolveAll;
  const open = rules.open ?? buildConnector({ timeout: CONNECT_TIMEOUT_MS, allowH2: false });

  return {
    check: (text) => checkUrl(text, rules, allowed),
    connect: (options, callback) => {
      connectChecked(options, { rules, allowed, resolve, open }).then(
        (socket) => callback(null, socket),
        (error: Error) => callback(error, null),
      );
    },
  };
}

function checkUrl(text: string, rules: EgressRules, allowed: readonly AddressRange[]): CheckedBase {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) return refused("the address is not a URL");
  if (url.protocol !== "http:" && url.protocol !== "https:") return refused(`the scheme "${url.protocol}" is not allowed`);
  if (url.username !== "" || url.password !== "" || text.split(/[/?#\\]/, 3)[2]?.includes("@"))
    return refused("the address carries user information");
  if (/[\\\s]/.test(text) || url.hash !== "") return refused("the address holds a character that has no place there");

  const port = portOf(url.protocol, url.port);
  if (port < 1024 && port !== 80 && port !== 443) return refused(`port ${port} is not allowed`);
  const literal = literalAddress(url.hostname);
  const reason = literal === undefined ? undefined : refusalOf(literal, { rules, allowed, port, isLiteral: true });
  if (reason !== undefined) return refused(reason);

  return { ok: true, origin: url.origin, basePath: url.pathname, search: url.search };
}

function refused(reason: string): CheckedBase {
  return { ok: false, reason: `egress refused: ${reason}` };
}

function portOf(protocol: string, port: string): number {
  const usual = protocol === "https:" ? 443 : 80;

  return port === "" ? usual : Number(port);
}

function literalAddress(hostname: string): Address | undefined {
  return parseAddress(hostname.startsWith("[") ? hostname.slice(1, -1) : hostname);
}

interface Question {
  readonly rules: EgressRules;
  readonly allowed: readonly AddressRange[];
  readonly port: number;
  readonly isLiteral: boolean;
}

/** Why an address may not be called; undefined when it may. */
function refusalOf(address: Address, { rules, allowed, port, isLiteral }: Question): string | undefined {
  const zone = zoneOf(address);
  if (zone === "never") return "the address is link-local, a metadata service or reserved";
  if (zone === "loopback" && !rules.loopback) return "loopback is allowed only while the engine itself is bound to loopback";
  if (zone !== "public" && rules.ownPorts?.includes(port)) return `port ${port} belongs to the engine itself`;
  if (zone === "loopback" || isInAny(address, allowed)) return undefined;
  if (zone === "private") return "private addresses are allowed only when SKALD_EGRESS_ALLOW lists them";

  return isLiteral ? "a bare address is allowed only when SKALD_EGRESS_ALLOW lists it" : undefined;
}

interface Way {
  readonly rules: EgressRules;
  readonly allowed: readonly AddressRange[];
  readonly resolve: (hostname: string) => Promise<readonly string[]>;
  readonly open: buildConnector.connector;
}

type Socket = Exclude<Parameters<Parameters<buildConnector.connector>[1]>[1], null>;

async function connectChecked(options: buildConnector.Options, way: Way): Promise<Socket> {
  const addresses = await checkedAddresses(options, way);
  let last: unknown;
  for (const address of addresses) {
    try {
      return await openChecked({ ...options, hostname: address }, way.open);
    } catch (error) {
      // The next address of the same name may answer.
      last = error;
    }
  }
  throw last instanceof Error ? last : new Error(`"${options.hostname}" has no address`);
}

/** Every address of the host, all of them allowed. @throws EgressRefused when one is not. */
async function checkedAddresses(options: buildConnector.Options, { rules, allowed, resolve }: Way): Promise<readonly string[]> {
  const isLiteral = literalAddress(options.hostname) !== undefined;
  const addresses = isLiteral ? [options.hostname] : await resolve(options.hostname);
  const port = portOf(options.protocol, options.port);
  for (const text of addresses) {
    const address = parseAddress(text);
    const reason =
      address === undefined ? "the name has an address nobody can read" : refusalOf(address, { rules, allowed, port, isLiteral });
    if (reason !== undefined) throw new EgressRefused(isLiteral ? reason : `"${options.hostname}" leads to ${text}: ${reason}`);
  }
  return addresses;
}

function openChecked(options: buildConnector.Options, open: buildConnector.connector): Promise<Socket> {
  return new Promise((settle, reject) => {
    open(options, (error, socket) => {
      if (error !== null) return reject(error);
      if (!isSameAddress(socket.remoteAddress, options.hostname)) {
        socket.destroy();
        return reject(new EgressRefused("the connection went to an address that was not checked"));
      }
      settle(socket);
    });
  });
}

function isSameAddress(remote: string | undefined, checked: string): boolean {
  const [one, other] = [parseAddress(remote ?? ""), parseAddress(checked)];

  return one !== undefined && one.family === other?.family && one.value === other.value;
}

async function resolveAll(hostname: string): Promise<readonly string[]> {
  const found = await lookup(hostname, { all: true, verbatim: true });

  return found.map(({ address }) => address);
}
