import { devNull } from "node:os";
import { resolve } from "node:path";
import { emulatorConfig } from "../aws/emulator-config";
import { writeAtomically } from "../process/files";
import { shellQuote } from "../process/shell";
import type { Emulator } from "./emulator";
import type { EmulatorProcess } from "./emulator-process";

/**
 * Environment variables with which a program uses the emulator; `undefined` removes one. All AWS settings of the user are removed
 * (profile, session, endpoints, files), so that no call can reach a real account. `<folder>/aws-config` has the endpoints: a stack without
 * a profile is on moto, one with the profile `ministack` on MiniStack. It also has the key, without which the emulators refuse a request.
 */
export function emulatorEnvironment(
  folder: string,
  { moto, ministack }: Emulator,
  inherited = process.env,
): NodeJS.ProcessEnv {
  const config = resolve(folder, emulatorConfig);
  writeAtomically(config, [profile("default", moto), profile("profile ministack", ministack)].join("\n"));
  const own = Object.keys(inherited).filter((name) => name.startsWith("AWS_"));
  const direct = [inherited["NO_PROXY"] ?? inherited["no_proxy"], "127.0.0.1"].filter(Boolean).join(",");
  return {
    ...Object.fromEntries(own.map((name) => [name, undefined])),
    AWS_CONFIG_FILE: config,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_REGION: "us-east-1",
    AWS_DEFAULT_REGION: "us-east-1", // What Python's SDK reads.
    AWS_EC2_METADATA_DISABLED: "true",
    // The proxy is for S3 Control, which calls http://<account>.127.0.0.1: no resolver knows it. Other calls to this machine use no proxy.
    HTTP_PROXY: moto.endpoint,
    NO_PROXY: direct,
    no_proxy: direct,
  };
}

/** Commands of a shell that set the variables, for `eval`. */
export function shellCommands(variables: NodeJS.ProcessEnv): string[] {
  return Object.entries(variables).map(([name, value]) =>
    value === undefined ? `unset ${name}` : `export ${name}=${shellQuote(value)}`,
  );
}

function profile(name: string, { endpoint, key }: EmulatorProcess): string {
  return `[${name}]
endpoint_url = ${endpoint}
region = us-east-1
aws_access_key_id = ${key}
aws_secret_access_key = test
`;
}
