import { modelLink } from "../../../../modules/aws/functions/model-link";
import { geographies } from "../../../../settings/schema/aws-shared/model-rules";
import { names } from "../fixtures";

test("a function may invoke the one model that it is linked to", () => {
  expect(modelLink("MODEL_ID", names, "amazon.nova-lite-v1:0")).toEqual({
    environment: { MODEL_ID: "amazon.nova-lite-v1:0" },
    statements: [
      {
        actions: ["bedrock:InvokeModel"],
        resources: ["arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0"],
      },
    ],
  });
});

test.each(geographies)("through a profile (%s) the model in each of its regions, and no other way", (geography) => {
  const profile = `arn:aws:bedrock:us-east-1:111111111111:inference-profile/${geography}.amazon.nova-lite-v1:0`;
  const { environment, statements } = modelLink("MODEL_ID", names, `${geography}.amazon.nova-lite-v1:0`);
  expect(environment).toEqual({ MODEL_ID: `${geography}.amazon.nova-lite-v1:0` });
  expect(statements).toEqual([
    { actions: ["bedrock:InvokeModel"], resources: [profile] },
    {
      actions: ["bedrock:InvokeModel"],
      resources: ["arn:aws:bedrock:*::foundation-model/amazon.nova-lite-v1:0"],
      conditions: [{ test: "StringEquals", variable: "bedrock:InferenceProfileArn", values: [profile] }],
    },
  ]);
});

test("a model whose version has a dot is no profile", () => {
  const { statements } = modelLink("MODEL_ID", names, "zai.glm-4.7");
  expect(statements[0]?.resources).toEqual(["arn:aws:bedrock:us-east-1::foundation-model/zai.glm-4.7"]);
});
