import { devNull } from "node:os";
import { emulatorEnvironment } from "../../../operator/local/emulator-environment";

const endpoint = "http://127.0.0.1:4566";

test("of the user's own AWS settings nothing is left", () => {
  const own = { AWS_PROFILE: "prod", AWS_SESSION_TOKEN: "token", AWS_ENDPOINT_URL_S3: "https://s3.amazonaws.com" };
  const environment = emulatorEnvironment(endpoint, { ...own, PATH: "/bin" });
  for (const name of Object.keys(own)) {
    expect(environment).toHaveProperty(name, undefined);
  }
  expect(environment).not.toHaveProperty("PATH");
});

test("every call goes to the emulator, with keys that no account knows", () => {
  const environment = emulatorEnvironment(endpoint, {
    AWS_ACCESS_KEY_ID: "real",
    AWS_ENDPOINT_URL: "https://elsewhere",
  });
  expect(environment).toMatchObject({
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
  });
});
