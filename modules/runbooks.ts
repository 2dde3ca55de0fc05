/** Where the pages of a stack's alarms are. */
export interface Runbooks {
  /** Id of the stack, which has one page. */
  readonly stack: string;
  /** Address of the folder that holds the pages of all stacks, without a slash at its end. @default - a command prints a page */
  readonly url?: string;
}

/** The page of a stack, in the folder of all pages. */
export function runbookFile(environment: string, stack: string): string {
  return `${environment}/${stack}.md`;
}

/** Prints what the page of a stack says of one alarm. */
export function runbookCommand(stack: string, alarm: string): string {
  return `npm run runbooks -- ${stack} --alarm ${alarm}`;
}
