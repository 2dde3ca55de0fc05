import type { Names } from "../../names";
import type { Statement } from "./policy";

/** A profile's id begins with its geography: `us.`, `eu.`, `apac.`, `global.`; a model's with its provider. */
const profile = /^(?:[a-z]{2}|[a-z]{2}-gov|apac|global)\.(?=[a-z0-9-]+\.)/;

/**
 * What a role needs to call one model of Bedrock, as one answer or as a stream. An inference profile such as
 * `us.amazon.nova-lite-v1:0` needs the model in each region that it sends requests to, through that profile alone (Bedrock user
 * guide, "Prerequisites for inference profiles").
 */
export function modelStatements({ region, accountId }: Names, modelId: string): Statement[] {
  const actions = ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"];
  const model = (where: string, id: string) => `arn:aws:bedrock:${where}::foundation-model/${id}`;
  if (!profile.test(modelId)) return [{ actions, resources: [model(region, modelId)] }];
  const arn = `arn:aws:bedrock:${region}:${accountId}:inference-profile/${modelId}`;
  return [
    { actions, resources: [arn] },
    {
      actions,
      resources: [model("*", modelId.replace(profile, ""))],
      conditions: [{ test: "StringEquals", variable: "bedrock:InferenceProfileArn", values: [arn] }],
    },
  ];
}
