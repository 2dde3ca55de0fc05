/** An answer of a cloud's REST API. */
export interface RestAnswer {
  readonly status: number;
  readonly json: unknown;
  /** The message of a refusal. */
  readonly text: string;
  /** The answer itself, if it is no refusal. */
  orThrow(): RestAnswer;
}

/** The longest wait for an answer, in milliseconds. */
export const patience = 15_000;

/** Calls a REST API with an access token; with a body it is a POST. A refusal is an answer, no answer is an error. */
export async function rest(url: string, token: string, body?: object): Promise<RestAnswer> {
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${token}`, ...(body && { "content-type": "application/json" }) },
    signal: AbortSignal.timeout(patience),
    ...(body && { method: "POST", body: JSON.stringify(body) }),
  });
  const raw = await response.text();
  const json = readable(raw);
  const text = (json as { error?: { message?: string } } | undefined)?.error?.message ?? raw.slice(0, 200);
  const answer: RestAnswer = {
    status: response.status,
    json: json ?? {},
    text,
    orThrow: () => {
      if (response.ok) return answer;
      throw new Error(`${new URL(url).host} answers ${response.status}: ${text}`);
    },
  };
  return answer;
}

function readable(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
