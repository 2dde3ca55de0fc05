import { readdirSync } from "node:fs";
import { join } from "node:path";
import { everything, InitFolder, root } from "./project";

let project: InitFolder;
beforeEach(() => {
  project = new InitFolder();
});
afterEach(() => project.remove());

const examples = readdirSync(join(root, "systems"));

test("a copy is named as the shipped system if no other name is said, and an environment of another name begins as dev or prod", async () => {
  const [example = ""] = examples;
  const { checked } = await project.init({
    ...everything,
    system: undefined,
    example,
    environments: "qa,eu-prod",
    project: ["qa=a-project", "eu-prod=b-project"],
    subscription: ["11111111-1111-4111-8111-111111111111"],
  });
  expect([...checked.stacks.values()].flat().some((id) => id.startsWith(`${example}-`))).toBe(true);
  expect(await project.mistakes()).toEqual([]);
});

test("a shipped system that is not there is said with the nearest", async () => {
  await expect(project.init({ ...everything, example: "test-exekution" })).rejects.toThrow(
    /--example: expected test-execution \(the nearest name\), found test-exekution/,
  );
  await expect(project.init({ ...everything, example: "kiro-worker", platforms: "gcp" })).rejects.toThrow(
    /--platforms/,
  );
});
