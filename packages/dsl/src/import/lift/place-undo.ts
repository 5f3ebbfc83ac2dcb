import type { JsonObject } from "@skald/shared";
import type { Catalogue, OperationKey } from "../catalogue/catalogue.ts";
import type { ExpressedUndo } from "./express-undo.ts";

/** An undo that is to find its place. */
export interface UndoPlacement {
  readonly catalogue: Catalogue;
  readonly step: OperationKey;
  readonly undo: OperationKey;
  readonly expressed: ExpressedUndo;
  readonly retry: JsonObject | undefined;
  /** Whether one step alone calls the operation, so that the undo may be the operation's. */
  readonly isOnlyCaller: boolean;
}

/** Puts an undo where it belongs: null when the catalogue has it now, otherwise what stands at the step. */
export function placeUndo({ catalogue, step, undo, expressed, retry, isOnlyCaller }: UndoPlacement): JsonObject | null {
  const { head, call } = catalogue.find(undo);
  const around = retry === undefined ? {} : { retry };
  const own = { call: { ...call, body: expressed.body }, ...around };
  const isSameService = step.service === undo.service;
  if (isOnlyCaller && isSameService && !expressed.readsInput) {
    catalogue.setUndo(step, own);
    return null;
  }
  catalogue.setUndo(step, null);
  if (isSameService) return own;
  const { path, body: _, ...rest } = call;

  return { call: { http: { ...rest, url: `${head.baseUrl}${String(path)}`, body: expressed.body } }, ...around };
}
