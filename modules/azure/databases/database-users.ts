import type { IdentityAttributes } from "../access/managed-identity";
import type { Placement } from "../placement";

export interface DatabaseUsersProps extends Placement {
  readonly subscriptionId: string;
  /** Subnet of container groups, from which the database is reached. */
  readonly subnetId: string;
  readonly database: {
    readonly endpoint: string;
    readonly databaseName: string;
    readonly administratorNames: readonly string[];
  };
  /** The identities that sign in to it. */
  readonly users: readonly IdentityAttributes[];
}

/** Programs that sign in to PostgreSQL; any version that is not older than the server's fits. */
const image = "docker.io/library/postgres:17-alpine";

/**
 * A command for bash, with which an administrator of a database makes its users: the identities of the application, each of which may make and
 * use tables. It runs `psql` once, in a container inside the network, with a token of the administrator, which is valid for about an hour and
 * is not kept. It may be run again, such as after a new component. From "Manage Microsoft Entra roles" of Azure Database for PostgreSQL
 * (`pgaadauth_create_principal_with_oid`) and `az container create`, which divides its command line as a shell does.
 */
export function databaseUsersCommand(props: DatabaseUsersProps): string {
  const { names, resourceGroup, subnetId, database, users } = props;
  const [administrator = ""] = database.administratorNames;
  const statements = [
    ...users.map(
      ({ identityName: name, principalId }) =>
        `select case when not exists (select from pg_roles where rolname = '${name}') then pgaadauth_create_principal_with_oid('${name}', '${principalId}', 'service', false, false) end`,
    ),
    `\\c ${database.databaseName}`,
    ...users.map(({ identityName: name }) => `grant usage, create on schema public to "${name}"`),
  ];
  const psql = ["psql", "-v", "ON_ERROR_STOP=1", ...statements.flatMap((it) => ["-c", inDoubleQuotes(it)])].join(" ");
  const options = {
    subscription: props.subscriptionId,
    "resource-group": resourceGroup.name,
    location: resourceGroup.location,
    name: names.of("azure_container_group", "database-users"),
    image,
    "os-type": "Linux",
    cpu: "1",
    memory: "1",
    "restart-policy": "Never",
    subnet: quoted(subnetId),
    "environment-variables": [
      `PGHOST=${database.endpoint}`,
      quoted(`PGUSER=${administrator}`),
      "PGDATABASE=postgres",
      "PGSSLMODE=require",
    ].join(" "),
    "secure-environment-variables":
      '"PGPASSWORD=$(az account get-access-token --resource-type oss-rdbms --query accessToken --output tsv)"',
    "command-line": quoted(psql),
  };
  return ["az container create", ...Object.entries(options).map(([name, value]) => `--${name} ${value}`)].join(" ");
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
const inDoubleQuotes = (text: string) => `"${text.replaceAll(/[\\"]/g, "\\$&")}"`;
