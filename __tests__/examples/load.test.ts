import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { buildSync, transformSync } from "esbuild";
import { root } from "../stacks/synthesized";

const folder = join(root, "examples/tests");

interface Script {
  readonly options: {
    readonly vus?: number;
    readonly duration?: string;
    readonly stages?: readonly object[];
    readonly thresholds: object;
  };
  readonly default: () => void;
  readonly setup: () => void;
}

/** Runs a script's module as k6 does, with what k6 brings replaced: requests are recorded. */
function load(name: string, env: Readonly<Record<string, string>>) {
  const { outputFiles } = buildSync({
    entryPoints: [join(folder, "load", name)],
    bundle: true,
    write: false,
    format: "cjs",
    external: ["k6", "k6/http"],
    logLevel: "silent",
  });
  const asked: string[] = [];
  const checked: boolean[] = [];
  const k6 = {
    sleep() {},
    check: (answer: object, checks: Record<string, (answer: object) => boolean>) =>
      checked.push(...Object.values(checks).map((one) => one(answer))),
  };
  const get = (url: string) => {
    asked.push(url);
    return { status: 200 };
  };
  const http = { __esModule: true, default: { get } };
  const module = { exports: {} as Script };
  const require = (id: string) => (id === "k6" ? k6 : http);
  runInNewContext(outputFiles[0]?.text ?? "", { module, exports: module.exports, require, __ENV: env });
  return { script: module.exports, asked, checked };
}

const address = { BASE_URL: "https://staging.example.com" };

test("stress is 500 virtual users for 10 minutes, as document 002 has it", () => {
  expect(load("stress.js", address).script.options).toMatchObject({ vus: 500, duration: "10m" });
});

test("load holds a system to the documents' p95 of 500 ms and 1 % errors", () => {
  const { options } = load("load.js", address).script;
  expect(JSON.parse(JSON.stringify(options.thresholds))).toMatchObject({
    http_req_duration: ["p(95)<500"],
    http_req_failed: [{ threshold: "rate<0.01" }],
  });
});

test.each(["load.js", "stress.js"])("%s asks the address that it is given, and refuses to run without one", (name) => {
  const { script, asked, checked } = load(name, address);
  script.setup();
  script.default();
  expect(asked).toEqual(["https://staging.example.com/health", "https://staging.example.com/"]);
  expect(checked).toEqual([true, true]);
  expect(() => load(name, {}).script.setup()).toThrow("BASE_URL: expected");
});

test("the end-to-end tests are TypeScript that can be read", () => {
  const files = [
    "playwright.config.ts",
    ...readdirSync(join(folder, "end-to-end")).map((name) => `end-to-end/${name}`),
  ];
  expect(files.length).toBeGreaterThan(1);
  for (const file of files) {
    expect(transformSync(readFileSync(join(folder, file), "utf8"), { loader: "ts" }).warnings).toEqual([]);
  }
});
