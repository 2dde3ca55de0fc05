import { type Caller, functionRelease } from "../../../stacks/aws-shared/function-release";
import { synthesized } from "../../synthesized";

const made = (calledBy: Caller, of = {}) => {
  let release: ReturnType<typeof functionRelease> | undefined;
  const { json } = synthesized((scope) => {
    release = functionRelease(scope, "on-connect", calledBy, of);
  });
  return { variables: Object.keys(json.variable ?? {}), json, release };
};

test("clients meet both versions while a release shifts", () => {
  const { variables, json } = made("clients");
  expect(variables).toEqual(["on_connect_live_version", "on_connect_next_percent"]);
  expect(json.resource["terraform_data"]).toMatchObject({
    on_connect_live_version: { triggers_replace: [""] },
    on_connect_next_percent: { triggers_replace: [0] },
  });
});

test.each([
  ["schedule", {}, "schedule"],
  ["stream", {}, "stream"],
  ["poller", {}, "poller"],
  ["events", {}, "events"],
  ["clients", { provisioned_concurrency: 2 }, "provisioned concurrency"],
] as const)("called by %s with %j, all calls switch at once", (calledBy, of, wholeBecause) => {
  const { variables, release } = made(calledBy, of);
  expect(variables).toEqual(["on_connect_live_version"]);
  expect(release).toMatchObject({ wholeBecause });
  expect(release?.nextPercent).toBeUndefined();
});
