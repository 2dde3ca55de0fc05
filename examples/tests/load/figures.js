// The figures that both scripts hold a system to.

import { check } from "k6";
import http from "k6/http";

/** Documents 002 and 003: p95 above 500 ms is a high latency, and above 1 % errors is a high error rate (the alerts of this repository). */
export const thresholds = {
  http_req_failed: [{ threshold: "rate<0.01", abortOnFail: false }],
  http_req_duration: ["p(95)<500"],
  checks: ["rate>0.99"],
};

const base = __ENV.BASE_URL;

/** One visit: what an application that keeps docs/your-application.md answers. */
export function visit() {
  const health = http.get(`${base}/health`, { timeout: "5s", tags: { name: "health" } });
  check(health, { "health answers 200": (answer) => answer.status === 200 });
  const path = __ENV.PATH_UNDER_LOAD || "/";
  const page = http.get(`${base}${path}`, { timeout: "5s", tags: { name: "page" } });
  check(page, { "the page answers without an error": (answer) => answer.status < 500 });
}

/** Ends a run without an address: k6 would ask `undefined/health` for ten minutes. */
export function setup() {
  if (!/^https?:\/\//.test(base || ""))
    throw new Error("BASE_URL: expected the address of the system, such as https://staging.example.com");
}
