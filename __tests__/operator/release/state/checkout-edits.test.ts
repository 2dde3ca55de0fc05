import { readFileSync } from "node:fs";
import { silent } from "../../../../operator/progress/progress";
import { ecsCarriers } from "../../../../operator/release/state/carriers";
import { TerraformState } from "../../../../operator/release/state/terraform-state";
import { Workspace } from "../../../../operator/terraform/workspace";
import { FakeTerraform, planned } from "../../operations/fake-terraform";

const fake = new FakeTerraform();
afterAll(() => fake.remove());

describe("a rollback from a checkout with edits", () => {
  const configuration = {
    variable: { image: {} },
    resource: {
      terraform_data: { image: { triggers_replace: ["app:9"] } },
      aws_ecs_task_definition: { blue: {}, worker: {} },
      aws_ecs_service: {
        blue: { task_definition: "${aws_ecs_task_definition.blue.arn}" },
        worker: { task_definition: "${aws_ecs_task_definition.worker.arn}" },
      },
      aws_lb_listener_rule: { api: {} },
      aws_sqs_queue: { jobs: {} },
    },
  };
  const containers = (image: string, cpu: number) => JSON.stringify([{ name: "app", image, cpu }]);
  const changed = (address: string, actions: string[], before: object, after: object) => ({
    address,
    change: { actions, before, after },
  });
  const task = (name: string, before: string, after: string) => {
    const of = (definitions: string) => ({ container_definitions: definitions });
    return changed(`aws_ecs_task_definition.${name}`, ["create", "delete"], of(before), of(after));
  };
  const moved = (name: string) =>
    changed(`aws_ecs_service.${name}`, ["update"], { task_definition: "1" }, { task_definition: "2" });

  async function applied(id: string, changes: ReturnType<typeof changed>[]) {
    fake.stack(id, configuration);
    const release = { image: { value: "app:2", setting: "app:1", from: "release" } };
    fake.reacts({
      output: { out: [{ release: { value: release } }] },
      plan: {
        exit: 2,
        out: changes.map(({ address, change }) => planned(address, change.actions.length > 1 ? "replace" : "update")),
      },
      show: { out: [{ resource_changes: changes }] },
    });
    const { source, root, env } = fake;
    const workspace = Workspace.open({ id, source, root, env, operation: "test" });
    Object.assign(workspace.config, { lateBound: { image: "app:9" }, variables: ["image"] });
    const before = fake.calls().length;
    const state = new TerraformState(workspace, { progress: silent, carriers: ecsCarriers, leaveOut: true });
    const error = await state
      .apply({ image: "app:1" }, { lockTimeoutSeconds: 1, reason: "back" })
      .catch((error: Error) => error);
    const planned_ = JSON.parse(readFileSync(workspace.path("cdk.tf.json"), "utf8")) as typeof configuration;
    workspace.close();
    const plans = fake.calls().slice(before);
    return {
      error,
      setting: planned_.resource.terraform_data.image.triggers_replace,
      targets: plans
        .filter((call) => call.startsWith("plan "))
        .map((plan) => [...plan.matchAll(/-target=(\S+)/g)].map(([, target]) => target)),
    };
  }

  test("plans again without a task whose image is no one that is given, and with the settings of the state", async () => {
    const { setting, targets } = await applied("aws-edited", [
      task("blue", containers("app:1", 1), containers("app:1", 2)),
      task("worker", containers("app:2", 1), containers("app:1", 2)),
      moved("blue"),
      moved("worker"),
    ]);
    expect(setting).toEqual(["app:1"]);
    expect(targets[0]).toContain("aws_ecs_service.blue");
    expect(targets[1]).toEqual([
      "terraform_data.image",
      "terraform_data.image",
      "aws_lb_listener_rule.api",
      "aws_ecs_task_definition.worker",
      "aws_ecs_service.worker",
    ]);
  });

  test("is refused where what it must change holds another edit", async () => {
    const { error, targets } = await applied("aws-refused", [
      task("worker", containers("app:2", 1), containers("app:1", 1)),
      changed("aws_ecs_service.worker", ["update"], { task_definition: "1", x: 1 }, { task_definition: "2", x: 2 }),
    ]);
    expect(targets).toHaveLength(1);
    expect(error).toMatchObject({
      kind: "beyond the release",
      message: expect.stringMatching(
        /nothing was applied\. Take them out of this checkout.*:\n {2}aws_ecs_service.worker$/s,
      ),
    });
  });
});
