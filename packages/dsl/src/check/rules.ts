import type { JsonObject } from "@skald/shared";
import type { Places } from "../diagnostics/places.ts";
import { FINDINGS_MAX, type Report } from "../diagnostics/report.ts";
import { chartOf } from "../model/chart.ts";
import type { SagaModel } from "../model/saga-model.ts";
import type { ServiceModel } from "../model/service-model.ts";
import { isPivot, pivotReach, type Resolved } from "../model/states/pivot-reach.ts";
import { placedStates } from "../model/states/placed-states.ts";
import { addresses, protocolOfCalls } from "./addresses/addresses.ts";
import { deadEnd } from "./chart/dead-end.ts";
import { endlessLoop } from "./chart/endless-loop.ts";
import { limits, STATES_MAX } from "./chart/limits.ts";
import { unreachableState } from "./chart/unreachable-state.ts";
import type { Check, SagaDefinition, ServiceDefinition, WithExpressions } from "./check.ts";
import { certainOutputs } from "./expressions/certain-outputs.ts";
import { expressionProblems } from "./expressions/expression-problems.ts";
import { plainFields } from "./expressions/plain-fields.ts";
import { sensitiveInCatalogue, sensitiveValues } from "./expressions/sensitive-values.ts";
import { specialNames } from "./expressions/special-names.ts";
import { splicedTypes } from "./expressions/spliced-types.ts";
import { stepReferences } from "./expressions/step-references.ts";
import { valueReferences } from "./expressions/value-references.ts";
import { wholeExpressions } from "./expressions/whole-expressions.ts";
import { errorTypes } from "./references/error-types.ts";
import { hiddenCatches } from "./references/hidden-catches.ts";
import { nameClash } from "./references/name-clash.ts";
import { parameters } from "./references/parameters.ts";
import { unknownChild } from "./references/unknown-child.ts";
import { unknownOperation } from "./references/unknown-operation.ts";
import { unknownService } from "./references/unknown-service.ts";
import { unknownState } from "./references/unknown-state.ts";
import { scopeIndex } from "./scope-index.ts";
import { type CheckedSite, checkSite, referencesOf } from "./sites/checked-site.ts";
import { sagaSites } from "./sites/saga-sites.ts";
import { serviceSites } from "./sites/service-sites.ts";
import type { ExpressionSite } from "./sites/site.ts";
import { assertions } from "./starts/assertions.ts";
import { certainAnswer, routes } from "./starts/routes.ts";
import { schedules } from "./starts/schedules.ts";
import { awaited } from "./states/awaited.ts";
import { exclusiveFields } from "./states/exclusive-fields.ts";
import { joinReachable } from "./states/join.ts";
import { participants, protocols } from "./states/protocols.ts";
import { sharedKeys } from "./states/shared-keys.ts";
import { undoneStates } from "./states/undone-states.ts";
import { longDurations } from "./tidy/long-durations.ts";
import { retryOutlastsTimeout, waitWithoutTimeout } from "./tidy/time-outs.ts";
import { unusedService } from "./tidy/unused-service.ts";
import { callAddresses, serviceAddress } from "./undo/call-addresses.ts";
import { missingUndo, missingUndoInCatalogue } from "./undo/missing-undo.ts";
import { pivotWithoutVerify, pivotWithoutVerifyInCatalogue } from "./undo/pivot-without-verify.ts";
import { compensateAfterPivot, failAfterPivot, pivotInScope, twoPivots } from "./undo/pivots.ts";
import { stepWithoutUndo } from "./undo/step-without-undo.ts";
import { undoNeedsOutput, undoNeedsOutputInCatalogue } from "./undo/undo-needs-output.ts";

const EXPRESSION_CHECKS: readonly Check<WithExpressions>[] = [
  expressionProblems,
  wholeExpressions,
  splicedTypes,
  specialNames,
  plainFields,
  longDurations,
  addresses,
];

const SAGA_CHECKS: readonly Check[] = [
  unknownState,
  unknownService,
  unknownOperation,
  unknownChild,
  protocols,
  participants,
  parameters,
  nameClash,
  unreachableState,
  deadEnd,
  endlessLoop,
  exclusiveFields,
  awaited,
  joinReachable,
  undoneStates,
  routes,
  certainAnswer,
  schedules,
  assertions,
  ...EXPRESSION_CHECKS,
  stepReferences,
  valueReferences,
  certainOutputs,
  sensitiveValues,
  missingUndo,
  callAddresses,
  undoNeedsOutput,
  twoPivots,
  pivotInScope,
  failAfterPivot,
  compensateAfterPivot,
  stepWithoutUndo,
  pivotWithoutVerify,
  errorTypes,
  hiddenCatches,
  sharedKeys,
  retryOutlastsTimeout,
  waitWithoutTimeout,
  unusedService,
];

const SERVICE_CHECKS: readonly Check<ServiceDefinition>[] = [
  ...EXPRESSION_CHECKS,
  sensitiveInCatalogue,
  serviceAddress,
  protocolOfCalls,
  missingUndoInCatalogue,
  undoNeedsOutputInCatalogue,
  pivotWithoutVerifyInCatalogue,
];

/** A saga as far as it could be read, with the services and children that were found for it. */
export interface SagaToCheck extends Resolved {
  readonly document: JsonObject;
  readonly places: Places;
  readonly model: SagaModel;
}

/** Runs every rule about sagas. */
export function checkSaga(saga: SagaToCheck, report: Report): void {
  const chart = chartOf(saga.document);
  limits({ chart, places: saga.places }, report);
  // The other rules are written for definitions of a size that people write.
  if (chart.scopes.reduce((sum, scope) => sum + scope.states.size, 0) > STATES_MAX) return;

  const states = placedStates(saga.model);
  const scopes = scopeIndex(chart, states);
  const definition: SagaDefinition = {
    ...saga,
    chart,
    states,
    scopes,
    reach: pivotReach(saga.model, (state) => isPivot(state, saga)),
    ...withExpressions(sagaSites({ ...saga, chart, scopes }), saga.places),
  };
  for (const check of SAGA_CHECKS) check(definition, report);
}

/** A catalogue as far as it could be read. */
export interface ServiceToCheck {
  readonly document: JsonObject;
  readonly places: Places;
  readonly model: ServiceModel;
}

/** Runs every rule about catalogues. */
export function checkService(service: ServiceToCheck, report: Report): void {
  const definition: ServiceDefinition = { ...service, ...withExpressions(serviceSites(service.document), service.places) };
  for (const check of SERVICE_CHECKS) check(definition, report);
}

// When there are more problems than will be shown, the expressions that are left are not looked at.
function withExpressions(sites: readonly ExpressionSite[], places: Places): Pick<WithExpressions, "sites" | "references"> {
  const checked: CheckedSite[] = [];
  let problems = 0;
  for (const site of sites) {
    if (problems > FINDINGS_MAX) break;
    const next = checkSite(site);
    problems += next.expressions.reduce((sum, expression) => sum + expression.problems.length, 0);
    checked.push(next);
  }
  return { sites: checked, references: referencesOf(checked, places) };
}
