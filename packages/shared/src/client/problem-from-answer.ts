import type { Problem } from "../errors/problem.ts";
import { isJsonObject } from "../json.ts";

/** The problem of an answer. Something between client and engine may answer too: then its status is all there is to tell. */
export function problemFromAnswer(status: number, body: unknown): Problem {
  if (isProblem(body)) return body;

  return {
    type: "about:blank",
    title: `HTTP ${status}`,
    status,
    detail: `The answer was HTTP ${status} without an explanation.`,
    code: "INTERNAL",
    remedy: "Check the address: something else than a Skald engine may have answered.",
  };
}

// A code this client does not know is kept: a newer engine may say more than an older client.
function isProblem(body: unknown): body is Problem {
  if (!isJsonObject(body)) return false;

  return [body["code"], body["title"], body["detail"], body["remedy"]].every((text) => typeof text === "string");
}
