import { Names } from "../modules/names";

/** The part of the settings that says where state is. */
export interface StateSettings {
  readonly environment: string;
  readonly region: string;
  readonly account_id: string;
  readonly state: {
    readonly bucket?: string | undefined;
    readonly lock_table?: string | undefined;
    readonly region?: string | undefined;
  };
}

/** The system that owns what an account has once. */
const accountSystem = "multicloud";

/** Physical names of what an account has once. */
export function accountNames({ environment, region, account_id }: StateSettings): Names {
  return new Names({ system: accountSystem, environment, accountId: account_id, region });
}

/** Bucket, lock table and region of an environment's state; every stack of the environment uses the same. */
export function stateLocation(settings: StateSettings): { bucket: string; lockTable: string; region: string } {
  const names = accountNames(settings);
  return {
    bucket: settings.state.bucket ?? names.of("s3_bucket", "state"),
    lockTable: settings.state.lock_table ?? names.of("table", "locks"),
    region: settings.state.region ?? settings.region,
  };
}
