import { isJsonObject, type Json, type JsonObject } from "@skald/shared";
import { writeYaml } from "../source/write-yaml.ts";
import { type CatalogueNote, pointerOf } from "./catalogue-note.ts";
import { describeRefusals } from "./description/describe-refusals.ts";
import type { PlannedOperation } from "./planned-operation.ts";
import { findUndos, type UndoGuess } from "./undo/find-undos.ts";
import { type VerifyGuess, verifyByItem, verifyByList } from "./undo/guess-verify.ts";
import { type Wiring, wireCall } from "./undo/wire-undo.ts";

// Which kind an operation gets when nothing says it. GET and HEAD only read. What changes something is compensatable
// when an undo was found that runs whatever happened, a lost answer included; the language refuses it otherwise. The
// rest is a pivot and not retriable. Retriable claims that the service never refuses, of which a description knows
// nothing, and a saga that believes it wrongly rolls back and leaves the effect behind. A pivot believed wrongly only
// makes validation refuse a saga with two of them, and somebody looks.

/** An operation as it stands in the document. */
export interface WrittenOperation {
  readonly name: string;
  readonly operation: JsonObject;
  readonly notes: readonly CatalogueNote[];
}

/** Writes one operation with kind, undo and verify, and says what of it is guessed. */
export function writeOperation(planned: PlannedOperation, all: readonly PlannedOperation[]): WrittenOperation {
  const { name, described } = planned;
  const errors = describeRefusals(described);
  const kind = kindOf(planned, all);

  return {
    name,
    operation: {
      kind: kind.kind,
      ...paramsOf(planned, kind.needs),
      call: planned.call,
      ...outputSchemaOf(planned, kind.reads),
      ...(errors.length === 0 ? {} : { errors }),
      ...(kind.verify === null ? {} : { verify: kind.verify.verify }),
      ...(kind.undo === null ? {} : { compensate: { call: kind.undo } }),
    },
    notes: kind.notes,
  };
}

interface Kind {
  readonly kind: "readOnly" | "compensatable" | "pivot";
  readonly undo: JsonObject | null;
  readonly verify: VerifyGuess | null;
  readonly reads: readonly string[];
  readonly needs: readonly string[];
  readonly notes: readonly CatalogueNote[];
}

const NOTHING = { undo: null, verify: null, reads: [], needs: [] } as const;

function kindOf(planned: PlannedOperation, all: readonly PlannedOperation[]): Kind {
  const { method } = planned.described;
  if (method === "GET" || method === "HEAD") return { ...NOTHING, kind: "readOnly", notes: [] };

  const tried = findUndos(planned, all).map((guess) => ({ guess, wiring: wireCall(guess.undo, planned, { fromAnswer: true }) }));
  for (const { guess, wiring } of tried) {
    const kind = wiring.ok ? compensatable(planned, { guess, wiring, all }) : null;
    if (kind !== null) return kind;
  }
  return pivot(planned, tried, all);
}

type Wired = Extract<Wiring, { readonly ok: true }>;

interface Found {
  readonly guess: UndoGuess;
  readonly wiring: Wired;
  readonly all: readonly PlannedOperation[];
}

function compensatable(planned: PlannedOperation, { guess, wiring, all }: Found): Kind | null {
  const readsAnswer = wiring.reads.length > 0;
  const verify = readsAnswer ? verifyByList(planned, wiring.reads, all) : verifyByItem(planned, guess.undo, all);
  if (readsAnswer && verify === null) return null;

  const at = pointerOf("operations", planned.name);
  return {
    kind: "compensatable",
    undo: undoCall(wiring),
    verify,
    reads: wiring.reads.map(([name = ""]) => name),
    needs: wiring.needs,
    notes: [
      {
        at: `${at}/compensate`,
        kind: "review",
        what: `Guessed: "${guess.undo.name}" takes it back, because ${guess.because}.${replaced(planned)}`,
      },
      ...(verify === null ? [] : [verifyNote(at, verify)]),
      ...wiring.needs.map(
        (name): CatalogueNote => ({
          at: `${at}/params`,
          kind: "changed",
          what: `"${name}" is required here: the saga has to choose it, so that the undo can name it after a time-out.`,
        }),
      ),
    ],
  };
}

function replaced({ described }: PlannedOperation): string {
  return described.method === "PUT" ? " That is right for what PUT creates, and wrong for what it replaces." : "";
}

function undoCall({ call }: Wired): JsonObject {
  return { ...call, accept: [404] };
}

function pivot(planned: PlannedOperation, tried: readonly Tried[], all: readonly PlannedOperation[]): Kind {
  const at = pointerOf("operations", planned.name);
  const verify = planned.described.method === "DELETE" ? verifyByItem(planned, null, all) : null;
  const likely = tried.find(({ wiring }) => wiring.ok) ?? tried[0];

  return {
    ...NOTHING,
    kind: "pivot",
    verify,
    notes: [likely === undefined ? noUndo(at) : lostUndo(at, likely), ...(verify === null ? [] : [verifyNote(at, verify)])],
  };
}

interface Tried {
  readonly guess: UndoGuess;
  readonly wiring: Wiring;
}

function noUndo(at: string): CatalogueNote {
  return { at, kind: "review", what: "No undo was found. Give it a compensate, or make it retriable if it is never refused." };
}

function lostUndo(at: string, { guess, wiring }: Tried): CatalogueNote {
  if (!wiring.ok)
    return {
      at,
      kind: "review",
      what: `"${guess.undo.name}" looks like its undo, but nothing here gives ${wiring.missing.map((name) => `"${name}"`).join(", ")}.`,
    };

  const members = wiring.reads.map((path) => `"${path.join(".")}"`).join(", ");
  return {
    at,
    kind: "review",
    what: `"${guess.undo.name}" looks like its undo, but reads ${members} of an answer that may be lost. Add a verify that finds it by something the caller chose; then it is compensatable, and its undo is`,
    draft: writeYaml({ compensate: { call: undoCall(wiring) } }).trimEnd(),
  };
}

function verifyNote(at: string, { because }: VerifyGuess): CatalogueNote {
  return { at: `${at}/verify`, kind: "review", what: `Guessed: it happened if ${because}.` };
}

function paramsOf({ params }: PlannedOperation, needs: readonly string[]): JsonObject {
  if (params.length === 0) return {};
  const required = params.filter((param) => param.required || needs.includes(param.name)).map((param) => param.name);

  return {
    params: {
      type: "object",
      ...(required.length === 0 ? {} : { required }),
      properties: Object.fromEntries(params.map((param) => [param.name, param.schema])),
    },
  };
}

// Only the types of the members, and required only what the undo reads: an answer that says more or less than its
// description is no reason to call an effect unknown.
function outputSchemaOf({ answer, described }: PlannedOperation, reads: readonly string[]): JsonObject {
  if (answer === null || answer.size === 0 || described.method === "HEAD") return {};
  const properties = Object.fromEntries([...answer].map(([name, schema]) => [name, typeAlone(schema)]));

  return { outputSchema: { type: "object", ...(reads.length === 0 ? {} : { required: [...new Set(reads)] }), properties } };
}

function typeAlone(schema: Json): Json {
  return isJsonObject(schema) && schema["type"] !== undefined ? { type: schema["type"] } : true;
}
