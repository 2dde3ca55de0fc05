import { imageOf } from "../../../operator/gitops/values";

test("an image without its digest is refused", () => {
  expect(() => imageOf("ghcr.io/example/api:v2.2.0")).toThrow("expected <registry>/<name>@sha256");
});
