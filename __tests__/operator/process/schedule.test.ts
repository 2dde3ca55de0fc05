import { schedule } from "../../../operator/process/schedule";

const tick = () => new Promise((resolve) => setTimeout(resolve, 2));

test("runs independent ids in parallel, but no more than allowed", async () => {
  let running = 0;
  let most = 0;
  const run = async () => {
    most = Math.max(most, ++running);
    await tick();
    running--;
  };
  await schedule({ ids: ["a", "b", "c", "d", "e"], before: () => [], run, parallel: 2 });
  expect(most).toBe(2);
});

test("waits for an id that still runs when another has failed", async () => {
  const run = async (id: string) => {
    if (id === "bad") throw new Error("no");
    await tick();
    return id;
  };
  const outcomes = await schedule({ ids: ["bad", "good"], before: () => [], run, parallel: 2 });
  expect(outcomes.get("good")).toEqual({ value: "good" });
  expect(outcomes.get("bad")).toEqual({ error: new Error("no") });
});

test("an id that needs a blocked one is blocked too", async () => {
  const before = (id: string) => ({ b: ["a"], c: ["b"] })[id] ?? [];
  const run = async () => {
    throw new Error("no");
  };
  const outcomes = await schedule({ ids: ["c", "b", "a"], before, run, parallel: 4 });
  expect(outcomes.get("c")).toEqual({ blockedBy: "b" });
});
