import type { CallModel, CompiledParticipant, CompiledTransaction } from "@skald/dsl";
import type { CallKind, Json } from "@skald/shared";
import { callNames, documentNames, frozenParams, type Names, outputOf } from "../../names/names.ts";
import { requireKnown } from "../../require-known.ts";
import { callIdOf, type RenderedCall, renderRequest } from "../calls/render-call.ts";
import type { Deliberation } from "../deliberation.ts";
import { visitFacts } from "../steps/visit-facts.ts";
import { participantPath, phasesOf } from "./group-parts.ts";

/** Renders the first phase of a participant. `with` reads the document and the participants prepared before it. */
export function renderFirst(d: Deliberation, group: CompiledTransaction, participant: CompiledParticipant): RenderedCall {
  const names = { ...documentNames(d.saga, d.scope, group.name), participants: participantNames(d, group) };
  const params = d.scope.expressions.renderJson(participant.with, names);
  if (!params.ok) return { ok: false, type: "ExpressionError", detail: `with: ${params.error.message}` };

  const problems = participant.params === null ? [] : d.scope.expressions.valueProblems(participant.params, params.value);
  if (problems.length > 0)
    return { ok: false, type: "InputInvalid", detail: `with: ${problems.map((one) => `${one.at} ${one.message}`).join("; ")}` };
  const at = { group, participant, kind: phasesOf(group).first, call: participant.first, params: params.value };
  return renderPhase(d, { ...at, names: callNames(d.saga, params.value, d.scope) });
}

/** Renders the decision for a participant: its parameters, what prepare or try gave, and the transaction. */
export function renderSecond(
  d: Deliberation,
  group: CompiledTransaction,
  { participant, decision }: { readonly participant: CompiledParticipant; readonly decision: "commit" | "abort" },
): RenderedCall {
  const path = participantPath(group, participant.name);
  const step = requireKnown(d.saga.context.steps[path], "visit");
  const params = frozenParams(d.scope, { state: path, visit: step.visit, openedAt: step.openedAt });
  const output = step.outputAt === null ? {} : { output: outputOf(d.scope.entryAt(step.outputAt)) };
  const names = { ...callNames(d.saga, params, d.scope), ...output, transaction: transactionId(d, group) };
  const call = decision === "commit" ? participant.commit : participant.abort;
  const body = call.hasBody ? call : withBody(call, { transaction: transactionId(d, group), participant: participant.name, params });

  return renderPhase(d, { group, participant, kind: phasesOf(group)[decision], call: body, names });
}

interface Phase {
  readonly group: CompiledTransaction;
  readonly participant: CompiledParticipant;
  readonly kind: CallKind;
  readonly call: CallModel;
  readonly names: Names;
  readonly params?: Json;
}

function renderPhase(d: Deliberation, { group, participant, kind, call, names, params }: Phase): RenderedCall {
  const state = participantPath(group, participant.name);
  const { visit } = visitFacts(d, group.name);
  const request = renderRequest({ call, service: participant.service, names }, d.scope.expressions);
  if (!request.ok) return { ok: false, type: "ExpressionError", detail: request.detail };

  const given = params === undefined ? {} : { params };
  return { ok: true, call: { callId: callIdOf(state, visit, kind), kind, state, visit, ...given, request: request.value } };
}

/** The values of a default body hold no expressions, whatever they look like: they are handed over as names. */
function withBody(call: CallModel, body: { readonly transaction: string; readonly participant: string; readonly params: Json }): CallModel {
  const quoted = { transaction: body.transaction, participant: body.participant };

  return { ...call, hasBody: true, body: { ...quoted, params: "${ params }" } };
}

/** One name for the transaction at all participants: the visit of the group. */
function transactionId(d: Deliberation, group: CompiledTransaction): string {
  return `${d.saga.id}/${group.name}#${visitFacts(d, group.name).visit}`;
}

function participantNames(d: Deliberation, group: CompiledTransaction): Names {
  const prepared = group.participants.flatMap(({ name }) => {
    const seq = d.saga.context.steps[participantPath(group, name)]?.outputAt ?? null;
    return seq === null ? [] : [[name, { output: outputOf(d.scope.entryAt(seq)) }] as const];
  });

  return Object.fromEntries(prepared);
}
