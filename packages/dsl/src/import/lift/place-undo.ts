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
  const found = catalogue.find(undo);
  const { path = "", body: _, ...rest }: JsonObject = found?.call ?? {};
  const around = retry === undefined ? {} : { retry };
  const isSameService = step.service === undo.service;
  if (isOnlyCaller && isSameService && !expressed.readsInput) {
    catalogue.setUndo(step, { call: { ...rest, path, body: expressed.body }, ...around });
    return null;
  }
  catalogue.setUndo(step, null);
  if (isSameService) return { call: { ...rest, path, body: expressed.body }, ...around };

  return { call: { http: { ...rest, url: `${found?.head.baseUrl ?? ""}${String(path)}`, body: expressed.body } }, ...around };
}
