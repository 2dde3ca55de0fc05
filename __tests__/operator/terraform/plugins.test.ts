import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { arch, platform, tmpdir } from "node:os";
import { join } from "node:path";
import { pluginEnvironment } from "../../../operator/terraform/plugins";

const aws = "registry.terraform.io/hashicorp/aws";
const openTofu = "registry.opentofu.org/hashicorp/aws";
let dir: string;
const at = (...parts: string[]) => join(dir, ...parts);
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "plugins-"));
  mkdirSync(at("home"));
});
afterEach(() => rmSync(dir, { recursive: true }));

function environment(env: NodeJS.ProcessEnv = {}) {
  return pluginEnvironment(at("root"), {
    env: { XDG_DATA_DIRS: at("none"), ...env },
    home: at("home"),
    opt: at("opt"),
  });
}

const thisTarget = `${platform()}_${arch() === "x64" ? "amd64" : arch()}`;

function mirror(path: string, target = thisTarget): string {
  mkdirSync(at(path, aws, "5.100.0", target), { recursive: true });
  return at(path);
}

const config = ({ TF_CLI_CONFIG_FILE: file = "" }: NodeJS.ProcessEnv) => readFileSync(file, "utf8");

test("without a mirror Terraform is left to itself, with one cache for all stacks", () => {
  const env = environment();
  expect(env).not.toHaveProperty("TF_CLI_CONFIG_FILE");
  expect(existsSync(env.TF_PLUGIN_CACHE_DIR as string)).toBe(true);
});

test.each([
  ["TF_PLUGIN_MIRROR", "mirror"],
  ["Terraform's own folder", "home/.terraform.d/plugins"],
  ["a folder of /opt", "opt/tf-plugins"],
])("a mirror in %s is used for the providers it holds, the registry for the rest", (_, path) => {
  const folder = mirror(path);
  const text = config(environment({ TF_PLUGIN_MIRROR: at("mirror") }));
  expect(text).toContain(`path    = "${folder}"\n    include = ["${aws}"]`);
  expect(text).toContain(`direct {\n    exclude = ["${aws}", "${openTofu}"]`);
});

test("a mirror that holds nothing for this kind of machine is not used", () => {
  mirror("opt/tf-plugins", "plan9_mips");
  expect(environment()).not.toHaveProperty("TF_CLI_CONFIG_FILE");
});

test.each(["unpacked", "archive.zip"])(
  "OpenTofu finds what a mirror holds for Terraform under its own host (%s)",
  (name) => {
    const folder = mirror("mirror");
    writeFileSync(at("mirror", aws, "archive.zip"), "packed");
    writeFileSync(at("mirror", aws, "5.100.0", thisTarget, "plugin"), "unpacked");
    for (let run = 0; run < 2; run++) {
      const text = config(environment({ TF_PLUGIN_MIRROR: folder }));
      expect(text).toContain(`path    = "${at("root/opentofu-mirror")}"\n    include = ["${openTofu}"]`);
    }
    const made = at("root/opentofu-mirror", openTofu);
    const file = name === "archive.zip" ? [name] : ["5.100.0", thisTarget, "plugin"];
    expect(readFileSync(join(made, ...file), "utf8")).toBe(name === "archive.zip" ? "packed" : "unpacked");
  },
);

test("a mirror of OpenTofu's own is taken as it is", () => {
  mkdirSync(at("mirror", openTofu, "5.100.0", thisTarget), { recursive: true });
  const text = config(environment({ TF_PLUGIN_MIRROR: mirror("mirror") }));
  expect(text).not.toContain("opentofu-mirror");
});

test("a packed mirror counts too", () => {
  mkdirSync(at("opt/packed", aws), { recursive: true });
  writeFileSync(at("opt/packed", aws, `terraform-provider-aws_5.100.0_${thisTarget}.zip`), "");
  expect(config(environment())).toContain(aws);
});

test("the user's own installation method is respected", () => {
  mirror("opt/tf-plugins");
  writeFileSync(at("home/.terraformrc"), "provider_installation {\n  direct {}\n}\n");
  expect(environment()).not.toHaveProperty("TF_CLI_CONFIG_FILE");
});

test("the rest of the user's configuration is kept when a mirror is added", () => {
  mirror("opt/tf-plugins");
  writeFileSync(at("own.rc"), 'plugin_cache_dir = "/somewhere"\n');
  const env = environment({ TF_CLI_CONFIG_FILE: at("own.rc") });
  expect(config(env)).toMatch(/^plugin_cache_dir = "\/somewhere"\n[\s\S]*filesystem_mirror/);
  expect(env).not.toHaveProperty("TF_PLUGIN_CACHE_DIR");
});

test("a configuration file that is named but missing counts as none", () => {
  expect(environment({ TF_CLI_CONFIG_FILE: at("missing.rc") })).toHaveProperty("TF_CLI_CONFIG_FILE", undefined);
  mirror("opt/tf-plugins");
  expect(config(environment({ TF_CLI_CONFIG_FILE: at("missing.rc") }))).toContain("filesystem_mirror");
});
