import { UserError } from "../../process/user-error";
export async function evidence(_subject: string, _options: object): Promise<void> {
  throw new UserError("pipeline evidence: not there yet");
}
