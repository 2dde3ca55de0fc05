import { environment, smallProjects, workflowsIn } from "./small-project";

const project = smallProjects();

const google = (name: string) => `
application = { image = "ghcr.io/acme/${name}:1.0.0", cpu = 1, memory_mib = 2048 }
gcp = {
  network       = { cidr = "10.20.0.0/16" }
  load_balancer = { domains = ["${name}.example.com"] }
}
`;
const place = 'gcp = { project = "acme-dev", project_number = "100000000001", location = "us-east1" }';
const workflows = workflowsIn(
  project({
    "environments/dev.tfvars": environment("111111111111", place),
    "systems/shop/dev.tfvars": google("shop"),
    "systems/store/dev.tfvars": google("store"),
  }),
);
const stacks = ["shop-gcp-dev", "store-gcp-dev"];
const runOf = (file: string, job: string) =>
  workflows[file]?.jobs[job]?.steps?.flatMap(({ run = "" }) => (run.includes("npm run pipeline") ? run : [])) ?? [];

test("two stacks of an environment with identities of their own are looked at by two jobs", () => {
  expect(runOf("drift", "look-dev")[0]).toContain("look drift account-dev shop-gcp-dev --record --environment dev");
  expect(runOf("drift", "look-dev_2")[0]).toContain("look drift store-gcp-dev --record --environment dev");
});

test.each(["drift", "due"])("%s expects each stack, so that the end of one job says nothing of the other", (file) => {
  expect(runOf(file, "issue")).toEqual([`npm run pipeline -- issue ${file} --from looks --expect "$STACKS"`]);
  const { STACKS = "" } = workflows[file]?.jobs["issue"]?.env ?? {};
  expect(JSON.parse(String(STACKS))).toEqual(["account-dev", ...stacks]);
});

test("a pull request's comment expects each affected stack", () => {
  expect(runOf("plan", "comment")).toEqual(['npm run pipeline -- comment --from looks --expect "$AFFECTED"']);
  expect(workflows["plan"]?.jobs["comment"]?.env).toMatchObject({ AFFECTED: "${{ needs.affected.outputs.stacks }}" });
});

test("a pull request's job looks only where one of its own stacks is affected: no one approves a look at nothing", () => {
  const jobs = workflows["plan"]?.jobs ?? {};
  const is = (id: string) => `contains(fromJSON(needs.affected.outputs.stacks), '${id}')`;
  expect(jobs["look-dev"]?.if).toBe(`${is("account-dev")} || ${is("shop-gcp-dev")}`);
  expect(jobs["look-dev_2"]?.if).toBe(is("store-gcp-dev"));
});

test("an environment that is called like the second job of another one has a job of its own", () => {
  const { jobs = {} } =
    workflowsIn(
      project({
        "environments/dev.tfvars": environment("111111111111", place),
        "environments/dev-2.tfvars": environment("222222222222"),
        "systems/shop/dev.tfvars": google("shop"),
        "systems/store/dev.tfvars": google("store"),
      }),
    )["due"] ?? {};
  expect(jobs["issue"]?.needs).toEqual(["look-dev", "look-dev_2", "look-dev-2"]);
  for (const needed of [jobs["issue"]?.needs ?? []].flat()) expect(Object.keys(jobs)).toContain(needed);
});

test("where only the emulator has stacks, nothing is watched", () => {
  const local = workflowsIn(project({ "environments/local.tfvars": environment("123456789012", "emulator = true\n") }));
  expect(Object.keys(local)).toEqual(["checks", "plan"]);
});
