import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chooseLocalStacks, forgetLocalStacks, localStacks } from "../../../operator/local/local-stacks";
import { exampleSettings } from "../../stacks/synthesized";

const folder = mkdtempSync(join(tmpdir(), "local-stacks-"));
const before = process.env["PROJECT"];
beforeEach(() => {
  // A user of this checkout may have a project.
  process.env["PROJECT"] = ".";
  forgetLocalStacks(folder);
});
afterAll(() => {
  if (before === undefined) delete process.env["PROJECT"];
  else process.env["PROJECT"] = before;
  rmSync(folder, { recursive: true });
});

const emulated = [
  "account-local",
  "aws-local",
  "aws-eks-local",
  "aws-serverless-local",
  "aws-websocket-local",
  "aws-codebuild-local",
];

test("without a context only the emulator's stacks are deployed", async () => {
  await chooseLocalStacks(folder, {});
  expect(await localStacks(folder)).toEqual({ patterns: emulated, settingsFiles: [], ownFiles: [] });
});

test("a named context adds one stack of the cluster, until it is forgotten", async () => {
  await chooseLocalStacks(folder, { kubeContext: "k3d-${team}" });
  const { patterns, ownFiles = [] } = await localStacks(folder);
  expect(patterns).toEqual([...emulated, "kubernetes-local"]);
  const { cluster } = exampleSettings<"kubernetes">("kubernetes-local", [], ownFiles);
  expect(cluster).toMatchObject({ kind: "kubeconfig", context: "k3d-${team}" });

  await expect(chooseLocalStacks(folder, { kubeContext: "a", kubeStack: "ai-prism-kubernetes-local" })).rejects.toThrow(
    "kubernetes-local is deployed to a cluster: npm run local:down destroys it first",
  );
  forgetLocalStacks(folder);
  expect((await localStacks(folder)).ownFiles).toEqual([]);
});

test.each([
  [
    { kubeContext: "a", kubeStack: "kubernetes-prod" },
    "--kube-stack: expected one of ai-prism-kubernetes-local, kubernetes-local, found kubernetes-prod",
  ],
  [{ kubeStack: "kubernetes-local" }, "--kube-stack: expected --kube-context too, which names the cluster"],
])("%j is refused", async (options, message) => {
  await expect(chooseLocalStacks(folder, options)).rejects.toThrow(message);
});

test("a project without local stacks gets the command for the examples; stacks of one project are deployed at a time", async () => {
  const project = join(folder, "shop");
  mkdirSync(join(project, "environments"), { recursive: true });
  writeFileSync(join(project, "environments/dev.tfvars"), "account = {}\n");
  process.env["PROJECT"] = project;
  await expect(chooseLocalStacks(folder, {})).rejects.toThrow("npm start -- --examples deploys the shipped examples");
  await chooseLocalStacks(folder, { examples: true });
  process.env["PROJECT"] = project;
  await expect(chooseLocalStacks(folder, {})).rejects.toThrow("expected the stacks of the shipped examples");
});
