import { sayIfLong } from "../../../operator/process/patience";

const after = (ms: number) => () => new Promise((resolve) => setTimeout(() => resolve("done"), ms));

test("a long wait is said once, a short one is not", async () => {
  const said: string[] = [];
  const say = (line: string) => said.push(line);
  expect(await sayIfLong("waiting for one", after(0), say, 50)).toBe("done");
  expect(await sayIfLong("waiting for two", after(100), say, 50)).toBe("done");
  await after(100)();
  expect(said).toEqual(["waiting for two"]);
});
