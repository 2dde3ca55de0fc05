import type { AwsClients } from "../../../../operator/release/aws/clients";
import { LambdaPlatform } from "../../../../operator/release/aws/lambda-platform";
import type { FunctionsTarget } from "../../../../stacks/aws-shared/function-release";
import { fakeClient } from "./fake-client";

const target = {
  platform: "lambda",
  region: "us-east-1",
  functions: { chat: { function: "shop-chat", alias: "live", newest: "5" } },
  alarms: [],
} as unknown as FunctionsTarget;

test("where the state cannot be read any more, the weights of the functions that it had are set", async () => {
  const { client: lambda, asked } = fakeClient({
    GetAlias: { FunctionVersion: "4", RevisionId: "r" },
    UpdateAlias: {},
  });
  let isReadable = true;
  const platform = await LambdaPlatform.of({
    target: async () => {
      if (!isReadable) throw new Error("SlowDown");
      return target;
    },
    clients: { lambda } as unknown as AwsClients,
    values: async () => ({}),
    now: Date.now,
  });
  isReadable = false;
  await platform.setWeight(0);
  expect(asked.at(-1)).toMatchObject({
    name: "UpdateAlias",
    input: { FunctionName: "shop-chat", RoutingConfig: { AdditionalVersionWeights: {} } },
  });
  expect(await platform.readWeight()).toBe(0);
});
