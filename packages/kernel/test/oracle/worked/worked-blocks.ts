import type { ForEachState, ParallelState, ScopeModel, StateModel, TransactionState } from "@skald/dsl";
import { aCatch, aDefinition, aPivot, aRetriable, aRetry, aSaga, aTask, aVerify, DONE, LOST } from "../build-saga.ts";
import type { Worked } from "./worked-steps.ts";

function aScope(...states: readonly StateModel[]): ScopeModel {
  return { start: states[0]?.name ?? "", states, output: null };
}

function aBlock(more: Partial<ParallelState> = {}): ParallelState {
  const branches = { x: aScope(aTask("m", null)), y: aScope(aTask("n", null)) };
  return { type: "parallel", name: "par", branches, join: { kind: "all" }, catch: [], next: "done", ...more };
}

function anEach(more: Partial<ForEachState> = {}): ForEachState {
  return {
    type: "forEach",
    name: "each",
    in: "${ input.scope.items.each }",
    each: "item",
    at: "index",
    concurrency: 1,
    tolerate: { kind: "count", count: 0 },
    body: aScope(aTask("m", null)),
    compensation: { order: "reverse", concurrency: 1, batch: null },
    catch: [],
    next: "last",
    ...more,
  };
}

function aGroup(protocol: "2pc" | "tcc", more: Partial<TransactionState> = {}): TransactionState {
  const operation = protocol === "2pc" ? "two" : "tcc";
  const participants = ["u", "v"].map((name) => ({ name, call: { kind: "operation", service: "bank", operation } as const, with: {} }));
  const times = { prepareTimeoutMs: null, commitTimeoutMs: null, abortTimeoutMs: null };
  return {
    type: "transaction",
    name: "g",
    protocol,
    participants,
    kind: "compensatable",
    compensate: null,
    locks: [],
    ...times,
    catch: [],
    next: "last",
    ...more,
  };
}

const LAST = aTask("last", "done");
const any = { kind: "atLeast", count: 1 } as const;
const each = (more: Partial<ForEachState> = {}) => aDefinition(aSaga([anEach(more), LAST, DONE]));
const group = (protocol: "2pc" | "tcc", more: Partial<TransactionState> = {}) => aDefinition(aSaga([aGroup(protocol, more), LAST, DONE]));
const child = aSaga([aTask("m", "n"), aTask("n", "done"), DONE], {}, { name: "small" });
const parent = (kid = child) =>
  aDefinition(
    aSaga([
      aTask("a", "kid"),
      { type: "saga", name: "kid", saga: { namespace: "default", name: kid.name, range: null }, input: {}, catch: [], next: "last" },
      LAST,
      DONE,
    ]),
    [kid],
  );
const chained = aGroup("2pc").participants.map((one) =>
  one.name === "v" ? { ...one, with: { from: "${ participants.u.output }" } } : one,
);
const listen = {
  type: "listen",
  name: "hear",
  cases: [{ awaits: { kind: "signal", name: "go" }, next: "last" }],
  timeoutMs: 10,
  onTimeout: null,
  compensate: { kind: "call", call: { kind: "operation", service: "bank", operation: "takeBack" }, with: {} },
  catch: [],
} as const satisfies StateModel;

/** Rules of blocks, items, children, groups and of what waits. Answers of branches may come in any order. */
export const WORKED_BLOCKS: readonly Worked[] = [
  {
    rule: "a block whose branches succeed goes on",
    definition: aDefinition(aSaga([aBlock(), DONE])),
    rows: {},
    runs: ["par.x.m=ok par.y.n=ok -> completed", "par.y.n=ok par.x.m=ok -> completed"],
  },
  {
    rule: "R5, R6 branches are undone in reverse of the order they completed in",
    definition: aDefinition(aSaga([aBlock({ next: "lost" }), LOST])),
    rows: {},
    runs: [
      "par.x.m=ok par.y.n=ok undo:par.y.n=ok undo:par.x.m=ok -> compensated Lost",
      "par.y.n=ok par.x.m=ok undo:par.x.m=ok undo:par.y.n=ok -> compensated Lost",
    ],
  },
  {
    rule: "R6 with order parallel they may be undone in any order, but after what came later",
    definition: aDefinition(aSaga([aBlock({ next: "last" }), LAST, DONE], { order: "parallel" })),
    rows: { last: "unknownAndNot" },
    runs: ["m n", "n m"].flatMap((first) =>
      ["m n", "n m"].map(
        (back) => `${branches(first, "")} last=unknownAndNot undo:last=ok ${branches(back, "undo:")} -> compensated Unknown`,
      ),
    ),
  },
  {
    rule: "R5 a failing block awaits what is under way, and undoes it",
    definition: aDefinition(aSaga([aBlock(), DONE])),
    rows: { "par.x.m": "refused" },
    runs: [
      "par.x.m=refused par.y.n=ok undo:par.y.n=ok -> compensated Refused",
      "par.y.n=ok par.x.m=refused undo:par.y.n=ok -> compensated Refused",
    ],
  },
  {
    rule: "R4 the first failure is the cause",
    definition: aDefinition(aSaga([aBlock(), DONE])),
    rows: { "par.x.m": "refused", "par.y.n": "notSent" },
    runs: ["par.x.m=refused par.y.n=notSent -> failed Refused", "par.y.n=notSent par.x.m=refused -> failed Unavailable"],
  },
  {
    rule: "R5 a decided join undoes the loser before it goes on",
    definition: aDefinition(aSaga([aBlock({ join: any, next: "last" }), LAST, DONE])),
    rows: {},
    runs: ["par.x.m=ok par.y.n=ok undo:par.y.n=ok last=ok -> completed", "par.y.n=ok par.x.m=ok undo:par.x.m=ok last=ok -> completed"],
  },
  {
    rule: "R5 a losing undo that fails suspends",
    definition: aDefinition(aSaga([aBlock({ join: any }), DONE])),
    rows: { "undo:par.y.n": "refused" },
    runs: [
      "par.x.m=ok par.y.n=ok undo:par.y.n=refused -> suspended undo_failed par.y.n",
      "par.y.n=ok par.x.m=ok undo:par.x.m=ok -> completed",
    ],
  },
  {
    rule: "R5 when the number cannot be reached the block fails",
    definition: aDefinition(aSaga([aBlock({ join: any }), DONE])),
    rows: { "par.x.m": "refused", "par.y.n": "refused" },
    runs: ["par.x.m=refused par.y.n=refused -> failed Refused", "par.y.n=refused par.x.m=refused -> failed Refused"],
  },
  {
    rule: "a catch of the block leaves its effects on the stack of the saga",
    definition: aDefinition(aSaga([aBlock({ catch: [aCatch("last", false, "JoinFailed")] }), aTask("last", "lost"), LOST, DONE])),
    rows: { "par.x.m": "refused" },
    runs: [
      "par.x.m=refused par.y.n=ok last=ok undo:last=ok undo:par.y.n=ok -> compensated Lost",
      "par.y.n=ok par.x.m=refused last=ok undo:last=ok undo:par.y.n=ok -> compensated Lost",
    ],
  },
  {
    rule: "a catch with compensate in a branch undoes that branch alone",
    definition: aDefinition(
      aSaga([
        aTask("a", "par"),
        aBlock({
          branches: {
            x: aScope(aTask("m", "o"), aTask("o", null, { catch: [aCatch("q", true)] }), {
              type: "set",
              name: "q",
              values: {},
              next: null,
            }),
            y: aScope({ type: "set", name: "n", values: {}, next: null }),
          },
        }),
        DONE,
      ]),
    ),
    rows: { "par.x.o": "refused" },
    runs: ["a=ok par.x.m=ok par.x.o=refused undo:par.x.m=ok -> completed"],
  },
  {
    rule: "R13 items run one by one",
    definition: each(),
    rows: { each: 2 },
    runs: ["each#1[0].m=ok each#1[1].m=ok last=ok -> completed"],
  },
  {
    rule: "R13 completed items are undone last first",
    definition: each(),
    rows: { each: 2, last: "refused" },
    runs: ["each#1[0].m=ok each#1[1].m=ok last=refused undo:each#1[1].m=ok undo:each#1[0].m=ok -> compensated Refused"],
  },
  {
    rule: "R13 an item that fails undoes itself, then the block the others",
    definition: each({ body: aScope(aTask("m", "n"), aTask("n", null)) }),
    rows: { each: 2, "each#1[1].n": "refused" },
    runs: [
      "each#1[0].m=ok each#1[0].n=ok each#1[1].m=ok each#1[1].n=refused undo:each#1[1].m=ok undo:each#1[0].n=ok undo:each#1[0].m=ok -> compensated Refused",
    ],
  },
  {
    rule: "R13 so many items may fail as are tolerated",
    definition: each({ tolerate: { kind: "count", count: 1 } }),
    rows: { each: 2, "each#1[0].m": "unknownAndNot" },
    runs: ["each#1[0].m=unknownAndNot undo:each#1[0].m=ok each#1[1].m=ok last=ok -> completed"],
  },
  { rule: "no items, nothing to do", definition: each(), rows: { each: 0 }, runs: ["last=ok -> completed"] },
  {
    rule: "R13 with concurrency 2 two items are under way",
    definition: each({ concurrency: 2 }),
    rows: { each: 2 },
    runs: ["each#1[0].m=ok each#1[1].m=ok last=ok -> completed", "each#1[1].m=ok each#1[0].m=ok last=ok -> completed"],
  },
  {
    rule: "R14 the undo of a child is part of the undo of its parent",
    definition: parent(),
    rows: { last: "refused" },
    runs: ["a=ok kid#1.m=ok kid#1.n=ok last=refused undo:kid#1.n=ok undo:kid#1.m=ok undo:a=ok -> compensated Refused"],
  },
  {
    rule: "R14 a child that fails has undone itself, and its cause is the cause",
    definition: parent(),
    rows: { "kid#1.n": "refused" },
    runs: ["a=ok kid#1.m=ok kid#1.n=refused undo:kid#1.m=ok undo:a=ok -> compensated Refused"],
  },
  {
    rule: "R14 a child that can pass a pivot is a pivot",
    definition: parent(aSaga([aPivot("p", "done"), DONE], {}, { name: "final" })),
    rows: { last: "refused" },
    runs: ["a=ok kid#1.p=ok last=refused -> suspended stuck_forward last"],
  },
  {
    rule: "R14 the incident of a child suspends its parent",
    definition: parent(),
    rows: { "kid#1.n": "refused", "undo:kid#1.m": "refused" },
    runs: ["a=ok kid#1.m=ok kid#1.n=refused undo:kid#1.m=refused -> suspended child kid"],
  },
  {
    rule: "R15 nothing is committed before all have prepared",
    definition: group("2pc", { participants: chained }),
    rows: {},
    runs: ["u v", "v u"].map((order) => `prepare:g.u=ok prepare:g.v=ok ${phase(order, "commit")} last=ok -> completed`),
  },
  {
    rule: "R15 one no aborts what is prepared or unknown, and not who refused",
    definition: group("2pc", { participants: chained }),
    rows: { "prepare:g.u": "ok", "prepare:g.v": "refused" },
    runs: ["prepare:g.u=ok prepare:g.v=refused abort:g.u=ok -> failed Refused"],
  },
  {
    rule: "R15 commit is retried without end",
    definition: group("2pc", { participants: chained.slice(0, 1) }),
    rows: { "commit:g.u@1": "unknownAndNot", "commit:g.u@2": "notSent", "commit:g.u@3": "unknownButHappened" },
    runs: [
      "prepare:g.u=ok commit:g.u=unknownAndNot commit:g.u@2=notSent commit:g.u@3=unknownButHappened commit:g.u@4=ok last=ok -> completed",
    ],
  },
  {
    rule: "R15 a compensatable group is undone by its participants in reverse order",
    definition: group("2pc", { participants: chained }),
    rows: { last: "refused" },
    runs: ["u v", "v u"].map(
      (order) => `prepare:g.u=ok prepare:g.v=ok ${phase(order, "commit")} last=refused undo:g.v=ok undo:g.u=ok -> compensated Refused`,
    ),
  },
  {
    rule: "R15 or by the undo of the group",
    definition: group("2pc", {
      participants: chained.slice(0, 1),
      compensate: { call: { kind: "operation", service: "bank", operation: "takeBack" }, with: {} },
    }),
    rows: { last: "refused" },
    runs: ["prepare:g.u=ok commit:g.u=ok last=refused undo:g=ok -> compensated Refused"],
  },
  {
    rule: "R15 a group of kind pivot closes the way back",
    definition: group("2pc", { kind: "pivot", participants: chained.slice(0, 1) }),
    rows: { last: "refused" },
    runs: ["prepare:g.u=ok commit:g.u=ok last=refused -> suspended stuck_forward last"],
  },
  {
    rule: "R16 try that may have happened is cancelled",
    definition: group("tcc", { participants: aGroup("tcc").participants.slice(0, 1) }),
    rows: { "try:g.u": "unknownAndNot" },
    runs: ["try:g.u=unknownAndNot try:g.u@2=unknownAndNot cancel:g.u=ok -> failed Unknown"],
  },
  {
    rule: "waiting, setting and sending change nothing",
    definition: aDefinition(
      aSaga([
        { type: "wait", name: "w", forMs: 1, until: null, next: "s" },
        { type: "set", name: "s", values: {}, next: "e" },
        { type: "emit", name: "e", event: { type: "x", source: null, subject: null, data: {} }, compensate: null, next: "last" },
        LAST,
        DONE,
      ]),
    ),
    rows: {},
    runs: ["wait:w=elapsed last=ok -> completed"],
  },
  {
    rule: "what an event reported is undone",
    definition: aDefinition(aSaga([listen, LAST, DONE])),
    rows: { hear: 0, last: "refused" },
    runs: ["listen:hear=case 0 last=refused undo:hear=ok -> compensated Refused"],
  },
  {
    rule: "an event that does not come is the error Timeout",
    definition: aDefinition(aSaga([listen, LAST, DONE])),
    rows: { hear: 1 },
    runs: ["listen:hear=timeout -> failed Timeout"],
  },
  {
    rule: "a person chooses the way",
    definition: aDefinition(
      aSaga([
        {
          type: "human",
          name: "ask",
          assign: null,
          form: null,
          outcomes: { yes: "done", no: "lost" },
          timeoutMs: null,
          onTimeout: null,
          fourEyes: false,
          catch: [],
        },
        LOST,
        DONE,
      ]),
    ),
    rows: { ask: 1 },
    runs: ["human:ask=case 1 -> failed Lost"],
  },
  {
    rule: "a switch takes its first case or the default",
    definition: aDefinition(aSaga([{ type: "switch", name: "s", cases: [{ when: "", next: "lost" }], default: "done" }, LOST, DONE])),
    rows: { s: 1 },
    runs: ["-> completed"],
  },
  {
    rule: "R5 a branch in backoff stops, and is asked what it did",
    definition: aDefinition(
      aSaga([
        aBlock({
          branches: {
            x: aScope(aTask("m", null, { retry: aRetry(2), verify: aVerify(true) })),
            y: aScope(aRetriable("n", null)),
          },
          join: any,
        }),
        DONE,
      ]),
    ),
    rows: { "par.x.m@1": "unknownButHappened" },
    runs: [
      // The retry was sent before the other branch won, or was not sent at all.
      "par.x.m=unknownButHappened par.x.m@2=ok par.y.n=ok -> completed",
      "par.x.m=unknownButHappened par.y.n=ok par.x.m@2=ok undo:par.x.m=ok -> completed",
      "par.x.m=unknownButHappened par.y.n=ok verify:par.x.m=yes undo:par.x.m=ok -> completed",
      "par.y.n=ok par.x.m=unknownButHappened verify:par.x.m=yes undo:par.x.m=ok -> completed",
    ],
  },
];

function branches(order: string, prefix: string): string {
  return order
    .split(" ")
    .map((name) => `${prefix}par.${name === "m" ? "x" : "y"}.${name}=ok`)
    .join(" ");
}

function phase(order: string, kind: string): string {
  return order
    .split(" ")
    .map((name) => `${kind}:g.${name}=ok`)
    .join(" ");
}
