import { Names } from "../modules/names";
import { accountName } from "../settings/schema/names";
import type { SharedSettings } from "../settings/schema/shared";

/** The part of the settings that says where state is. */
export type StateSettings = Readonly<Pick<SharedSettings, "environment" | "region" | "account_id">>;

/** Physical names of what an account has once. */
export function accountNames({ environment, region, account_id }: StateSettings): Names {
  return new Names({ name: accountName, environment, accountId: known(account_id), region });
}

/** The AWS account of settings whose rules demand one. */
export function known(accountId: string | undefined): string {
  if (accountId === undefined) throw new Error("account_id: expected an AWS account id, found nothing");
  return accountId;
}

/** Where an environment's state is: every stack of the environment uses the same bucket, lock table and key. */
export function stateLocation(settings: StateSettings) {
  const names = accountNames(settings);
  return {
    bucket: names.of("s3_bucket", "state"),
    lockTable: names.of("table", "locks"),
    keyAlias: names.of("key_alias", "state"),
    region: settings.region,
  };
}
