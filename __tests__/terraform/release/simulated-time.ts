import { execFileSync } from "node:child_process";
import type { Clock } from "../../../operator/release/run/context";
import { type Asked, clockPath, countedHeader, type Told } from "./traffic-words";

/**
 * The time of a traffic simulator in the place of this machine's. Where a command would sleep, users come instead. Requests of this process for
 * the application go to the simulator, and no process waits for an answer that says it took long.
 *
 * @param address of the simulator
 */
export function simulatedClock(address: string): Clock {
  const network = globalThis.fetch;
  /** What the simulator's clock said last, and how long answers took since then. */
  let told = now(address);
  let taken = 0;

  globalThis.fetch = async (input, init) => {
    const answer = await network(reachable(input, address), init);
    taken += Number(answer.headers.get(countedHeader) ?? 0);
    return answer;
  };

  return {
    now: () => told + taken,
    sleep: async (ms, until) => {
      if (until?.aborted) return;
      const body = JSON.stringify({ sleep: ms + taken } satisfies Asked);
      taken = 0;
      const answer = await network(`${address}${clockPath}`, { method: "POST", body });
      told = ((await answer.json()) as Told).now;
    },
  };
}

/** Of the application's address the simulator's; one of this machine is what it is. */
function reachable(input: Parameters<typeof fetch>[0], address: string): Parameters<typeof fetch>[0] {
  if (typeof input !== "string") return input;
  const { hostname, pathname, search } = new URL(input);
  return hostname === "127.0.0.1" ? input : `${address}${pathname}${search}`;
}

/** What the clock says now: the first question, before anything waits. */
function now(address: string): number {
  const ask = `fetch(process.argv[1],{method:"POST",body:'{"sleep":0}'}).then((it)=>it.text()).then((it)=>process.stdout.write(it))`;
  const told = execFileSync(process.execPath, ["-e", ask, `${address}${clockPath}`], { encoding: "utf8" });
  return (JSON.parse(told) as Told).now;
}
