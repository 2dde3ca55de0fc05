import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { arch, platform, tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { heldToReleases } from "../../operator/terraform/provider-lock";

/** A packed mirror stands for the registry: Terraform checks its archives in the same way. Its provider is never started. */
const root = mkdtempSync(join(tmpdir(), "registry-"));
const archives = join(root, "registry", "registry.terraform.io", "hashicorp", "aws");
const target = `${platform()}_${arch() === "x64" ? "amd64" : arch()}`;
const config = { required_providers: { aws: { source: "aws", version: "5.100.0" } } };
const zip = zipSync({ "terraform-provider-aws_v5.100.0_x5": [strToU8("#!/bin/sh\n"), { os: 3, attrs: 0o755 << 16 }] });
const sha256 = createHash("sha256").update(zip).digest("hex");

beforeAll(() => {
  for (const folder of [archives, join(root, "plugins")]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(archives, `terraform-provider-aws_5.100.0_${target}.zip`), zip);
  const mirror = `filesystem_mirror {\n    path = ${JSON.stringify(join(root, "registry"))}\n  }`;
  writeFileSync(join(root, "terraform.rc"), `provider_installation {\n  ${mirror}\n}\n`);
});
afterAll(() => rmSync(root, { recursive: true }));

/** Initializes a stack as the operator does, with a release of this checksum. Returns the kinds of checksums in its lock file. */
async function init(stack: string, checksum: string, mirrored: readonly string[] | "all" = []): Promise<string[]> {
  const dir = join(root, stack);
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, "cdk.tf.json"), JSON.stringify({ terraform: config }));
  const releases = `provider "registry.terraform.io/hashicorp/aws" {\n  version = "5.100.0"\n  hashes = [\n    "zh:${checksum}",\n  ]\n}\n`;
  await heldToReleases({ dir, root, terraform: config, mirrored, releases }, async (more) => {
    const env = {
      ...process.env,
      TF_CLI_CONFIG_FILE: join(root, "terraform.rc"),
      TF_PLUGIN_CACHE_DIR: join(root, "plugins"),
      TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: "true",
      ...more,
    };
    execFileSync("terraform", ["init", "-input=false", "-no-color"], { cwd: dir, env, stdio: "pipe" });
  });
  return readFileSync(join(dir, ".terraform.lock.hcl"), "utf8").match(/\b[hz][1h](?=:)/g) ?? [];
}

test("Terraform takes the release, from the cache too, and refuses anything else", async () => {
  const other = "0".repeat(64);
  await expect(init("forged", other)).rejects.toThrow(/doesn't match any of the\s+checksums/);
  await expect(init("first", sha256)).resolves.toEqual(["h1", "zh"]);
  await expect(init("second", sha256)).resolves.toEqual(["h1", "zh"]);
  await expect(init("cached, forged", other)).rejects.toThrow(/doesn't match any of the\s+checksums/);
  rmSync(join(root, "providers.lock.hcl"));
  await expect(init("cached, not known", sha256)).resolves.toEqual(["h1", "zh"]);
  await expect(init("from a mirror", other, "all")).resolves.toEqual(["h1"]);
}, 60_000);
