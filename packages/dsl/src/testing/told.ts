import { validateText } from "../validate-text.ts";

const CATALOGUE = `document: { dsl: '1.0', kind: service, name: stock, version: 1.0.0 }
baseUrl: http://127.0.0.1:1
operations:
  find: { kind: readOnly, call: { method: GET, path: /find } }
  hold:
    kind: compensatable
    params: { type: object, required: [id], additionalProperties: false, properties: { id: {} } }
    call: { method: POST, path: /hold, body: '\${ params }' }
    output: { id: '\${ response.body.id }' }
    compensate: { call: { method: DELETE, path: /hold } }
  sell:
    kind: compensatable
    call: { method: POST, path: /sell }
    errors: [ { when: '\${ response.status == 409 }', type: SoldOut } ]
    compensate: { call: { method: DELETE, path: /sell } }
  book:
    kind: pivot
    call: { method: POST, path: /book }
    verify: { call: { method: GET, path: /book }, happened: '\${ response.body.booked }' }
  tell: { kind: retriable, call: { method: POST, path: /tell } }
  show: { kind: readOnly, call: { method: GET, path: '/show/\${ params.id }' } }
  move:
    kind: compensatable
    twoPhase: { prepare: { method: POST, path: /p }, commit: { method: POST, path: /c }, abort: { method: POST, path: /a } }
    compensate: { call: { method: POST, path: /back } }
  pledge:
    kind: pivot
    twoPhase: { prepare: { method: POST, path: /p }, commit: { method: POST, path: /c }, abort: { method: POST, path: /a } }
  keep:
    kind: pivot
    tcc: { try: { method: POST, path: /t }, confirm: { method: POST, path: /c }, cancel: { method: POST, path: /x } }
---
`;

/** The head of a saga of a name. */
export function headOf(name: string): string {
  return `document: { dsl: '1.0', kind: saga, name: ${name}, version: 1.0.0 }\n`;
}

/**
 * What is told of a saga, as `CODE line`; its first line is 1. Beside it there are a catalogue `stock`, other sagas by
 * name, and one more document. A time-out is added, so that waiting is not told.
 */
export function told(saga: string, others: Readonly<Record<string, string>> = {}, more = ""): string {
  const front =
    CATALOGUE +
    more +
    Object.entries(others)
      .map(([name, text]) => `${headOf(name)}timeout: { after: 1h }\n${text}\n---\n`)
      .join("");
  const text = `${front}${headOf("demo")}timeout: { after: 1h }\n${saga}\n`;
  const lines = front.split("\n").length + 1;
  const document = (more === "" ? 1 : 2) + Object.keys(others).length;

  return validateText(text, { many: true })
    .diagnostics.filter((each) => each.document === document)
    .map(({ code, span }) => `${code} ${span.line - lines}`)
    .join("; ");
}
