import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { here, identityOf } from "../../../operator/process/process-identity";
import { planned } from "../operations/fake-terraform";
import { Project } from "./project";

let project: Project;
beforeEach(async () => {
  project = await Project.make();
  project.reacts({ plan: { exit: 2, out: [planned("a.one", "delete")] }, "state list": { out: ["a.one"] } });
});
afterEach(() => project.remove());

/** Leaves the lock file of a process that runs. */
function working(file: string, place = here()): void {
  const holder = {
    ...identityOf(process.pid),
    place,
    who: "ann@here",
    operation: "deploy",
    since: new Date().toISOString(),
  };
  mkdirSync(join(project.dir, ".local/stacks/aws-local"), { recursive: true });
  writeFileSync(join(project.dir, ".local", file), JSON.stringify(holder));
}

describe.each(["local:reset", "local:down"])("%s", (command) => {
  async function expectRefused(message: RegExp) {
    const { code, text } = await project.npm(["run", "--silent", command]);
    expect(text.replace(/\s+/g, " ")).toMatch(message);
    expect(code).toBe(1);
    expect({ reset: project.wasReset, calls: project.calls() }).toEqual({ reset: false, calls: [] });
  }

  test("is refused while a stack of this checkout is worked on, before anything is changed", async () => {
    working("stacks/aws-local/in-use.json");
    await expectRefused(
      /^nothing was changed: aws-local is locked by ann@here .*operation deploy.*: wait until it ends/,
    );
  });

  test("is refused while npm start runs, between two stacks too", async () => {
    working("local.lock");
    await expectRefused(/^not begun: the emulator is locked by ann@here/);
  });

  test("is refused for a run on another host, and says how to free it", async () => {
    working("stacks/aws-local/in-use.json", { ...here(), host: "build-7" });
    await expectRefused(/on the host build-7.*remove \.local\/stacks\/aws-local\/in-use\.json/);
  });

  test("is refused while a plain Terraform or cdktf works in the checkout", async () => {
    const cwd = join(project.dir, "cdktf.out/stacks/aws-local");
    mkdirSync(cwd, { recursive: true });
    project.reacts({ apply: { delay: 30 } });
    const other = spawn(project.env.TERRAFORM_BINARY_NAME as string, ["apply"], {
      cwd,
      detached: true,
      stdio: "ignore",
    });
    try {
      await new Promise((resolve) => setTimeout(resolve, 300));
      rmSync(join(project.dir, "calls"));
      await expectRefused(
        /^nothing was changed: terraform \(process \d+, in cdktf.out\/stacks\/aws-local\) runs in this checkout/,
      );
    } finally {
      process.kill(-(other.pid as number), "SIGKILL");
    }
  });
});

test("local:reset empties the emulators when nothing runs, and leaves no lock", async () => {
  expect((await project.npm(["run", "local:reset"])).code).toBe(0);
  expect(project.wasReset).toBe(true);
  expect(readdirSync(join(project.dir, ".local"))).not.toContain("local.lock");
});

test("npm start at another port than that of the running emulators is refused", async () => {
  project.reacts({ version: { out: [{ terraform_version: "1.11.4" }] } });
  const { code, text } = await project.npm(["start", "--", "--port", "80"]);
  expect(text).toMatch(/expected port 80, found the emulators running at port \d+: npm run local:down ends them/);
  expect(code).toBe(1);
});

test("local:down destroys what was built last when the settings have a mistake", async () => {
  writeFileSync(join(project.dir, "environments/local.tfvars"), "emulator = tru\naccount  = {}\n");
  const backend = { s3: { bucket: "state-1", key: "account-local" } };
  project.builtLast("account-local", { terraform: { backend } });
  project.builtLast("aws-local", { terraform: { backend } });
  const { code, text } = await project.npm(["run", "local:down"]);
  expect(text).toContain("account-local, aws-local taken as built last: the settings have mistakes");
  expect(text).toMatch(/environments\/local.tfvars:1/);
  expect(text).toContain("aws-local: destroyed");
  expect(text).toContain("Nothing is left; the emulator is stopped");
  expect(code).toBe(0);
});
