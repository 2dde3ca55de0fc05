/** What is read of an answer that refuses a call. */
export interface Refusal {
  readonly headers?: Readonly<Record<string, string | number | undefined>>;
  readonly data?: { readonly message?: string; readonly errors?: readonly unknown[] };
}

/** The longest wait for a limit that is worth it, in milliseconds: a job that comments has ten minutes. */
export const longestLimitMs = 120_000;
/** Where GitHub does not say how long, in milliseconds. */
const unsaidMs = 60_000;

/**
 * Milliseconds after which GitHub takes a call again that it refused for its number, not for a right; nothing for any other refusal
 * (docs.github.com, "Rate limits for the REST API", exceeding the rate limit: 403 or 429, with `retry-after`, or `x-ratelimit-reset` where
 * none remain, or neither).
 */
export function limitIn(
  status: number | undefined,
  { headers = {}, data }: Refusal,
  now = Date.now(),
): number | undefined {
  if (status !== 403 && status !== 429) return undefined;
  const number = (name: string) => (/^\d{1,12}$/.test(String(headers[name])) ? Number(headers[name]) : undefined);
  const after = number("retry-after");
  if (after !== undefined) return after * 1000;
  const reset = number("x-ratelimit-reset");
  if (number("x-ratelimit-remaining") === 0 && reset !== undefined) return Math.max(reset * 1000 - now, 1000);
  return status === 429 || /\brate limit\b/i.test(data?.message ?? "") ? unsaidMs : undefined;
}
