/** A catalogue without a mistake, beside every wrong document. */
export const PAYMENTS = `document: { dsl: "1.0", kind: service, namespace: shop, name: payments, version: 1.0.0 }
baseUrl: http://127.0.0.1:9003
operations:
  charge:
    kind: compensatable
    params:
      type: object
      required: [id, amount]
      properties: { id: { type: string }, amount: { type: string } }
    call: { method: PUT, path: "/charges/\${ params.id }", body: "\${ params }" }
    compensate:
      call: { method: DELETE, path: "/charges/\${ params.id }", accept: [404] }
`;

/** A saga without a mistake. */
export const ORDER = `document: { dsl: "1.0", kind: saga, namespace: shop, name: order, version: 1.0.0 }
input:
  schema:
    type: object
    required: [orderId, total]
    properties: { orderId: { type: string }, total: { type: string } }
key: \${ input.orderId }
timeout: { after: 5m, then: compensate }
start: charge
states:
  charge:
    type: task
    call: payments.charge
    with: { id: "\${ input.orderId }", amount: "\${ input.total }" }
    next: done
  done: { type: succeed }
`;

/** A document with one mistake, made as a person makes it. */
export interface WrongDocument {
  readonly code: string;
  readonly text: string;
}

const wrong = (code: string, right: string, mistake: string): WrongDocument => {
  if (!ORDER.includes(right)) throw new Error(`The saga holds no "${right}".`);
  return { code, text: ORDER.replace(right, () => mistake) };
};

/** Mistakes people make, each with the code it has to get. */
export const WRONG_DOCUMENTS: readonly WrongDocument[] = [
  wrong("UNKNOWN_STATE", "next: done", "next: dine"),
  wrong("UNKNOWN_SERVICE", "payments.charge", "payment.charge"),
  wrong("UNKNOWN_OPERATION", "payments.charge", "payments.chrage"),
  wrong("UNDECLARED_PROPERTY", "input.total", "input.totl"),
  wrong("MISSING_PARAM", ', amount: "${ input.total }"', ""),
  wrong("EXPRESSION_SYNTAX", "${ input.orderId }\ntimeout", "${ input.orderId + }\ntimeout"),
  wrong("EXPRESSION_TYPE", '"${ input.total }"', '"${ input.total + 1 }"'),
  wrong("UNCLOSED_EXPRESSION", "${ input.orderId }\ntimeout", "${ input.orderId\ntimeout"),
  wrong("QUOTE_EXPRESSION", '"${ input.orderId }", amount', "${ input.orderId }, amount"),
  wrong("MISSING_FIELD", "start: charge\n", ""),
  wrong("UNKNOWN_FIELD", "timeout: {", "timout: {"),
  wrong("NOT_ONE_OF", "type: task", "type: taks"),
  wrong("WRONG_TYPE", "start: charge", "start: [charge]"),
  wrong("BAD_DURATION", "after: 5m", "after: 5 minutes"),
  wrong("BAD_NAME", "done: { type: succeed }", "done: { type: succeed }\n  create-order: { type: succeed }"),
  wrong("UNREACHABLE_STATE", "done: { type: succeed }", "done: { type: succeed }\n  other: { type: succeed }"),
  wrong("DUPLICATE_KEY", "key: ${ input.orderId }\n", "key: ${ input.orderId }\nkey: ${ input.total }\n"),
  wrong("UNQUOTED_VERSION", "version: 1.0.0", "version: 1.10"),
  wrong("TAB_INDENT", "    call: payments", "\tcall: payments"),
  wrong("MERGE_KEY", "    next: done", "    <<: { next: done }\n    next: done"),
  wrong("SYNTAX", "timeout: {", "timeout {"),
  wrong("SEVERAL_DOCUMENTS", "  done: { type: succeed }\n", "  done: { type: succeed }\n---\ndocument: {}\n"),
  wrong("ROUTE_CLASH", "start: charge", "triggers: [{ http: { method: GET, path: /health } }]\nstart: charge"),
  wrong("RESERVED_KEY", "done: { type: succeed }", "done: { type: succeed, __proto__: {} }"),
];
