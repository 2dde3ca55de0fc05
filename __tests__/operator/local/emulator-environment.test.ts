import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { usesEmulator } from "../../../operator/aws/emulator-config";
import { profileOptions } from "../../../operator/aws/profile";
import { emulatorEnvironment, shellCommands } from "../../../operator/local/emulator-environment";

const folder = mkdtempSync(join(tmpdir(), "environment-"));
afterAll(() => rmSync(folder, { recursive: true }));

const started = { pid: 1, startedAt: "2024-01-01T00:00:00Z", key: "emulator0123" };
const emulator = {
  moto: { ...started, port: 4566, endpoint: "http://127.0.0.1:4566" },
  ministack: { ...started, port: 4567, endpoint: "http://127.0.0.1:4567" },
};

test("all AWS settings of the user are removed", () => {
  const own = {
    AWS_PROFILE: "prod",
    AWS_SESSION_TOKEN: "token",
    AWS_ACCESS_KEY_ID: "real",
    AWS_ENDPOINT_URL: "https://elsewhere",
    AWS_ENDPOINT_URL_S3: "https://s3.amazonaws.com",
  };
  const environment = emulatorEnvironment(folder, emulator, { ...own, PATH: "/bin" });
  for (const name of Object.keys(own)) {
    expect(environment).toHaveProperty(name, undefined);
  }
  expect(environment).not.toHaveProperty("PATH");
  expect(environment).toMatchObject({ AWS_SHARED_CREDENTIALS_FILE: devNull });
  expect([usesEmulator(environment), usesEmulator(own)]).toEqual([true, false]);
});

test("without a profile every call goes to moto, with the profile ministack to MiniStack, with the key of the emulator, which only its user can read", () => {
  const environment = emulatorEnvironment(folder, emulator, {});
  const file = environment["AWS_CONFIG_FILE"] ?? "";
  expect(isAbsolute(file)).toBe(true);
  const [first, second] = readFileSync(file, "utf8").split("\n\n");
  expect(first).toMatch(/^\[default\]\nendpoint_url = http:\/\/127\.0\.0\.1:4566\n/);
  expect(second).toMatch(/^\[profile ministack\]\nendpoint_url = http:\/\/127\.0\.0\.1:4567\n/);
  for (const profile of [first, second]) expect(profile).toContain("\naws_access_key_id = emulator0123\n");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(profileOptions("ministack", environment).endpoint).toBe(emulator.ministack.endpoint);
});

test("calls to this machine use no proxy, in addition to the hosts of NO_PROXY", () => {
  expect(emulatorEnvironment(folder, emulator, {})).toMatchObject({ NO_PROXY: "127.0.0.1", no_proxy: "127.0.0.1" });
  expect(emulatorEnvironment(folder, emulator, { no_proxy: "intranet" })).toMatchObject({
    NO_PROXY: "intranet,127.0.0.1",
  });
});

test.each(["o'brien $(touch X) ü", "a;touch X;`touch X`", "two\nlines", 'say "hi"'])(
  "a shell evaluates the commands in any folder: %j",
  (name) => {
    const odd = join(folder, name);
    mkdirSync(odd);
    const wanted = emulatorEnvironment(odd, emulator, { NO_PROXY: "it's;touch X", AWS_PROFILE: "prod" });
    const show = `eval "$1"; exec env -0`;
    const said = execFileSync("bash", ["-ec", show, "bash", shellCommands(wanted).join("\n")], {
      cwd: odd,
      encoding: "utf8",
      env: { PATH: process.env.PATH, AWS_PROFILE: "prod" },
    });
    const found = Object.fromEntries(said.split("\0").map((line) => line.split(/=(.*)/s).slice(0, 2)));
    for (const [variable, value] of Object.entries(wanted))
      expect([variable, found[variable]]).toEqual([variable, value]);
    expect(found["AWS_CONFIG_FILE"]).toBe(join(odd, "aws-config"));
    expect(existsSync(join(odd, "X"))).toBe(false);
  },
);
