import type { ProbeAnswer } from "../judge/figures";

/** How long a probe waits, in milliseconds; then it is an error of that time. */
export const probeTimeoutMs = 5000;

/** Asks one path of the new side alone, one request after the other. A redirect is an answer; 4xx and 5xx are errors (document 003). */
export async function probe(
  url: string,
  headers: Readonly<Record<string, string>>,
  requests: number,
): Promise<ProbeAnswer[]> {
  const answers: ProbeAnswer[] = [];
  for (let sent = 0; sent < requests; sent++) answers.push(await ask(url, headers));
  return answers;
}

async function ask(url: string, headers: Readonly<Record<string, string>>): Promise<ProbeAnswer> {
  const at = Date.now();
  try {
    const answer = await fetch(url, { headers, redirect: "manual", signal: AbortSignal.timeout(probeTimeoutMs) });
    await answer.arrayBuffer();
    return { at, ms: Date.now() - at, failed: answer.status >= 400, status: answer.status };
  } catch (error) {
    const timedOut = (error as Error).name === "TimeoutError";
    return { at, ms: timedOut ? probeTimeoutMs : Date.now() - at, failed: true, timedOut };
  }
}
