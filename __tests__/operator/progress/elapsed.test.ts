import { setTimeout } from "node:timers/promises";
import { withElapsed } from "../../../operator/progress/elapsed";

test("what takes its time says so, and for how long, until it ends", async () => {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const wait = async (begins: () => void) => {
    begins();
    while (lines.length < 3) await setTimeout(10);
    return "done";
  };
  expect(await withElapsed("Installing", write, wait, 50)).toBe("done");
  expect(lines[0]).toBe("Installing…");
  for (const line of lines.slice(1)) expect(line).toMatch(/^Installing: \d+\.\ds…$/);
  const { length } = lines;
  await setTimeout(120);
  expect(lines).toHaveLength(length);
});

test("nothing is said where there is nothing to wait for, and after a failure", async () => {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  await withElapsed("Installing", write, async () => setTimeout(60), 20);
  expect(lines).toEqual([]);
  const failing = async (begins: () => void) => {
    begins();
    throw new Error("no network");
  };
  await expect(withElapsed("Installing", write, failing, 20)).rejects.toThrow("no network");
  await setTimeout(60);
  expect(lines).toEqual(["Installing…"]);
});
