import * as z from "zod";
import { repository, repositoryId } from "./formats";

/** Who may release a stack without a stored key. */
export const deploy = z
  .strictObject({
    repository: repository.describe("GitHub repository whose workflows may assume the role."),
    repository_id: repositoryId.optional(),
    workflow_repository: repository
      .optional()
      .describe(
        "GitHub repository with this project, whose reusable workflows alone may assume the role, whether a workflow of `repository` calls them or one of its own. Default: any workflow of `repository`.",
      ),
    github_environment: z
      .string()
      .regex(/^[\w.-]{1,255}$/, { error: "the name of a GitHub environment" })
      .optional()
      .describe(
        "GitHub environment whose jobs may assume the role. Default: the environment's name. Where systems share a repository it is the stack's id.",
      ),
  })
  .describe("IAM role with which GitHub Actions deploys the stack. Default: no such role.");
