export type * from "./types/call.ts";
export type * from "./types/decision.ts";
export type * from "./types/entry.ts";
export type * from "./types/event.ts";
export type * from "./types/saga.ts";
