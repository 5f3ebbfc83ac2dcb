import { type Behaviour, type Fault, formatFault, type Operation } from "./catalogue.ts";

/** Where faults are switched on and off. Participants ask it at every call. */
export interface FaultDesk {
  /** What this call shall do; null is: work properly. Counts the call. A fault of the order comes first. */
  take(operation: Operation, orderId: string | null): Behaviour | null;
  /** Sets a fault for calls of every order, in place of an earlier one of the same operation and behaviour. */
  setForAll(fault: Fault): void;
  clearForAll(operation: Operation, behaviour: Behaviour): void;
  /** Sets the faults of one order; an empty list clears them. */
  setForOrder(orderId: string, faults: readonly Fault[]): void;
  /** Switches everything off. */
  clear(): void;
  list(): FaultList;
}

/** What is switched on now. */
interface FaultList {
  readonly all: readonly Fault[];
  readonly orders: readonly { readonly orderId: string; readonly faults: readonly string[] }[];
}

/** A load run must not fill memory: the oldest orders are forgotten beyond this number. */
const ORDERS_MAX = 20_000;

/** A desk with every fault off. It lives as long as the process: a restart of the shop heals everything. */
export function createFaultDesk(): FaultDesk {
  let all: readonly Fault[] = [];
  const orders = new Map<string, readonly Fault[]>();

  function setForOrder(orderId: string, faults: readonly Fault[]): void {
    orders.delete(orderId);
    if (faults.length > 0) orders.set(orderId, faults);
    const oldest = orders.size > ORDERS_MAX ? orders.keys().next().value : undefined;
    if (oldest !== undefined) orders.delete(oldest);
  }

  return {
    take: (operation, orderId) => {
      const ofOrder = orderId === null ? undefined : orders.get(orderId);
      const own = ofOrder?.find((fault) => fault.operation === operation);
      if (own !== undefined && ofOrder !== undefined && orderId !== null) {
        setForOrder(orderId, countDown(ofOrder, own));
        return own.behaviour;
      }
      const shared = all.find((fault) => fault.operation === operation);
      if (shared === undefined) return null;
      all = countDown(all, shared);
      return shared.behaviour;
    },
    setForAll: (fault) => {
      all = [...without(all, fault.operation, fault.behaviour), ...(fault.times === 0 ? [] : [fault])];
    },
    clearForAll: (operation, behaviour) => {
      all = without(all, operation, behaviour);
    },
    setForOrder,
    clear: () => {
      all = [];
      orders.clear();
    },
    list: () => ({ all, orders: [...orders].map(([orderId, faults]) => ({ orderId, faults: faults.map(formatFault) })) }),
  };
}

function countDown(faults: readonly Fault[], taken: Fault): readonly Fault[] {
  if (taken.times === null) return faults;
  const left = { ...taken, times: taken.times - 1 };
  return faults.flatMap((fault) => (fault === taken ? keepIfLeft(left) : [fault]));
}

function keepIfLeft(fault: Fault & { readonly times: number }): readonly Fault[] {
  return fault.times > 0 ? [fault] : [];
}

function without(faults: readonly Fault[], operation: Operation, behaviour: Behaviour): readonly Fault[] {
  return faults.filter((fault) => fault.operation !== operation || fault.behaviour !== behaviour);
}
