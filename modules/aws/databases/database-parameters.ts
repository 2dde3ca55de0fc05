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

export interface DatabaseParametersProps {
  readonly names: Names;
  /** The last part of the instance's identifier. */
  readonly name: string;
  /**
   * PostgreSQL version. With a major version alone ("16") RDS applies minor upgrades; a minor version ("16.8") is a
   * difference in the next plan once RDS has upgraded it.
   */
  readonly engineVersion: string;
}

/** Engine parameters that force TLS and log connections, slow statements and changes of the schema; the group's name. */
export function databaseParameters(scope: Construct, id: string, props: DatabaseParametersProps): string {
  return new DbParameterGroup(scope, id, parameterGroup("postgres", props)).name;
}

/** The same for every instance of an Aurora cluster. */
export function clusterParameters(scope: Construct, id: string, props: DatabaseParametersProps): string {
  return new RdsClusterParameterGroup(scope, id, parameterGroup("aurora-postgresql", props)).name;
}

function parameterGroup(engine: string, props: DatabaseParametersProps) {
  const family = `${engine}${props.engineVersion.split(".")[0]}`;
  return {
    // The family is in the name: an upgrade to a new major version makes a second group while the first is in use.
    name: props.names.of("database", `${props.name}-${family}`),
    description: `Parameters of ${props.names.of("database", props.name)}`,
    family,
    parameter: Object.entries(parameters).map(([name, value]) => ({ name, value, applyMethod: "immediate" })),
    lifecycle: { createBeforeDestroy: true },
  };
}
