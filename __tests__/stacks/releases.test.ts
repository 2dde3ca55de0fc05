import { examples, type StackJson, synthesizeAll } from "./synthesized";

/** What a release of an application changes: what runs it, and what Terraform must then make again. */
const released = [
  "aws_ecs_service",
  "aws_ecs_task_definition",
  "aws_lambda_function",
  "aws_lambda_alias",
  "google_cloud_run_v2_service",
  "google_cloud_run_v2_job",
  "google_cloud_run_v2_worker_pool",
  "azurerm_container_app",
  "azurerm_container_app_job",
  "kubernetes_deployment_v1",
];

/** Terraform reads a data source at the apply when anything that it names directly changes. By way of a local value it does not. */
const waiting = ({ data = {} }: Pick<StackJson, "data">) =>
  Object.entries(data).flatMap(([type, sources]) =>
    Object.entries(sources)
      .filter(([, body]) => released.some((name) => new RegExp(`(?<![\\w.])${name}\\.`).test(JSON.stringify(body))))
      .map(([name]) => `data.${type}.${name}`),
  );

describe("a release of an application", () => {
  let stacks: ReadonlyMap<string, StackJson>;
  beforeAll(async () => {
    stacks = await synthesizeAll();
  }, 120_000);

  test.each(examples.stacks.map(({ id }) => id))("makes no policy and no data source of %s unknown", (id) => {
    expect(waiting(stacks.get(id) as StackJson)).toEqual([]);
  });

  test("registers a new task definition before it deregisters the old one", () => {
    const tasks = [...stacks.values()].flatMap(({ resource }) => Object.values(resource.aws_ecs_task_definition ?? {}));
    expect(tasks.length).toBeGreaterThan(0);
    for (const { lifecycle } of tasks) expect(lifecycle).toMatchObject({ create_before_destroy: true });
  });
});
