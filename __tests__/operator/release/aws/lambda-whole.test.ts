import { wholeFigures, wholeLines } from "../../../../operator/release/aws/lambda-whole";
import { fakeClient } from "./fake-client";

const functions = {
  chat: { function: "f1", alias: "live", newest: "8", dead_letter_queue: "d1" },
  summary: { function: "f2", alias: "live", newest: "4", dead_letter_queue: "d2", whole_because: "schedule" },
};
const minute = 60_000;

async function figures(calls: number, errors: number, since: number, until: number) {
  const { client: cloudwatch, asked } = fakeClient({
    GetMetricData: {
      MetricDataResults: [
        { Id: "m0", Values: [calls] },
        { Id: "m1", Values: [errors] },
      ],
    },
  });
  const clients = { cloudwatch } as Parameters<typeof wholeFigures>[0];
  const found = await wholeFigures(clients, functions, since, until);
  return { found, from: asked.map(({ input }) => (input["StartTime"] as Date).getTime()) };
}

test.each<[string, number, number, number | undefined]>([
  ["one error of one call says too little", 1, 1, undefined],
  ["one of nine too", 9, 1, undefined],
  ["one of ten is what is allowed", 10, 1, 10],
  ["two of ten are more", 10, 2, 20],
  ["no call says nothing", 0, 0, undefined],
])("errors of a function that switches whole: %s", async (_, calls, errors, value) => {
  const { found } = await figures(calls, errors, minute, 3 * minute);
  expect(found).toMatchObject([{ component: "summary", limit: 10 }]);
  expect(found[0]?.value).toBe(value);
});

test("the minute of the switch is left out: its first calls met the old version", async () => {
  expect((await figures(100, 50, minute + 1000, 4 * minute)).from).toEqual([2 * minute]);
  const { found, from } = await figures(100, 50, minute + 1000, minute + 31_000);
  expect({ value: found[0]?.value, from }).toEqual({ value: undefined, from: [] });
});

test("what switches whole is named, with why", () => {
  expect(wholeLines(functions)).toEqual(["summary switches whole at the finish (schedule), and is judged after it."]);
});
