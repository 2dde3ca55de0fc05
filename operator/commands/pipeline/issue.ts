import { UserError } from "../../process/user-error";
export async function issue(_subject: string, _options: object): Promise<void> {
  throw new UserError("pipeline issue: not there yet");
}
