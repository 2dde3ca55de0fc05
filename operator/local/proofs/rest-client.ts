import { profileOptions } from "../../aws/profile";

/** What a REST API answered. */
export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: JSON of any API.
  readonly body: any;
}

/**
 * Calls a REST API of the emulator by the address that AWS would give it, `https://<id>.execute-api…/<stage>`: no resolver leads that
 * name to the emulator, which answers at a path of its own.
 */
export function restClient(url: string, profile: string) {
  const [, id, stage] = url.match(/^https:\/\/([^.]+)\.execute-api\.[^/]+\/([^/]+)$/) ?? [];
  const { endpoint } = profileOptions(profile);
  if (!id || !endpoint) throw new Error(`expected the address of a REST API and of the emulator, found ${url}`);
  return async (method: string, path: string, { token, body }: { token?: string; body?: unknown } = {}) => {
    const response = await fetch(`${endpoint}/restapis/${id}/${stage}/_user_request_${path}`, {
      method,
      headers: { "Content-Type": "application/json", ...(token && { Authorization: token }) },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(60_000),
    });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : undefined } as Answer;
  };
}
