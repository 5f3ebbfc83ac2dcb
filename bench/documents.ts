import { STEPS } from "./workload.ts";

/** The order saga and its participant in the language, as one text. */
export function documents(participantUrl: string): string {
  return `${serviceYaml(participantUrl)}\n---\n${sagaYaml()}\n`;
}

function serviceYaml(participantUrl: string): string {
  const operations = STEPS.map(
    (step) => `  ${stateOf(step)}:
    kind: compensatable
    params: { type: object, required: [sagaId, step, order], properties: { sagaId: { type: string }, failAt: { type: integer }, step: { type: integer }, idempotencyKey: { type: string }, order: { type: object } } }
    call: { method: POST, path: /${step}, body: "\${ params }" }
    compensate: { call: { method: POST, path: /${step}/undo, body: "\${ params }" } }`,
  );

  return `document: { dsl: "1.0", kind: service, namespace: bench, name: participant, version: 1.0.0 }
baseUrl: ${participantUrl}
timeout: 30s
operations:
${operations.join("\n")}`;
}

function sagaYaml(): string {
  const states = STEPS.map(
    (step, index) => `  ${stateOf(step)}:
    type: task
    call: participant.${stateOf(step)}
    with: { sagaId: "\${ input.id }", failAt: 0, step: ${index + 1}, idempotencyKey: "k-\${ input.id }-${index + 1}", order: "\${ input.order }" }
    next: ${stateOf(STEPS[index + 1] ?? "done")}`,
  );

  return `document: { dsl: "1.0", kind: saga, namespace: bench, name: order, version: 1.0.0 }
input: { schema: { type: object, required: [id, order], properties: { id: { type: string }, order: { type: object } } } }
start: ${stateOf(STEPS[0])}
states:
${states.join("\n")}
  done: { type: succeed }`;
}

/** `order/create` → `orderCreate` */
function stateOf(step: string): string {
  return step.replaceAll(/\/(\w)/g, (_whole, letter: string) => letter.toUpperCase());
}
