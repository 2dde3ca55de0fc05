import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { forgetKubeContext, localStacks, rememberKubeContext } from "../../../operator/local/local-stacks";
import { loadSettings } from "../../../settings/load";
import { root } from "../../stacks/synthesized";

const folder = mkdtempSync(join(tmpdir(), "local-stacks-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("without a context only the emulator's stacks are deployed", () => {
  expect(localStacks(folder)).toEqual({ patterns: ["account-local", "aws*-local"], settingsFiles: [] });
});

test("a named context adds the cluster's stack, until it is forgotten", () => {
  rememberKubeContext("k3d-${team}", folder);
  const { patterns, settingsFiles } = localStacks(folder);
  expect(patterns).toContain("kubernetes-local");
  const { settings } = loadSettings("kubernetes", "local", { root, files: [...settingsFiles] });
  expect(settings.cluster).toMatchObject({ kind: "kubeconfig", context: "k3d-${team}" });

  forgetKubeContext(folder);
  expect(() => readFileSync(join(folder, "kube-context.tfvars"))).toThrow("ENOENT");
  expect(localStacks(folder).settingsFiles).toEqual([]);
});
