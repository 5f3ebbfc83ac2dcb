import type { Command, Verdict } from "@skald/kernel";

/** What the person gave beside type, reason and ticket, as JSON; absent things are left out. */
export function commandArguments(command: Command): string {
  const { state, lane, visit, planHash, now, downTo, then, happened, output, evidence } = command;

  return JSON.stringify({
    ...(state === null ? {} : { state, lane }),
    ...(visit === null ? {} : { visit }),
    ...(planHash === null ? {} : { planHash }),
    ...(now ? { now } : {}),
    ...(downTo === null ? {} : { downTo }),
    ...(command.type === "compensate" ? { then } : {}),
    ...(happened === null ? {} : { happened }),
    ...(output === undefined ? {} : { output }),
    ...(evidence === null ? {} : { evidence }),
  });
}

/** What came of a command, in words; for a refusal its code and the rule. */
export function commandResult(verdict: Verdict): string {
  return verdict.kind === "applied" ? verdict.result : `${verdict.code}: ${verdict.detail}`;
}
