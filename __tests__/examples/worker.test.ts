import { spawn } from "node:child_process";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { handle } from "../../functions/kiro-worker/events";
import { poll } from "../../functions/kiro-worker/poll";
import { submit } from "../../functions/kiro-worker/submit";
import { World } from "../functions/kiro-worker/fixtures";
import { root } from "../stacks/synthesized";
import { addressOf, listening, stopped } from "../support/local-server";
import { recorded, Tools } from "../workflows/executor/tools";

const world = new World();
const admitted = { projects: ["worker"], repositories: ["example/*"] };
/** What the functions do; a test replaces one. */
let functions: Record<string, (event: never) => Promise<unknown>>;
/** Each call, as `submit:7 {"items":[]}`. */
let calls: string[];
let server: Server;

/** Lambda's API of an invocation: `POST /2015-03-31/functions/<name>/invocations?Qualifier=<version>`. */
beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const [, name = "", qualifier] =
      /functions\/kiro-worker-staging-(\w+)\/invocations\?Qualifier=(\w+)$/.exec(request.url ?? "") ?? [];
    calls.push(`${name}:${qualifier} ${text}`);
    await functions[name]?.(JSON.parse(text) as never).then(
      (answer) => response.end(JSON.stringify(answer)),
      (error: Error) => {
        response.setHeader("x-amz-function-error", "Unhandled");
        response.end(JSON.stringify({ errorMessage: error.message }));
      },
    );
  });
  await listening(server);
});
afterAll(() => stopped(server));

beforeEach(() => {
  calls = [];
  functions = {
    submit: (event) => submit(event, world.tables.workItems, admitted),
    events: (event) => handle(event, {} as never),
    // As the function: it takes no input.
    poller: async (event) => (Object.keys(event).length > 0 ? { statusCode: 400 } : poll(world.poller())),
  };
});

/** Runs a script of the examples, as a release and a workflow do. */
function run(
  script: string,
  env: Record<string, string>,
  tools?: Tools,
): Promise<{ code: number | null; out: string }> {
  const aws = {
    AWS_ENDPOINT_URL: addressOf(server),
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "x",
    AWS_SECRET_ACCESS_KEY: "x",
  };
  const child = spawn(process.execPath, [join(root, "examples/tests/worker", script)], {
    env: { PATH: "/usr/bin:/bin", ...tools?.env, ...aws, AWS_MAX_ATTEMPTS: "1", ...env },
  });
  let out = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (out += text));
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, out })));
}

describe("smoke", () => {
  const versions = { submit: "7", poller: "7", events: "3" };
  const RELEASE_FUNCTIONS = JSON.stringify(
    Object.fromEntries(
      Object.entries(versions).map(([name, number]) => [name, `kiro-worker-staging-${name}:${number}`]),
    ),
  );

  test("each version answers by its number, and nothing is stored", async () => {
    const { code, out } = await run("smoke.mjs", { RELEASE_FUNCTIONS });
    expect([code, out]).toEqual([0, expect.stringContaining("kiro-worker-staging-events:3 refuses what it must: 400")]);
    expect(calls).toEqual(['submit:7 {"items":[]}', 'poller:7 {"smoke":true}', "events:3 {}"]);
  });

  test("a version that cannot load fails it", async () => {
    functions["events"] = () => Promise.reject(new Error("Cannot find module"));
    const { code, out } = await run("smoke.mjs", { RELEASE_FUNCTIONS });
    expect(code).toBe(1);
    expect(out).toContain('kiro-worker-staging-events:3: Unhandled: {"errorMessage":"Cannot find module"}');
  });

  test("without the versions of a release it says what is missing", async () => {
    const { code, out } = await run("smoke.mjs", {});
    expect([code, out]).toEqual([1, "RELEASE_FUNCTIONS: expected versions of submit, poller, events too\n"]);
  });
});

describe("integration", () => {
  const tools = () => {
    const names = { submit_function: "kiro-worker-staging-submit", poller_function: "kiro-worker-staging-poller" };
    const stdout = JSON.stringify({ "aws-codebuild-staging": names });
    return new Tools(["npm"], [{ tool: "npm", when: "outputs -- aws-codebuild-staging --json", stdout }]);
  };
  const env = { STACK: "aws-codebuild-staging", GITHUB_RUN_ID: "42", GITHUB_RUN_ATTEMPT: "2" };

  test(recorded("an item goes through the functions and the table to a build"), async () => {
    const { code, out } = await run("integration.mjs", env, tools());
    expect([code, out]).toEqual([0, expect.stringContaining("the poller started 1 items, without faults")]);
    expect(await world.tables.read("workItems", "test-42-2")).toMatchObject({ status: "building", project: "worker" });
    expect(calls.every((call) => call.split(" ")[0]?.endsWith(":live"))).toBe(true);
  });

  test(recorded("a fault of the poller fails it"), async () => {
    functions["poller"] = async () => ({ started: [], faults: ["CodeBuild: AccessDenied"] });
    const { code, out } = await run("integration.mjs", env, tools());
    expect(code).toBe(1);
    expect(out).toContain('the poller: expected no faults, found {"started":[],"faults":["CodeBuild: AccessDenied"]}');
  });

  test("without a stack it says so", async () => {
    expect(await run("integration.mjs", {})).toEqual({
      ...{ code: 1, out: "STACK: expected the id of the stack, such as aws-codebuild-staging\n" },
    });
  });
});
