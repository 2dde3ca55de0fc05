import type { PlatformSettings } from "../../settings/schema";
import type { StackContext } from "../context";
import { accountNames } from "../state-location";

/** What every part of the account's stack is made with. It has no key: the state, the audit trail and the copies have one each. */
export interface AccountContext extends StackContext {
  /** Whether stored data is deleted with the stack. */
  readonly destroyable: boolean;
  /** Days after which AWS deletes a key that is scheduled for deletion. */
  readonly deletionWindowDays: number;
}

/** The context of the account's stack, whose names belong to no application. */
export function accountContext(settings: PlatformSettings["account"]): AccountContext {
  const names = accountNames(settings);
  const { name: system, environment } = names;
  const destroyable = !settings.protected;
  return { system, environment, platform: "account", names, destroyable, deletionWindowDays: destroyable ? 7 : 30 };
}
