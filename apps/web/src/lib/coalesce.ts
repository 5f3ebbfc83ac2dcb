/** Collects items for `ms` and hands them over together: one paint for a burst of events. */
export function createCoalescer<Item>(ms: number, flush: (items: readonly Item[]) => void): { add(item: Item): void; stop(): void } {
  let waiting: Item[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  return {
    add(item) {
      waiting.push(item);
      timer ??= setTimeout(() => {
        const items = waiting;
        waiting = [];
        timer = undefined;
        flush(items);
      }, ms);
    },
    stop() {
      clearTimeout(timer);
      waiting = [];
      timer = undefined;
    },
  };
}
