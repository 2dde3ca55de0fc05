import { createHash } from "node:crypto";
import type { EmulatorProcess } from "./emulator-process";

/**
 * The key in the addresses of deployed applications. Pages and their links give it away, so it opens only them (operator/local/python/guard.py
 * makes the same).
 */
export function applicationKey(key: string): string {
  return createHash("sha256").update(`application ${key}`).digest("hex").slice(0, 32);
}

/**
 * Outputs with addresses that work on this machine. AWS's addresses of REST APIs and CloudFront distributions, which the stacks give out, lead
 * to AWS.
 * @param emulator the one that runs applications: MiniStack
 */
export function reachable<T>(outputs: T, { endpoint, port, key }: EmulatorProcess): T {
  const own = applicationKey(key);
  const restApi = /^https:\/\/([a-z0-9]+)\.execute-api\.[a-z0-9.-]+\/([^/]+)/;
  const distribution = /^https:\/\/([a-z0-9]+)\.cloudfront\.net(?=\/|$)/;
  const convert = (value: unknown): unknown => {
    if (typeof value === "string") {
      return value
        .replace(restApi, (_, id, stage) => `${endpoint}/_emulator/${own}/restapis/${id}/${stage}/_user_request_`)
        .replace(distribution, (_, label) => `http://${label}.${own}.localhost:${port}`);
    }
    if (Array.isArray(value)) return value.map(convert);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, of]) => [name, convert(of)]));
  };
  return convert(outputs) as T;
}
