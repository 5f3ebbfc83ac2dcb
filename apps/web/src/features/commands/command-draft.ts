import type { CommandRequest, PreviewView, RiskClass } from "@skald/shared";
import type { WantedCommand } from "#lib/command-desk.tsx";
import { COMMANDS, RISK } from "#lib/commands.ts";
import { plural } from "#lib/text.ts";

/** What a person has filled in so far. It outlives a stale plan. */
export interface CommandDraft {
  readonly reason: string;
  readonly ticket: string;
  readonly evidence: string;
  /** JSON text; empty: none. */
  readonly output: string;
  readonly happened: boolean | null;
  readonly downTo: string | null;
  readonly then: "end" | "pause";
  readonly now: boolean;
  /** The last four characters of the id, for what cannot be taken back. */
  readonly typed: string;
}

export const EMPTY_DRAFT: CommandDraft = {
  reason: "",
  ticket: "",
  evidence: "",
  output: "",
  happened: null,
  downTo: null,
  then: "end",
  now: true,
  typed: "",
};

export const REASON_MIN = 10;

/** What is still missing, by field. Empty: the command may be sent. */
export type Missing = Partial<Record<keyof CommandDraft, string>>;

/** What a draft lacks for a command of this risk, by the console's rules and those of the engine's policy. */
export function missingOf(
  wanted: WantedCommand,
  draft: CommandDraft,
  rules: { readonly risk: RiskClass; readonly policy: readonly string[]; readonly sagaId: string },
): Missing {
  const missing: Missing = {};
  const reason = draft.reason.trim();
  const weight = RISK[rules.risk].weight;
  if (weight >= 3 && reason.length < REASON_MIN) missing.reason = `Say why, in at least ${REASON_MIN} characters.`;
  else if ((weight === 2 || rules.policy.includes("reason")) && reason === "" && weight > 1) missing.reason = "Say why.";
  if (rules.policy.includes("ticket") && draft.ticket.trim() === "") missing.ticket = "This definition asks for a ticket.";
  if (needsEvidence(wanted, rules.policy) && draft.evidence.trim() === "") missing.evidence = "Say how you know.";
  if (wanted.type === "resolve-unknown" && draft.happened === null) missing.happened = "Choose what happened.";
  if (!isJsonOrEmpty(draft.output)) missing.output = "This is not JSON.";
  if (weight >= 4 && draft.typed !== rules.sagaId.slice(-4)) missing.typed = `Type ${rules.sagaId.slice(-4)} to confirm.`;

  return missing;
}

/** Whether the person must say how they know. */
export function needsEvidence({ type }: WantedCommand, policy: readonly string[]): boolean {
  return type === "complete" || type === "resolve-unknown" || policy.includes("evidence");
}

/** The part of a command its plan depends on: what the preview is asked with. */
export function planRequestOf(wanted: WantedCommand, draft: CommandDraft): CommandRequest {
  return {
    type: wanted.type,
    ...(wanted.state === null ? {} : { state: wanted.state }),
    ...(wanted.lane === null ? {} : { lane: wanted.lane }),
    ...(wanted.type === "retry" ? { now: draft.now } : {}),
    ...(wanted.type === "compensate" ? { then: draft.then, ...(draft.downTo === null ? {} : { downTo: draft.downTo }) } : {}),
    ...(wanted.type === "resolve-unknown" && draft.happened !== null ? { happened: draft.happened } : {}),
  };
}

/** The whole command, as confirmed. The revision is not in it: it travels as If-Match. */
export function requestOf(wanted: WantedCommand, draft: CommandDraft, preview: PreviewView): CommandRequest {
  return {
    ...planRequestOf(wanted, draft),
    planHash: preview.planHash,
    ...textField("reason", draft.reason),
    ...textField("ticket", draft.ticket),
    ...textField("evidence", draft.evidence),
    ...(draft.output.trim() === "" ? {} : { output: JSON.parse(draft.output) as unknown }),
  };
}

/** The text of the button that does it: verb and object, never "OK". */
export function confirmLabel(wanted: WantedCommand, preview: PreviewView | null): string {
  const { verb } = COMMANDS[wanted.type];
  const undos = preview?.plan.filter((item) => item.lane === "undo" && item.status === "will_run").length ?? 0;
  if (wanted.type === "compensate") return `${verb} ${plural(undos, "step")}`;
  if (wanted.type === "cancel") return undos === 0 ? "Cancel saga" : `Cancel saga, undo ${plural(undos, "step")}`;
  if (wanted.state === null) return `${verb} saga`;
  if (wanted.type === "waive-undo") return `Waive undo of “${wanted.state}”`;

  return wanted.lane === "undo" ? `${verb}: undo of “${wanted.state}”` : `${verb}: “${wanted.state}”`;
}

function textField<Name extends string>(name: Name, value: string): Partial<Record<Name, string>> {
  const text = value.trim();
  return text === "" ? {} : ({ [name]: text } as Record<Name, string>);
}

function isJsonOrEmpty(text: string): boolean {
  if (text.trim() === "") return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    // The answer is the point: it is not JSON.
    return false;
  }
}
