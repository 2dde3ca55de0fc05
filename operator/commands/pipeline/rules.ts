import { UserError } from "../../process/user-error";
export async function rules(_options: object): Promise<void> {
  throw new UserError("pipeline rules: not there yet");
}
