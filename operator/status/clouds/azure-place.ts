import type { AzureCall } from "../../preflight/azure/call";
import type { StackView } from "../../preflight/look/stack-view";
import type { AskCloud } from "./connection";

/** A stack on Azure that is looked at. */
export interface AzurePlace {
  readonly ask: AskCloud<AzureCall>;
  readonly stack: StackView;
  /** The path of the stack's resource group. */
  readonly group: string;
  /** The group's name. */
  readonly groupName: string;
}

/** A stack's place. @param ask its tenant's connection */
export function azurePlace(ask: AskCloud<AzureCall>, stack: StackView): AzurePlace {
  const groupName = String(stack.bodies("azurerm_resource_group")[0]?.["name"]);
  return {
    ask,
    stack,
    group: `subscriptions/${stack.provider("azurerm")?.["subscription_id"]}/resourceGroups/${groupName}`,
    groupName,
  };
}
