import { modelLink } from "../../../../modules/aws/functions/model-link";

test("a function may invoke the one model that it is linked to", () => {
  expect(modelLink("MODEL_ID", "eu-west-1", "amazon.nova-lite-v1:0")).toEqual({
    environment: { MODEL_ID: "amazon.nova-lite-v1:0" },
    statements: [
      {
        actions: ["bedrock:InvokeModel"],
        resources: ["arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-lite-v1:0"],
      },
    ],
  });
});
