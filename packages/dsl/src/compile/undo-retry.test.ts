import { sha256Hex } from "@skald/shared";
import { expect, test } from "vitest";
import { compileFamily } from "../compile-family.ts";
import { validateText } from "../validate-text.ts";

const UNDO = 'call: { method: DELETE, path: "/holds/${ params.id }" }';
const service = (undo: string): string => `document: { dsl: "1.0", kind: service, name: desk, version: 1.0.0 }
baseUrl: http://desk.test
operations:
  hold:
    kind: compensatable
    params: { type: object, required: [id], properties: { id: { type: string } } }
    call: { method: PUT, path: "/holds/\${ params.id }" }
    compensate: { ${undo} }
`;
const saga = (step: string): string => `document: { dsl: "1.0", kind: saga, name: stay, version: 1.0.0 }
compensation: { retry: { attempts: 7 } }
start: hold
states:
  hold: { type: task, call: desk.hold, with: { id: "7" }, ${step} next: done }
  done: { type: succeed }
`;

function attemptsOf(step: string, undo: string): number | undefined {
  const { documents, diagnostics } = validateText(`${service(undo)}---\n${saga(step)}`, { many: true });
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const document = documents.find(({ kind }) => kind === "saga");
  const family = document?.kind === "saga" ? compileFamily(document, { documents, sha256: sha256Hex }) : null;
  const state = family?.definition.states["hold"];

  return state?.type === "task" ? state.undoRetry.attempts : undefined;
}

const OWN = 'compensate: { call: { http: { method: DELETE, url: "http://desk.test/holds/7" } }, retry: { attempts: 2 } },';

test.each([
  ["the step itself says", OWN, `${UNDO}, retry: { attempts: 4 }`, 2],
  ["its operation says", "", `${UNDO}, retry: { attempts: 4 }`, 4],
  ["the saga says of all its undos", "", UNDO, 7],
])("an undo is tried as often as %s", (_who, step, undo, attempts) => {
  expect(attemptsOf(step, undo)).toBe(attempts);
});
