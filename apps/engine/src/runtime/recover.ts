import type { LoadedSaga, SagaStore } from "../ports/saga-store.ts";

/** Sagas of one page: enough to keep calls busy while the next page loads (architecture.md, section 7). */
const PAGE = 200;

/**
 * Resumes every hot saga of the store, until `resume` answers that it wants no more. The next page loads while this
 * one is resumed. Sagas that are in memory already are left alone by `resume`, so recovering twice does no harm.
 */
export async function recoverSagas(store: Pick<SagaStore, "hotSagas">, resume: (loaded: LoadedSaga) => Promise<boolean>): Promise<number> {
  let resumed = 0;
  let page = await store.hotSagas(null, PAGE);
  while (page.length > 0) {
    const last = page.at(-1)?.saga.id ?? null;
    const next = page.length < PAGE ? Promise.resolve([]) : store.hotSagas(last, PAGE);
    // Both failures are reported below; this only keeps the second from being reported as unhandled.
    next.catch(() => undefined);
    for (const loaded of page) {
      if (!(await resume(loaded))) {
        await next;
        return resumed;
      }
      resumed += 1;
    }
    page = await next;
  }
  return resumed;
}
