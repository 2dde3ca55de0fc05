import { validateStacks } from "../../../operator/operations/validate";
import { silent } from "../../../operator/progress/progress";
import { FakeTerraform } from "./fake-terraform";

let fake: FakeTerraform;
beforeEach(() => {
  fake = new FakeTerraform();
  fake.stack("aws-x", { terraform: { backend: { s3: { bucket: "state-1" } } } });
});
afterEach(() => fake.remove());

async function validate() {
  const { source, root, env } = fake;
  const [result] = await validateStacks(["aws-x"], { source, root, env: () => env, progress: silent });
  return result;
}

test("needs no backend, and initializes once", async () => {
  fake.reacts({ validate: { out: [{ valid: true, diagnostics: [] }] } });
  expect((await validate())?.status).toBe("valid");
  await validate();
  expect(fake.calls().filter((call) => call.startsWith("init"))).toEqual([
    "init -input=false -no-color -backend=false",
  ]);
});

test("reports each mistake", async () => {
  const diagnostics = [
    { severity: "error", summary: "Unsupported argument", detail: 'An argument named "nam" is not expected here.' },
  ];
  fake.reacts({ validate: { exit: 1, out: [{ valid: false, diagnostics }] } });
  expect((await validate())?.error).toMatch(/^error: Unsupported argument\n.*"nam"/);
});
