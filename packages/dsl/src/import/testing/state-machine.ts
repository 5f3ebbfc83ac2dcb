export const LAMBDA = "arn:aws:lambda:eu-west-1:123456789012:function:";
export const INTEGRATION = "arn:aws:states:::";
export const DONE = { Type: "Succeed" };

/** The text of a state machine that begins with its first state. */
export function machine(states: Record<string, object>, more: object = {}): string {
  return JSON.stringify({ StartAt: Object.keys(states)[0], States: states, ...more });
}

/** A source with a state of its saga, and what must be in that state. */
export interface Sample {
  readonly guarantee: string;
  readonly text: string;
  readonly state: string;
  readonly is: object;
}
