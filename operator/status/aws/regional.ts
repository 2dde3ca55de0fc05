import type { Block, StackView } from "../../preflight/look/stack-view";
import type { StatusAccount } from "./status-account";

/** A resource that is found by the name that the settings give it. */
export interface Regional {
  readonly stack: StackView;
  readonly type: string;
  readonly name: string;
  readonly region: string;
  readonly address: string;
  readonly body: Block;
}

/** The resources of a type in all stacks of an account that have a name of their own. @param key the argument with the name */
export function regional(account: StatusAccount, type: string, key = "name"): Regional[] {
  return account.stacks.flatMap((stack) =>
    stack.resources(type).flatMap(({ address, body }) => {
      const name = body[key];
      if (typeof name !== "string" || name.includes("${")) return [];
      return [{ stack, type, name, region: stack.regionOf(body) ?? account.identity.region, address, body }];
    }),
  );
}
