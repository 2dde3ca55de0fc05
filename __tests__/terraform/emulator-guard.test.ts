import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { type RunningEmulator, startMinistack } from "./support/one-emulator";

/** Those who did not start the emulator try to run code in it: another user of this machine, and a web page. */

const otherUser = 65534;
const mayBecomeOther = process.getuid?.() === 0 && canSetUser();
const browser = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);

let emulator: RunningEmulator;
let functions: string;

beforeAll(async () => {
  emulator = await startMinistack();
  functions = `${emulator.endpoint}/2015-03-31/functions`;
}, 300_000);

afterAll(() => emulator.stop());

afterEach(async () => {
  expect(await functionNames()).toEqual([]);
});

/** A function as a stranger would make it. The emulator would take it: only the guard refuses it. */
const evil = JSON.stringify({
  FunctionName: "evil",
  Runtime: "python3.12",
  Role: "arn:aws:iam::123456789012:role/x",
  Handler: "x.h",
  Code: { ZipFile: zipWith("x.py", "def h(event, _): return 1\n") },
});

test("who has the key is let in", async () => {
  const made = await fetch(functions, { method: "POST", headers: { "X-Emulator-Key": emulator.key }, body: evil });
  expect(made.status).toBe(201);
  await fetch(`${functions}/evil`, { method: "DELETE", headers: { "X-Emulator-Key": emulator.key } });
});

(mayBecomeOther ? test : test.skip)(
  `another user of this machine makes no function, and cannot read the key${mayBecomeOther ? "" : " (skipped: needs root and setpriv)"}`,
  () => {
    const asOther = (...command: string[]) =>
      spawnSync("setpriv", ["--reuid", `${otherUser}`, "--regid", `${otherUser}`, "--clear-groups", ...command], {
        encoding: "utf8",
        cwd: "/",
      });
    const script = `fetch(process.argv[1], { method: "POST", body: process.argv[2] }).then(({ status }) => console.log(status))`;
    expect(asOther(process.execPath, "-e", script, functions, evil)).toMatchObject({ stdout: "403\n", status: 0 });
    expect(asOther("cat", `/proc/${emulator.pid}/environ`).stdout).toBe("");
  },
);

test.each([
  ["a simple request", { "Content-Type": "text/plain", Origin: "https://evil.example" }],
  ["a page without an origin", { "Content-Type": "text/plain", Origin: "null" }],
  ["a page that knows the key", { Origin: "https://evil.example", "X-Emulator-Key": "" }],
])("%s is refused, and no page may read the answer", async (_, headers) => {
  const sent = "X-Emulator-Key" in headers ? { ...headers, "X-Emulator-Key": emulator.key } : headers;
  for (const method of ["POST", "OPTIONS"]) {
    const answer = await fetch(functions, { method, headers: sent, ...(method === "POST" && { body: evil }) });
    expect(answer.status).toBe(403);
    expect([...answer.headers.keys()].filter((name) => name.startsWith("access-control-"))).toEqual([]);
  }
});

test("a name that leads here by DNS rebinding is refused, even with the key", () => {
  const script = `require("http").request(process.argv[1], { method: "POST", headers: { Host: "evil.example", "X-Emulator-Key": process.argv[2] } }, ({ statusCode }) => (console.log(statusCode), process.exit())).end(process.argv[3])`;
  expect(execFileSync(process.execPath, ["-e", script, functions, emulator.key, evil], { encoding: "utf8" })).toBe(
    "403\n",
  );
});

(browser ? test : test.skip)(
  `a page in a browser neither makes a function nor reads an answer${browser ? "" : " (skipped: no browser)"}`,
  async () => {
    const seen: string[] = [];
    const page = `<script>
      const say = (text) => fetch("/said", { method: "POST", body: text });
      fetch(${JSON.stringify(functions)}, { method: "POST", headers: { "Content-Type": "text/plain" }, body: ${JSON.stringify(evil)} })
        .then(({ status }) => say("read " + status), (error) => say("not read"));
    </script>`;
    const server = createServer((request, response) => {
      if (request.method !== "POST") return void response.setHeader("Content-Type", "text/html").end(page);
      request.setEncoding("utf8").on("data", (text: string) => seen.push(text));
      request.on("end", () => response.end());
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const profile = mkdtempSync(join(tmpdir(), "browser-"));
    try {
      const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      const options = ["--headless", "--no-sandbox", "--disable-gpu", `--user-data-dir=${profile}`];
      const started = spawn(String(browser), [...options, "--virtual-time-budget=20000", "--dump-dom", address]);
      await new Promise((resolve) => started.once("exit", resolve));
      expect(seen).toEqual(["not read"]);
    } finally {
      server.close();
      rmSync(profile, { recursive: true, force: true });
    }
  },
  120_000,
);

function canSetUser(): boolean {
  return spawnSync("setpriv", ["--version"]).status === 0;
}

async function functionNames(): Promise<(string | undefined)[]> {
  const credentials = { accessKeyId: emulator.key, secretAccessKey: "any" };
  const client = new LambdaClient({ endpoint: emulator.endpoint, region: "us-east-1", credentials });
  const { Functions = [] } = await client.send(new ListFunctionsCommand({}));
  return Functions.map(({ FunctionName }) => FunctionName);
}

/** A zip archive of one file, in base64. */
function zipWith(name: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "zip-"));
  try {
    writeFileSync(join(folder, name), text);
    const script = `import sys, zipfile; zipfile.ZipFile(sys.argv[1], "w").write(sys.argv[2], sys.argv[3])`;
    const archive = join(folder, "x.zip");
    execFileSync("python3", ["-c", script, archive, join(folder, name), name]);
    return execFileSync("base64", ["-w0", archive], { encoding: "utf8" });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
