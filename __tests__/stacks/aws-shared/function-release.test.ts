import { previousVersion } from "../../../stacks/aws-shared/function-release";
import { synthesized } from "../../synthesized";

test("a pipeline moves the calls of a function by two variables, which leave all of them with the new version", () => {
  expect(synthesized((scope) => previousVersion(scope, "on-connect")).json.variable).toEqual({
    on_connect_previous_version: expect.objectContaining({ type: "string", default: "" }),
    on_connect_previous_percent: expect.objectContaining({
      type: "number",
      default: 0,
      validation: [
        {
          condition: "${var.on_connect_previous_percent >= 0 && var.on_connect_previous_percent <= 100}",
          error_message: "on_connect_previous_percent: expected 0 to 100.",
        },
      ],
    }),
  });
});
