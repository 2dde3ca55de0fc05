import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { RdsClusterParameterGroup } from "@cdktf/provider-aws/lib/rds-cluster-parameter-group";
import type { Construct } from "constructs";
import type { Names } from "../../names";

/** RDS changes each of these while the database runs, without a restart. */
const parameters = {
  "rds.force_ssl": "1",
  log_connections: "1",
  log_disconnections: "1",
  log_lock_waits: "1",
  log_min_duration_statement: "1000", // milliseconds: slow statements
  log_statement: "ddl",
};

/** The database that the parameters are for. */
export interface DatabaseParametersProps {
  readonly names: Names;
  /** The last part of the instance's identifier. */
  readonly name: string;
  /**
   * PostgreSQL version. With a major version alone ("16") RDS applies minor upgrades. With a minor version ("16.8") the next
   * plan shows a difference once RDS has upgraded it.
   */
  readonly engineVersion: string;
}

/** Makes engine parameters that force TLS and log connections, slow statements and changes of the schema. Returns the group's name. */
export function databaseParameters(scope: Construct, id: string, props: DatabaseParametersProps): string {
  return new DbParameterGroup(scope, id, parameterGroup("postgres", props)).name;
}

/** Makes the same parameters for every instance of an Aurora cluster. Returns the group's name. */
export function clusterParameters(scope: Construct, id: string, props: DatabaseParametersProps): string {
  return new RdsClusterParameterGroup(scope, id, parameterGroup("aurora-postgresql", props)).name;
}

function parameterGroup(engine: string, props: DatabaseParametersProps) {
  const family = `${engine}${props.engineVersion.split(".")[0]}`;
  return {
    // The family is in the name: an upgrade to a new major version makes a second group while the first is in use.
    name: props.names.of("database_resource", `${props.name}-${family}`),
    description: `Parameters of ${props.names.of("database", props.name)}`,
    family,
    parameter: Object.entries(parameters).map(([name, value]) => ({ name, value, applyMethod: "immediate" })),
    lifecycle: { createBeforeDestroy: true },
  };
}
