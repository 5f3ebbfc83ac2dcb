/// <reference types="node" />
import { readdirSync, readFileSync } from "node:fs";
import { BLOCKS_SERVICE, EVERY_TYPE } from "../../src/testing/every-type.ts";

const ROOT = new URL("../../../../", import.meta.url);

/** Right documents of every kind: the shop, the examples of the handbook, and one with every type of state. */
export const DOCUMENTS = [
  ...["examples/shop/services/", "examples/shop/sagas/"].flatMap(textsIn),
  ...readdirSync(new URL("docs/examples/", ROOT)).flatMap((folder) => textsIn(`docs/examples/${folder}/`)),
  ...`${BLOCKS_SERVICE}${EVERY_TYPE}`.split("---\n"),
].filter((text) => text.trim() !== "");

function textsIn(folder: string): readonly string[] {
  const names = readdirSync(new URL(folder, ROOT)).filter((name) => name.endsWith(".yaml"));

  return names.map((name) => readFileSync(new URL(`${folder}${name}`, ROOT), "utf8"));
}

/** Small documents, so that many mutants can be looked at: each has another part of the language. */
export const SMALL = [
  ...[
    "{ type: succeed, output: '${ input.a }' }",
    "{ type: wait, for: 1h, next: z }",
    "{ type: switch, cases: [ { when: '${ input.a == 1 }', next: z } ], default: z }",
    "{ type: task, kind: readOnly, call: { http: { method: GET, url: 'https://a.example/${ input.a }' } }, next: z }",
    "{ type: parallel, branches: { l: { start: x, states: { x: { type: wait, for: 1s, end: true } } }, r: { start: y, states: { y: { type: set, values: { v: 1 }, end: true } } } }, next: z }",
    "{ type: forEach, in: '${ [1, 2] }', body: { start: x, states: { x: { type: wait, for: 1s, end: true } } }, next: z }",
    "{ type: emit, event: { type: e, subject: '${ saga.id }' }, next: z }",
  ].map(
    (state) =>
      `document: { dsl: '1.0', kind: saga, name: demo, version: 1.0.0 }\nkey: \${ input.a }\nstart: a\nstates:\n  a: ${state}\n  z: { type: succeed }\n`,
  ),
  "document: { dsl: '1.0', kind: service, name: s, version: 1.0.0 }\nbaseUrl: ${ env.A }\noperations:\n  o:\n    kind: compensatable\n    call: { method: POST, path: '/a/${ params.id }', body: '${ params }' }\n    compensate: { call: { method: DELETE, path: '/a/${ params.id }' } }\n",
  '{"document":{"dsl":"1.0","kind":"saga","name":"demo","version":"1.0.0"},"start":"z","states":{"z":{"type":"succeed","output":"${ 1 }"}}}',
  "a: &a [1, 2]\nb: { c: *a, d: *a }\n? e\n: |\n  ${ 1 }\n",
] as const;
