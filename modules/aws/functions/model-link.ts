import type { Names } from "../../names";
import type { FunctionLink } from "./function-links";

/** Beginnings of the ids of inference profiles: the geography in which Bedrock chooses the region that answers. */
const profile = /^(us|ca|eu|apac|au|jp|global)\./;

/**
 * Links one model of Amazon Bedrock, or one inference profile such as `us.amazon.nova-lite-v1:0`: the variable holds its id. A
 * profile's model is answered by any region of its geography, and may be invoked through the profile alone (Bedrock user guide,
 * "Prerequisites for inference profiles").
 */
export function modelLink(variable: string, names: Names, modelId: string): FunctionLink {
  const environment = { [variable]: modelId };
  const actions = ["bedrock:InvokeModel"];
  if (!profile.test(modelId)) {
    const model = `arn:aws:bedrock:${names.region}::foundation-model/${modelId}`;
    return { environment, statements: [{ actions, resources: [model] }] };
  }
  const arn = names.arn("bedrock", `inference-profile/${modelId}`);
  return {
    environment,
    statements: [
      { actions, resources: [arn] },
      {
        actions,
        // A star, because AWS adds regions to profiles. It covers the empty region too, which global profiles have.
        resources: [`arn:aws:bedrock:*::foundation-model/${modelId.replace(profile, "")}`],
        conditions: [{ test: "StringEquals", variable: "bedrock:InferenceProfileArn", values: [arn] }],
      },
    ],
  };
}
