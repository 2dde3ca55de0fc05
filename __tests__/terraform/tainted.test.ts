import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DeployOptions, deployStacks } from "../../operator/operations/deploy";
import { planStacks } from "../../operator/operations/plan-stacks";
import { silent } from "../../operator/progress/progress";
import { story } from "./support/story";

/** A protected store whose first start fails, and a resource that needs it. They need no provider; the state is in a file. */

const step = story();
const dir = mkdtempSync(join(tmpdir(), "tainted-"));
const source = join(dir, "source");
const state = join(dir, "state.tfstate");
const starts = join(dir, "starts");
const id = "app-prod";
const store = "terraform_data.store";
afterAll(() => rmSync(dir, { recursive: true }));

function write(isProtected: boolean): void {
  const stack = {
    terraform: { backend: { local: { path: state } } },
    resource: {
      terraform_data: {
        store: {
          input: "data",
          provisioner: [{ "local-exec": { command: `test -f '${starts}'` } }],
          lifecycle: { prevent_destroy: isProtected },
        },
        user: { input: "$" + "{terraform_data.store.id}" },
      },
    },
  };
  mkdirSync(join(source, "stacks", id), { recursive: true });
  writeFileSync(join(source, "stacks", id, "cdk.tf.json"), JSON.stringify(stack));
}

const options = {
  source,
  root: join(dir, "local"),
  env: () => ({ TF_CLI_CONFIG_FILE: undefined }),
  progress: silent,
  approve: async () => true,
};
const deploy = async (more: Partial<DeployOptions> = {}) => (await deployStacks([id], { ...options, ...more }))[0];

interface State {
  readonly resources: readonly {
    readonly name: string;
    readonly instances: readonly { readonly status?: string; readonly attributes: { readonly id: string } }[];
  }[];
}

/** The store as the state has it. */
function stored() {
  const { resources } = JSON.parse(readFileSync(state, "utf8")) as State;
  const [instance] = resources.find(({ name }) => name === "store")?.instances ?? [];
  return { id: instance?.attributes.id, tainted: instance?.status === "tainted" };
}

let first: string | undefined;

step("a first start that fails leaves the store tainted, and what needs it is not made", async () => {
  write(true);
  expect((await deploy())?.error).toMatch(/test -f/);
  expect(stored().tainted).toBe(true);
  first = stored().id;
});

step("the next deploy and a plan destroy nothing, and say how the store is kept", async () => {
  const [plan] = await planStacks([id], options);
  for (const result of [plan, await deploy()]) {
    expect(result).toMatchObject({ status: "failed", error: expect.stringContaining(`untaint '${store}'`) });
    expect(result?.error).toContain("npm run deploy -- app-prod --adopt does it");
  }
  expect(stored()).toEqual({ id: first, tainted: true });
});

step("with adopt the same store is kept, and what needs it is made", async () => {
  const result = await deploy({ adopt: true });
  expect(result?.status).toBe("deployed");
  expect(result?.plan?.changes.map(({ address, action }) => [address, action])).toEqual([
    ["terraform_data.user", "create"],
  ]);
  expect(stored()).toEqual({ id: first, tainted: false });
  expect((await deploy())?.status).toBe("unchanged");
});

step("one that does not work is made again, once it is named and not protected any more", async () => {
  writeFileSync(starts, "");
  expect((await deploy({ replace: [store] }))?.error).toMatch(/prevent_destroy/);
  expect(stored().id).toBe(first);
  write(false);
  expect((await deploy({ replace: [store] }))?.status).toBe("deployed");
  expect(stored()).toMatchObject({ id: expect.not.stringMatching(String(first)), tainted: false });
  write(true);
  expect((await deploy())?.status).toBe("unchanged");
});
