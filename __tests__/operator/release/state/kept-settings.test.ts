import { readFileSync } from "node:fs";
import { keepSettings } from "../../../../operator/release/state/kept-settings";
import { Workspace } from "../../../../operator/terraform/workspace";
import { FakeTerraform } from "../../operations/fake-terraform";

const fake = new FakeTerraform();
afterAll(() => fake.remove());

test("an edited setting is what it was when it was deployed, and nothing else changes", () => {
  const kept = (setting: unknown) => ({ input: "x", triggers_replace: [setting] });
  const data = { image: kept("app:9"), next_percent: kept(0), made_since: kept("a") };
  fake.stack("aws-x", { resource: { terraform_data: data, aws_sqs_queue: { jobs: { x: 1 } } } });
  const { source, root, env } = fake;
  const workspace = Workspace.open({ id: "aws-x", source, root, env, operation: "test" });
  const of = <Value extends string | number>(value: Value, setting: Value) => ({
    value,
    setting,
    from: "release" as const,
  });
  keepSettings(workspace, { image: of("app:2", "app:${1}"), next_percent: of(10, 0), gone: of("a", "b") });
  expect(JSON.parse(readFileSync(workspace.path("cdk.tf.json"), "utf8"))).toEqual({
    resource: {
      terraform_data: { ...data, image: kept("app:$${1}") },
      aws_sqs_queue: { jobs: { x: 1 } },
    },
  });
  workspace.close();
});
