import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { FakeGitHub } from "../../../support/fake-github";
import { locationOf } from "../../release/truth";
import type { ClientConfig } from "../../support/emulator/client-config";
import type { Environment } from "./project-files";

/** What a team sets up once: docs/pipelines.md. */

/** A person deploys `account-<environment>` before any pipeline; what a deploy needs of it is that its state is there. */
export async function putAccount(config: ClientConfig, environment: Environment): Promise<void> {
  const { bucket: Bucket } = locationOf(environment);
  const Body = JSON.stringify({ version: 4, serial: 1, lineage: `account of ${environment}`, resources: [] });
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  await s3.send(new PutObjectCommand({ Bucket, Key: `account-${environment}`, Body }));
}

/** The command that sets rules and environments on GitHub, and its variables: Bob approves what is protected. */
export function rulesOf(
  github: FakeGitHub,
  guarded: readonly Environment[],
): [args: readonly string[], env: Record<string, string>] {
  github.environments.person("bob");
  const reviewers = guarded.flatMap((environment) => ["--reviewer", `${environment}=bob`]);
  return [
    ["pipeline", "rules", "--yes", "--repository", "acme/shop", ...reviewers],
    { GITHUB_API_URL: github.url, GITHUB_TOKEN: github.token() },
  ];
}
