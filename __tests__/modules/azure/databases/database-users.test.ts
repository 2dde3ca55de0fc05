import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { databaseUsersCommand } from "../../../../modules/azure/databases/database-users";
import { placement, subnetId } from "../fixtures";

const identity = (name: string) => ({
  identityId: `/identities/${name}`,
  identityName: `shop-prod-${name}`,
  clientId: `client-${name}`,
  principalId: `object-${name}`,
});
const command = databaseUsersCommand({
  ...placement,
  subscriptionId: "00000000-0000-4000-8000-000000000001",
  subnetId: subnetId("containers"),
  database: {
    endpoint: "shop.postgres.database.azure.com",
    databaseName: "shop",
    administratorNames: ["shop's database administrators", "other"],
  },
  users: [identity("api"), identity("worker")],
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "az-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The arguments that `az` gets when a person pastes the command into bash; its token is `token`. */
function argumentsOfAz(): string[] {
  const az = join(folder, "az");
  writeFileSync(az, `#!/bin/bash\nif [ "$1" = account ]; then echo token; else printf '%s\\0' "$@"; fi\n`);
  chmodSync(az, 0o755);
  const env = { ...process.env, PATH: `${folder}${delimiter}${process.env["PATH"]}` };
  return execFileSync("bash", ["-c", command], { env, encoding: "utf8" }).split("\0").slice(0, -1);
}

/** Divides a line as Python's `shlex.split` does, with which `az` divides `--command-line`. */
const divided = (line: string) =>
  JSON.parse(
    execFileSync("python3", ["-c", "import json, shlex, sys; print(json.dumps(shlex.split(sys.argv[1])))", line], {
      encoding: "utf8",
    }),
  ) as string[];

test("an administrator's command makes every identity a user, and gives it the schema of the application's database", () => {
  const given = argumentsOfAz();
  const after = (option: string) => given[given.indexOf(option) + 1];
  const psql = divided(after("--command-line") ?? "");
  const user = (name: string) =>
    `select case when not exists (select from pg_roles where rolname = 'shop-prod-${name}') then pgaadauth_create_principal_with_oid('shop-prod-${name}', 'object-${name}', 'service', false, false) end`;
  expect(psql.filter((it) => it !== "-c")).toEqual([
    "psql",
    "-v",
    "ON_ERROR_STOP=1",
    user("api"),
    user("worker"),
    "\\c shop",
    'grant usage, create on schema public to "shop-prod-api"',
    'grant usage, create on schema public to "shop-prod-worker"',
  ]);
  expect(given.slice(0, 2)).toEqual(["container", "create"]);
  expect(after("--subnet")).toBe(subnetId("containers"));
});

test("it signs in as the administrator with a token, which is kept out of what Azure shows", () => {
  const given = argumentsOfAz();
  expect(given).toContain("PGUSER=shop's database administrators");
  const secure = given.indexOf("--secure-environment-variables");
  expect(given[secure + 1]).toBe("PGPASSWORD=token");
  expect(command).not.toContain("token=");
});
