import { LambdaPlatform } from "../../../../operator/release/aws/lambda-platform";
import { fakeClient } from "./fake-client";

test("there is something new where a version waits that callers do not reach, as the output says now", async () => {
  let newest = "7";
  const target = async () => ({
    platform: "lambda" as const,
    region: "eu-west-1",
    alarms: [],
    functions: { chat: { function: "f1", alias: "live", newest, dead_letter_queue: "d1" } },
  });
  const { client } = fakeClient({ GetFunctionConfiguration: { State: "Active" } });
  const values = async () => ({ chat_live_version: "7", chat_next_percent: 0 });
  const platform = await LambdaPlatform.of({ target, clients: { lambda: client } as never, values, now: () => 0 });
  expect(await platform.hasNew(await values())).toBe(false);
  newest = "8";
  expect(await platform.hasNew(await values())).toBe(true);
  expect(await platform.hasNew({ chat_live_version: "" })).toBe(false);
  expect(await platform.rollout("new")).toEqual({ is: "ready", seen: ["f1: version 8 is Active"] });
});
