import { UserError } from "../../process/user-error";
export async function comment(_options: object): Promise<void> {
  throw new UserError("pipeline comment: not there yet");
}
