# The CodeBuild Worker (document 004): values of all environments. Each work item is done by a build.

pipeline = "candidates"
pipeline_environments = { standby = "prod-dr" }
# After each release to staging: examples/tests/worker/integration.mjs.
pipeline_tests = "test:kiro-worker"

aws_codebuild = {
  stack  = "aws-codebuild"
  budget = { name = "KiroWorkerMonthly" }
  # Whose code builds may run.
  repositories = ["example/*"]
  projects = {
    worker = {
      description = "Does one work item: clones, works, tests, opens a pull request"
      source      = { buildspec = "functions/kiro-worker/worker.buildspec.yml" }
      secrets = {
        GITHUB_TOKEN = "github-token"
        GIT_USERNAME = "git-credentials#username"
        GIT_PASSWORD = "git-credentials#password"
      }
    }
  }
}
