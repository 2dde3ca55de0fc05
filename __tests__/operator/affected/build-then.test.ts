import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildThen } from "../../../operator/affected/build-then";
import { findThen } from "../../../operator/affected/then";
import { root as product } from "../../stacks/synthesized";
import { Repository } from "./repository";

/** The product of a commit is built with its own packages: those of now where its lock file is the same, else npm installs them. */

const packages = { "": { dependencies: { dependency: "file:dependency" } }, dependency: { version: "1.0.0" } };
const linked = { "node_modules/dependency": { resolved: "dependency", link: true } };
/** A lock file that names only a folder of the repository: npm needs no network for it. */
const lock = JSON.stringify({ lockfileVersion: 3, requires: true, packages: { ...packages, ...linked } });

let scratch: string;
let repository: Repository;
let lines: string[];
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), "then-"));
  lines = [];
  repository = new Repository();
  for (const file of ["install.cjs", "install-lock.cjs"])
    cpSync(join(product, "operator/start", file), join(repository.dir, "operator/start", file));
  const dependencies = { dependency: "file:dependency" };
  repository
    .write(".gitignore", "node_modules\n.local\n")
    .write("package.json", JSON.stringify({ dependencies, allowScripts: { dependency: true } }))
    .write("dependency/package.json", JSON.stringify({ name: "dependency", version: "1.0.0" }))
    .write("dependency/index.js", 'module.exports = "of then";')
    .write("cdktf.json", JSON.stringify({ app: "node main.cjs" }))
    .write("main.ts", "then")
    .write(
      "main.cjs",
      'require("fs").writeFileSync(process.env.CDKTF_OUTDIR + "/stacks/built", require("dependency"));',
    )
    .write("environments/dev.tfvars", "")
    .write("systems/shop/base.tfvars", "")
    .write("package-lock.json", lock)
    .commit();
  repository.write("main.ts", "now").write("node_modules/dependency/index.js", 'module.exports = "of now";');
});
afterEach(() => {
  for (const folder of [scratch, repository.dir]) rmSync(folder, { recursive: true });
});

const build = () => {
  const root = repository.dir;
  mkdirSync(join(root, ".local"), { recursive: true });
  const kept = join(scratch, "kept");
  return buildThen(findThen({ root }, "HEAD"), { root, kept, say: (line) => void lines.push(line) });
};
const builtIn = ({ outdir }: { outdir: string }) => readFileSync(join(outdir, "stacks/built"), "utf8");
const packageOfNow = () => readFileSync(join(repository.dir, "node_modules/dependency/index.js"), "utf8");

test("with the lock file of now it has the packages of now", async () => {
  expect(builtIn(await build())).toBe("of now");
  expect(lines).toEqual([]);
  expect(packageOfNow()).toBe('module.exports = "of now";');
});

test("with another lock file npm installs its own, how long that took is said, and the next run takes what was built", async () => {
  repository.write("package-lock.json", `${lock}\n`);
  const then = await build();
  expect(builtIn(then)).toBe("of then");
  expect(lines).toEqual([
    "its package-lock.json is another: npm ci installs the packages of then…",
    expect.stringMatching(/^installed in \d/),
  ]);
  for (const made of ["node_modules", ".local"]) expect(existsSync(join(then.files, made))).toBe(false);
  expect(packageOfNow()).toBe('module.exports = "of now";');
  expect(builtIn(await build())).toBe("of then");
  expect(lines).toHaveLength(2);
});

test("what npm cannot install is an error, and nothing of it is kept", async () => {
  repository.write("package-lock.json", "cut").commit();
  repository.write("package-lock.json", lock);
  await expect(build()).rejects.toThrow("the packages of then could not be installed: npm said why above");
  expect(readdirSync(join(scratch, "kept"))).toEqual([]);
});

/** Without its files every stack would count as new, and the empty build would be kept for clones that have them. */
test.each<[what: string, at: string, folder: string]>([
  ["the project", "infra", "infra"],
  ["the folder of the project", "infra", "infra/shop"],
  ["its settings", "infra/environments", "infra"],
  ["the product", ".", "project"],
])("%s in a submodule that lacks its commit is an error, and nothing is kept", async (what, at, folder) => {
  const inner = new Repository();
  inner.write("a", "then").commit();
  const outer = new Repository();
  const path = what === "the product" ? "vendor" : at;
  outer.write("project/environments/dev.tfvars", "").git("submodule", "--quiet", "add", inner.dir, path);
  outer.commit();
  const lost = "1".repeat(40);
  outer.git("update-index", "--cacheinfo", `160000,${lost},${path}`);
  outer.git("commit", "--quiet", "--message=x");
  mkdirSync(join(outer.dir, folder), { recursive: true });
  const root = what === "the product" ? join(outer.dir, "vendor") : repository.dir;
  const then = findThen({ root, folder: join(outer.dir, folder) }, "HEAD");
  const kept = join(scratch, "kept");
  await expect(buildThen(then, { root, kept, say: () => undefined })).rejects.toThrow(
    `the submodule ${path} lacks commit 1111111, which ${then.commit.slice(0, 7)} has: run git -C ${join(outer.dir, path)} fetch`,
  );
  expect(readdirSync(kept)).toEqual([]);
  for (const { dir } of [inner, outer]) rmSync(dir, { recursive: true });
});

test("a submodule that the build does not read may lack its commit", async () => {
  repository.git("update-index", "--add", "--cacheinfo", `160000,${"1".repeat(40)},docs`);
  repository.git("commit", "--quiet", "--message=x");
  expect(builtIn(await build())).toBe("of now");
});
