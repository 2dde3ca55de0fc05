import type { Names } from "../../names";
import type { Statement } from "./policy";

/** A profile's id begins with its geography: `us.`, `eu.`, `apac.`, `global.`; a model's with its provider. */
const profile = /^(?:[a-z]{2}|[a-z]{2}-gov|apac|global)\.(?=[a-z0-9-]+\.)/;

/** How a model is called: for its whole answer, or for a stream of it. */
export type ModelCall = "InvokeModel" | "InvokeModelWithResponseStream";

/**
 * What a role needs to call one model of Bedrock. An inference profile such as `us.amazon.nova-lite-v1:0` needs the model in each region
 * that it sends requests to, through that profile alone (Bedrock user guide, "Prerequisites for inference profiles").
 */
export function modelStatements(names: Names, modelId: string, calls: readonly ModelCall[]): Statement[] {
  const actions = calls.map((call) => `bedrock:${call}`);
  const model = (where: string, id: string) => `arn:aws:bedrock:${where}::foundation-model/${id}`;
  if (!profile.test(modelId)) return [{ actions, resources: [model(names.region, modelId)] }];
  const arn = names.arn("bedrock", `inference-profile/${modelId}`);
  return [
    { actions, resources: [arn] },
    {
      actions,
      // A star, because AWS adds regions to profiles. It covers the empty region too, which global profiles have.
      resources: [model("*", modelId.replace(profile, ""))],
      conditions: [{ test: "StringEquals", variable: "bedrock:InferenceProfileArn", values: [arn] }],
    },
  ];
}
