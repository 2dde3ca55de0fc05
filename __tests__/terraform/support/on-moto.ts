import { readFileSync, writeFileSync } from "node:fs";
import type { RunningEmulator } from "./one-emulator";
import type { ProjectCopy } from "./project-copy";

/** The account that moto answers for. In the shipped examples it is that of `local`. */
const emulated = "123456789012";

/** Puts the environment `dev` of a project into moto's account. Returns the variables with which its commands speak to moto. */
export function devOnMoto(project: ProjectCopy, { endpoint, key }: RunningEmulator): NodeJS.ProcessEnv {
  setAccount(project, "local", "111111111111");
  setAccount(project, "dev", emulated, "aws_provider = { use_path_style = true }");
  return { ...motoEnvironment(endpoint), AWS_ACCESS_KEY_ID: key, AWS_SECRET_ACCESS_KEY: "test" };
}

/** Variables that lead programs to moto. S3 Control calls http://<account>.127.0.0.1, which no resolver knows: for it moto is the proxy. */
export function motoEnvironment(endpoint: string): Record<string, string> {
  return { AWS_ENDPOINT_URL: endpoint, HTTP_PROXY: endpoint, NO_PROXY: "127.0.0.1", no_proxy: "127.0.0.1" };
}

/** Writes another account, and more, into the file of an environment. */
function setAccount(project: ProjectCopy, environment: string, account: string, more = ""): void {
  const file = project.path(`environments/${environment}.tfvars`);
  const text = readFileSync(file, "utf8").replace(/^account_id .*/m, `account_id = "${account}"`);
  writeFileSync(file, `${text}\n${more}\n`);
}
