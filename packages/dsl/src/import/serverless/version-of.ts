import type { Json } from "@skald/shared";
import { type Place, tellAt } from "./place.ts";

const NUMBERS = /^v?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?/;

/** A version of three numbers, as near as can be; what else a version says is told. */
export function versionAt(spot: Pick<Place, "session" | "at">, given: Json | undefined): string {
  if (given === undefined) return "1.0.0";
  const text = String(given);
  const [whole = "", major = "1", minor = "0", patch = "0"] = NUMBERS.exec(text) ?? [];
  const version = [major, minor, patch].map(Number).join(".");
  if (whole !== text)
    tellAt(spot, "changed", [
      `The version "${text}" is written as "${version}"; a version here is three numbers.`,
      "Choose the version that is meant.",
    ]);

  return version;
}
