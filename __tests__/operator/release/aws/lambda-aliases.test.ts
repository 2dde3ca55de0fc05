import { newestWeight, setNewestWeight } from "../../../../operator/release/aws/lambda-weights";
import { fakeClient } from "./fake-client";

const functions = {
  chat: { function: "f1", alias: "live", newest: "8", dead_letter_queue: "d1" },
  summary: { function: "f2", alias: "live", newest: "4", dead_letter_queue: "d2", whole_because: "schedule" },
};
const now = { chat_live_version: "7", chat_next_percent: 10, summary_live_version: "3" };

type Alias = readonly [version: string, weights: Readonly<Record<string, number>>];

/** Aliases of both functions, as Lambda has them. */
function aws(chat: Alias, summary: Alias = ["3", {}]) {
  const { client: lambda, asked } = fakeClient({
    GetAlias: ({ FunctionName }) => {
      const [FunctionVersion, AdditionalVersionWeights] = FunctionName === "f1" ? chat : summary;
      return { FunctionVersion, RoutingConfig: { AdditionalVersionWeights }, RevisionId: "r" };
    },
    UpdateAlias: {},
  });
  return { clients: { lambda } as Parameters<typeof newestWeight>[0], asked };
}

test.each<[string, Alias, Alias, number]>([
  ["nothing is shifted", ["7", {}], ["3", {}], 0],
  ["the newest has a share", ["7", { "8": 0.1 }], ["3", {}], 10],
  ["all are on the newest by a weight", ["7", { "8": 1 }], ["3", {}], 100],
  ["another version has a share", ["7", { "5": 0.25 }], ["3", {}], 25],
  ["someone led the alias elsewhere", ["5", {}], ["3", {}], 100],
  ["someone led it elsewhere, with a weight", ["5", { "7": 0.75 }], ["3", {}], 25],
  ["someone led a function elsewhere that switches whole", ["7", {}], ["4", {}], 100],
])("the share of callers that are not on the live version: %s", async (_, chat, summary, share) => {
  expect(await newestWeight(aws(chat, summary).clients, functions, now)).toBe(share);
});

test("before the first release an alias leads where it leads: the state names no version", async () => {
  const first = { chat_live_version: "", summary_live_version: "" };
  expect(await newestWeight(aws(["5", {}]).clients, functions, first)).toBe(0);
});

test.each([0, 25])(
  "%d %% leads each alias to the live version of the state, and divides only what can be",
  async (k) => {
    const { clients, asked } = aws(["5", { "7": 0.75 }], ["4", {}]);
    await setNewestWeight(clients, functions, k, now);
    const set = asked.filter(({ name }) => name === "UpdateAlias").map(({ input }) => input);
    const of = (FunctionName: string, FunctionVersion: string, AdditionalVersionWeights: object) => ({
      ...{ FunctionName, Name: "live", FunctionVersion, RevisionId: "r", RoutingConfig: { AdditionalVersionWeights } },
    });
    expect(set).toEqual([of("f1", "7", k ? { "8": 0.25 } : {}), of("f2", "3", {})]);
  },
);
