import { runCommand } from "../../../../operator/release/world/run-command";

const node = (code: string) => `"${process.execPath}" -e '${code}'`;
const sleeping = node("setTimeout(() => {}, 20000)");

beforeEach(() => {
  jest.spyOn(process.stderr, "write").mockReturnValue(true);
});
afterEach(() => jest.restoreAllMocks());

test("a command has its variables; its exit code and its last lines are kept", async () => {
  const command = `${node("console.log(process.env.RELEASE_URL)")}; exit 3`;
  expect(await runCommand(command, { RELEASE_URL: "https://new.example" })).toEqual({
    exitCode: 3,
    output: "https://new.example",
  });
});

test.each([
  ["a program that the shell waits for", `true && ${sleeping}; true`],
  ["a program in the background, which holds the output", `${sleeping} & true`],
  ["a program that ignores the first signal", node('process.on("SIGINT", () => {}); setTimeout(() => {}, 20000)')],
])("%s ends at the limit, which fails", async (_, command) => {
  const began = performance.now();
  const { exitCode, output } = await runCommand(command, {}, { longestMs: 500, endingMs: 500 });
  expect(performance.now() - began).toBeLessThan(5000);
  expect(exitCode).not.toBe(0);
  expect(output).toContain("ended after 0.5 s, the most that it may take");
});
