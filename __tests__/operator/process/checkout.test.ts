import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { commitOf, productCommit } from "../../../operator/process/checkout";
import { Repository } from "../affected/repository";

/** The product's checkout is the folder of the process; the project is where `PROJECT` says. */
const here = process.cwd();
const { PROJECT } = process.env;
const repositories: Repository[] = [];
const repository = () => {
  const made = new Repository();
  repositories.push(made);
  return made.write(".gitignore", "node_modules/\n").write("stacks/a.ts", "1").write("environments/dev.tfvars", "");
};
const work = (product: Repository, project = ".") => {
  process.chdir(product.dir);
  process.env["PROJECT"] = project;
};
afterEach(() => {
  process.chdir(here);
  if (PROJECT === undefined) delete process.env["PROJECT"];
  else process.env["PROJECT"] = PROJECT;
  for (const { dir } of repositories.splice(0)) if (existsSync(dir)) rmSync(dir, { recursive: true });
});

test.each<[what: string, file: string, isDirty: boolean]>([
  ["an edit", "stacks/a.ts", true],
  ["a new source", "stacks/b/c.ts", true],
  ["new settings", "systems/shop/dev.tfvars", true],
  ["a new handler", "functions/api/index.ts", true],
  ["what Git ignores", "stacks/node_modules/x.js", false],
  ["what a job puts into the checkout", "plans/aws-dev.plan", false],
  ["a note", "todo.txt", false],
])("%s: the commit is dirty: %s is %s", (_, file, isDirty) => {
  const product = repository();
  const commit = product.commit();
  work(product);
  expect([commitOf(), productCommit()]).toEqual([commit, commit]);
  product.write(file, "2");
  const expected = isDirty ? `${commit}-dirty` : commit;
  expect([commitOf(), productCommit()]).toEqual([expected, expected]);
});

test("new settings of a project in a folder of the product count", () => {
  const product = repository().write("project/environments/dev.tfvars", "");
  const commit = product.commit();
  work(product, "project");
  expect(commitOf()).toBe(commit);
  product.write("project/systems/shop/dev.tfvars", "");
  expect([commitOf(), productCommit()]).toEqual([`${commit}-dirty`, `${commit}-dirty`]);
});

test("new sources of the product count for the project that is in it", () => {
  const product = repository().write("project/environments/dev.tfvars", "");
  const commit = product.commit();
  work(product, "project");
  product.write("stacks/b.ts", "");
  expect(commitOf()).toBe(`${commit}-dirty`);
});

test("of a project in another repository it is that one's", () => {
  const [product, project] = [repository(), repository()];
  const ofProduct = product.commit();
  const other = project.write("a", "").commit();
  work(product, project.dir);
  expect([commitOf(), productCommit()]).toEqual([other, ofProduct]);
  product.write("stacks/b.ts", "");
  expect([commitOf(), productCommit()]).toEqual([other, `${ofProduct}-dirty`]);
  project.write("environments/prod.tfvars", "");
  expect(commitOf()).toBe(`${other}-dirty`);
});

test("outside of Git there is none", () => {
  const product = repository();
  product.commit();
  const outside = repository();
  rmSync(join(outside.dir, ".git"), { recursive: true });
  work(product, outside.dir);
  expect(commitOf()).toBeUndefined();
});
