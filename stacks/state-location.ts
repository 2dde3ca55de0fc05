import { Names } from "../modules/names";

/** The part of the settings that says where state is. */
export interface StateSettings {
  readonly environment: string;
  readonly region: string;
  readonly account_id: string;
}

/** What an account has once is named after no application. */
const accountSystem = "multicloud";

/** Physical names of what an account has once. */
export function accountNames({ environment, region, account_id }: StateSettings): Names {
  return new Names({ system: accountSystem, environment, accountId: account_id, region });
}

/** Where an environment's state is: every stack of the environment uses the same bucket, lock table and key. */
export function stateLocation(settings: StateSettings) {
  const names = accountNames(settings);
  return {
    bucket: names.of("s3_bucket", "state"),
    lockTable: names.of("table", "locks"),
    keyAlias: `alias/${names.of("generic", "state")}`,
    region: settings.region,
  };
}
