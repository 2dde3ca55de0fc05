import type { ProbeAnswer } from "../judge/figures";

/** How long a probe waits, in milliseconds; then it is an error of that time. */
export const probeTimeoutMs = 5000;

/**
 * Asks one path of the new side alone, one request after the other. A redirect is an answer; 4xx and 5xx are errors (document 003).
 * @param now the time of the release, ms: the judge compares the answers with its own times
 */
export async function probe(
  url: string,
  headers: Readonly<Record<string, string>>,
  requests: number,
  now: () => number,
): Promise<ProbeAnswer[]> {
  const answers: ProbeAnswer[] = [];
  for (let sent = 0; sent < requests; sent++) answers.push(await ask(url, headers, now));
  return answers;
}

async function ask(url: string, headers: Readonly<Record<string, string>>, now: () => number): Promise<ProbeAnswer> {
  const at = now();
  try {
    const answer = await fetch(url, { headers, redirect: "manual", signal: AbortSignal.timeout(probeTimeoutMs) });
    await answer.arrayBuffer();
    return { at, ms: now() - at, failed: answer.status >= 400, status: answer.status };
  } catch (error) {
    const timedOut = (error as Error).name === "TimeoutError";
    return { at, ms: timedOut ? probeTimeoutMs : now() - at, failed: true, timedOut };
  }
}
