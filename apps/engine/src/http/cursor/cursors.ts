import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { canonicalJson, isJsonObject, type Json, ProblemError } from "@skald/shared";

/** Opaque places in lists. A cursor holds what it belongs to, so that it fits one set of filters only. */
export interface Cursors {
  /** `owner` is what must be the same when the cursor comes back: the route and its filters. */
  write(owner: Json, place: Json): string;
  /** @throws ProblemError CURSOR_INVALID when it was not written for this owner by an engine with this secret. */
  read(owner: Json, cursor: string): Json;
}

const SIGNATURE_BYTES = 16;

/** Cursors signed with the secret given: nobody else can make one. */
export function createCursors(secret: string): Cursors {
  const sign = (text: string): Buffer => createHmac("sha256", secret).update(text).digest().subarray(0, SIGNATURE_BYTES);

  return {
    write(owner, place) {
      const body = Buffer.from(JSON.stringify({ o: hashOf(owner), p: place })).toString("base64url");
      return `${body}.${sign(body).toString("base64url")}`;
    },
    read(owner, cursor) {
      const [body = "", signature = ""] = cursor.split(".");
      const given = Buffer.from(signature, "base64url");
      if (given.length !== SIGNATURE_BYTES || !timingSafeEqual(given, sign(body))) throw invalid("It was not made by this engine.");

      const held = JSON.parse(Buffer.from(body, "base64url").toString()) as Json;
      if (!isJsonObject(held) || held["o"] !== hashOf(owner)) throw invalid("It belongs to other filters.");
      return held["p"] ?? null;
    },
  };
}

function hashOf(owner: Json): string {
  return createHash("sha256").update(canonicalJson(owner)).digest("base64url").slice(0, 22);
}

function invalid(why: string): ProblemError {
  return new ProblemError("CURSOR_INVALID", `The cursor cannot be used. ${why}`);
}
