const ANSWER_MS = 5000;

/** Whether something at this address answers, and not with a failure of its own. */
export async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS), redirect: "manual" });
    await response.body?.cancel();

    return response.status < 500;
  } catch {
    // Not yet: the caller asks again.
    return false;
  }
}
