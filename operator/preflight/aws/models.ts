import { type Answer, type Finding, missing, ok } from "../look/finding";
import { grouped } from "../look/grouped";
import { type ModelReference, modelsOf } from "../references/aws-names";
import type { Account } from "./account";

/** Whether the account may call the models of Bedrock that its stacks name. */
export function modelFindings(account: Account): Promise<Finding[]> {
  const models = grouped(account.stacks, modelsOf, ({ id, region = "" }) => `${id} ${region}`);
  return Promise.all(
    models.map(({ item, stacks }) => {
      const region = item.region ?? account.identity.region;
      const subject = { check: "model", subject: `${item.id}, ${region}`, stacks };
      return account.look(subject, () => modelAnswer(account, item, region));
    }),
  );
}

async function modelAnswer(account: Account, { id, kind }: ModelReference, region: string): Promise<Answer> {
  const sdk = await import("@aws-sdk/client-bedrock");
  const client = new sdk.BedrockClient(await account.options(region));
  try {
    const modelId = kind === "foundation-model" ? id : await modelOf();
    const access = await client.send(new sdk.GetFoundationModelAvailabilityCommand({ modelId }));
    const refusals = [
      access.regionAvailability === "NOT_AVAILABLE" && `it is not offered in ${region}`,
      access.authorizationStatus === "NOT_AUTHORIZED" && "the account is not authorized",
      access.entitlementAvailability === "NOT_AVAILABLE" && "the account has no access",
      access.agreementAvailability?.status === "NOT_AVAILABLE" && "its terms are not accepted",
    ].filter(Boolean);
    if (refusals.length === 0) return ok("the account may call it");
    const accept = `aws bedrock list-foundation-model-agreement-offers --model-id ${modelId} --region ${region}`;
    return missing(`${refusals.join(", ")}: take the offer with create-foundation-model-agreement`, accept);
  } catch (error) {
    if (!/^(ResourceNotFound|Validation)Exception$/.test((error as Error).name)) throw error;
    const list = kind === "foundation-model" ? "list-foundation-models" : "list-inference-profiles";
    return missing(`there is none with this id in ${region}`, `aws bedrock ${list} --region ${region}`);
  }

  /** The model that an inference profile calls. */
  async function modelOf(): Promise<string> {
    const profile = await client.send(new sdk.GetInferenceProfileCommand({ inferenceProfileIdentifier: id }));
    return profile.models?.[0]?.modelArn?.split("/")[1] ?? id;
  }
}
