import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mark } from "../../../operator/workflows/workflows";
import { compare, hasWorkflows, write } from "../../../operator/workflows/write";

const folder = mkdtempSync(join(tmpdir(), "workflows-"));
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
});

const header = `# ${mark} from project/: …`;
const wanted = new Map([
  ["checks.yml", `${header}\nname: checks\n`],
  ["deploy-shop.yml", `${header}\nname: deploy shop\n`],
]);
const put = (name: string, text: string) => writeFileSync(join(folder, name), text);
const read = (name: string) => readFileSync(join(folder, name), "utf8");

test("what is missing or differs is written, and nothing else differs then", () => {
  put("checks.yml", `${header}\nname: old\n`);
  const difference = compare(folder, wanted);
  expect(difference).toEqual({ outdated: ["checks.yml", "deploy-shop.yml"], gone: [] });
  write(folder, wanted, difference);
  expect(read("checks.yml")).toBe(wanted.get("checks.yml"));
  expect(compare(folder, wanted)).toEqual({ outdated: [], gone: [] });
});

test("what it wrote for a system that is gone goes; what people wrote stays", () => {
  put("deploy-old.yml", `${header}\nname: deploy old\n`);
  put("scans.yml", "name: scans\n");
  write(folder, wanted, compare(folder, wanted));
  expect(existsSync(join(folder, "deploy-old.yml"))).toBe(false);
  expect(read("scans.yml")).toBe("name: scans\n");
});

test("a file of people that has the name of one of them is refused, and nothing is written", () => {
  put("checks.yml", "name: ours\n");
  expect(() => compare(folder, wanted)).toThrow(
    /checks\.yml: expected a file that `npm run init:workflows` wrote, found one without its first line: it is not overwritten/,
  );
  expect(readdirSync(folder)).toEqual(["checks.yml"]);
});

test("a project has workflows where one of them was written from it", () => {
  expect(hasWorkflows(join(folder, "none"), wanted)).toBe(false);
  put("checks.yml", `# ${mark} from the shipped examples: …\n`);
  expect(hasWorkflows(folder, wanted)).toBe(false);
  put("plan.yml", `${header}\nname: plan\n`);
  expect(hasWorkflows(folder, wanted)).toBe(true);
});
