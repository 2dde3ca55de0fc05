import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { instructions } from "../../operator/init/application/dockerfile-lines";
import { readApplication } from "../../operator/init/application/read-application";

const folder = join(process.cwd(), "examples/application");

test("the reference application passes its tests, which run it", () => {
  const tests = join(__dirname, "application");
  const { status, stderr } = spawnSync(
    process.env["PYTHON"] || "python3",
    ["-m", "unittest", "discover", "--start-directory", tests],
    {
      encoding: "utf8",
      env: { PATH: process.env["PATH"], PYTHONPATH: `${folder}:${tests}`, PYTHONDONTWRITEBYTECODE: "1" },
    },
  );
  expect(stderr).toMatch(/^Ran [1-9]\d* tests in/m);
  expect(status === 0 ? "" : stderr).toBe("");
}, 60_000);

test("npm run init reads it: port, user, command, database, the task that migrates, the variable that is its own", async () => {
  const found = await readApplication(folder);
  expect(found).toMatchObject({
    port: 8080,
    user: "10001",
    imageCommand: ["python", "-m", "application"],
    database: { version: "16", name: "app" },
    tasks: { migrate: ["python", "-m", "application.migrate"] },
    components: {},
    environment: { LOG_LEVEL: "debug" },
    secrets: [],
  });
  const said = found.notTaken.map(({ text }) => text).filter((text) => !text.includes("the platform gives"));
  // Once of the compose file, once of the Dockerfile.
  expect(said).toEqual(["port 8081: the application has one port", "port 8081: the application has one port"]);
});

describe("its Dockerfile", () => {
  const all = instructions(readFileSync(join(folder, "Dockerfile"), "utf8"));
  const named = (name: string) => all.filter((it) => it.name === name);
  const last = all.slice(all.map(({ name }) => name).lastIndexOf("FROM"));

  test("has two stages, of images with a version, and copies the packages from the first", () => {
    expect(named("FROM").map(({ rest }) => rest)).toEqual(["python:3.12-slim AS build", "python:3.12-slim"]);
    expect(named("FROM").every(({ rest }) => /:\d/.test(rest))).toBe(true);
    expect(last.some(({ name, rest }) => name === "COPY" && rest.startsWith("--from=build "))).toBe(true);
  });

  test("has the labels of the OCI, which the build fills", () => {
    const [label] = named("LABEL");
    for (const key of ["title", "description", "licenses", "source", "version", "revision", "created"]) {
      expect(label?.rest).toContain(`org.opencontainers.image.${key}=`);
    }
    const declared = last.filter(({ name }) => name === "ARG").map(({ rest }) => rest.split("=")[0]);
    expect(declared).toEqual(["VERSION", "REVISION", "CREATED"]);
  });

  test("runs as user 10001, which is made, and sets it after everything that takes root", () => {
    const users = last.filter(({ name }) => name === "USER");
    expect(users.map(({ rest }) => rest)).toEqual(["10001"]);
    expect(last.find(({ name }) => name === "RUN")?.rest).toContain("--uid 10001");
    const after = last.slice(last.findIndex(({ name }) => name === "USER"));
    expect(after.some(({ name }) => ["RUN", "COPY", "ADD"].includes(name))).toBe(false);
  });

  test("has the health check of document 003 without curl, and the ports of the platforms", () => {
    const [check] = named("HEALTHCHECK");
    expect(check?.rest).toMatch(
      /^--interval=30s --timeout=10s --start-period=60s --retries=3\s+CMD \["python", "-m", "application\.probe"\]$/,
    );
    expect(named("EXPOSE").map(({ rest }) => rest)).toEqual(["8080/tcp 8081/tcp"]);
  });

  test("follows the rules of hadolint: exec form, no ADD, no latest, pinned packages with hashes, no cache left", () => {
    for (const { rest } of [...named("CMD"), ...named("ENTRYPOINT")]) expect(() => JSON.parse(rest)).not.toThrow();
    expect(named("ADD")).toEqual([]);
    expect(all.filter(({ rest }) => /:latest\b|\bsudo\b|apt-get upgrade/.test(rest))).toEqual([]);
    const pip = all.filter(({ rest }) => rest.includes("pip install"));
    expect(pip.every(({ rest }) => rest.includes("--no-cache-dir") && rest.includes("--require-hashes"))).toBe(true);
    const text = readFileSync(join(folder, "requirements.txt"), "utf8").replace(/^#.*\n/gm, "");
    const requirements = text.trim().split(/\n(?=\S)/);
    expect(requirements.length).toBeGreaterThan(0);
    for (const line of requirements) expect(line).toMatch(/^[\w-]+==[\d.]+ \\\n\s+--hash=sha256:[0-9a-f]{64}$/);
    expect(named("WORKDIR").every(({ rest }) => rest.startsWith("/"))).toBe(true);
  });

  test("copies nothing that the ignore file does not name", () => {
    const ignored = readFileSync(join(folder, ".dockerignore"), "utf8").split("\n");
    expect(ignored[0]).toBe("*");
    const copied = named("COPY").filter(({ rest }) => !rest.startsWith("--from"));
    const sources = copied.map(({ rest }) => rest.split(" ")[0]);
    expect(sources).toEqual(["requirements.txt", "application"]);
    expect(ignored).toEqual(expect.arrayContaining(["!application/**", "!requirements.txt"]));
  });
});
