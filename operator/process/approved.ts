/** Who approved a change elsewhere: a job of GitHub Actions waited for it. */
export interface Approved {
  /** Address of the run whose job was approved. */
  readonly run: string;
  /** The login of the one who approved, or several. */
  readonly approver: string;
  /** The GitHub environment that was approved. */
  readonly environment: string;
}

const approved = new Map<string, Approved>();

/** Keeps who approved the change of a stack, for all that this process records of it. */
export function keepApproval(stack: string, by: Approved): void {
  approved.set(stack, by);
}

/** Who approved the change of a stack; nothing where a person at this terminal, or an option, did. */
export const approvalOf = (stack: string): Approved | undefined => approved.get(stack);
