import { profileOptions } from "../aws/profile";
import { ministack } from "./emulator-program";

/** The resources in both emulators that have our tags, from AWS's tagging API. KMS keys are not counted: they wait for their deletion. */
export async function taggedResources(): Promise<{ arn: string; stack: string }[]> {
  const { ResourceGroupsTaggingAPIClient, paginateGetResources } = await import(
    "@aws-sdk/client-resource-groups-tagging-api"
  );
  const TagFilters = [{ Key: "ManagedBy", Values: ["terraform"] }];
  const found: { arn: string; stack: string }[] = [];
  for (const profile of [undefined, ministack.name]) {
    const client = new ResourceGroupsTaggingAPIClient(profileOptions(profile));
    for await (const { ResourceTagMappingList = [] } of paginateGetResources({ client }, { TagFilters })) {
      for (const { ResourceARN: arn = "", Tags = [] } of ResourceTagMappingList) {
        const stack = Tags.find(({ Key }) => Key === "Stack")?.Value ?? "";
        if (!arn.includes(":kms:")) found.push({ arn, stack });
      }
    }
  }
  return found;
}
