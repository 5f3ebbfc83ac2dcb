import { parseTemplate } from "../../expression/template.ts";

/** Why a text is no address or path, with the stretch it is about; undefined when it is one. */
export interface AddressProblem {
  readonly message: string;
  /** Offsets in the text; absent where it is about all of it. */
  readonly within?: readonly [start: number, end: number];
}

// A value stands for one encoded segment, whatever it is; the environment may give an origin, a host or a port.
const VALUE = "\u0001";
const TARGET = "[!$-;=@-[\\]_a-z~\u0001]*";
const ADDRESS = new RegExp(
  `^https?://(?:\\[[\\da-f:.]+\\]|[a-z0-9._-]+)(?::(\\d{1,5}))?(?:/${TARGET})?(\\?[!$-;=?-[\\]_a-z~\u0001]*)?$`,
  "i",
);
const PATH = new RegExp(`^/?${TARGET}(?:\\?[!$-;=?-[\\]_a-z~\u0001]*)?$`, "i");
const PORT_MAX = 65_535;
const DOT_SEGMENT = /(?:^|\/)(?:\.|%2e){1,2}(?=\/|\?|$)/i;

/** What is wrong with the whole address of a call. In the part that says who is called only `env` may be read. */
export function addressProblem(text: string): AddressProblem | undefined {
  const { parts, problems } = parseTemplate(text);
  if (problems.length > 0) return undefined;

  let probe = "";
  for (const part of parts) {
    if (part.kind === "text") probe += part.text;
    else if (/(?:^|[^.\w])env\b/.test(part.source)) probe += readFromEnv(probe === "");
    else if (!/^[^:/]+:\/\/[^/]+\//.test(probe)) return { message: HOST, within: [part.start, part.end] };
    else probe += VALUE;
  }
  return problemOfAddress(probe);
}

const HOST =
  "Who is called must be written out or read from env, for example https://stock.example: here a value of the saga would decide.";

/** What is wrong with an address that a service is called at; its expressions read the environment only. */
export function baseProblem(text: string): AddressProblem | undefined {
  const { parts, problems } = parseTemplate(text);
  if (problems.length > 0) return undefined;
  const probe = parts.map((part, index) => (part.kind === "text" ? part.text : readFromEnv(index === 0))).join("");

  return probe.includes("?") ? { message: "The address of a service has no query: give it with each call." } : problemOfAddress(probe);
}

function problemOfAddress(probe: string): AddressProblem | undefined {
  const match = ADDRESS.exec(probe);
  if (match === null || Number(match[1] ?? 0) > PORT_MAX)
    return { message: "This is no address such as https://stock.example/api; it holds no user, no password and no #." };

  return DOT_SEGMENT.test(probe.slice(probe.indexOf("/", "https://".length))) ? { message: DOTS } : undefined;
}

const DOTS = 'The path of a call holds no "." and no "..": write the path that is meant.';

function readFromEnv(isFirst: boolean): string {
  return isFirst ? "https://1" : "1";
}

/** What is wrong with the path of a call. */
export function pathProblem(text: string): AddressProblem | undefined {
  const { parts, problems } = parseTemplate(text);
  if (problems.length > 0) return undefined;
  const probe = parts.map((part) => (part.kind === "text" ? part.text : VALUE)).join("");
  if (!PATH.test(probe)) return { message: "This is no path such as /orders/5: other characters are written as %20." };

  return DOT_SEGMENT.test(probe) ? { message: DOTS } : undefined;
}
