# Production.

# The CodeBuild Worker: document 004's figures are the defaults. Old logs move to Glacier.
aws_codebuild = {
  network  = { cidr = "10.250.0.0/16", enabled = true }
  logs     = { archive_days = 90 }
  poller   = { github = { repository = "example/kiro-work", label = "kiro", project = "worker" } }
  projects = {
    worker = { concurrent_builds = 20 }
    images = {
      description = "Builds container images, which takes root on its host"
      compute     = "MEDIUM"
      privileged  = true
      cache       = "LOCAL"
      registry    = true
      source      = { type = "GITHUB", repository = "example/kiro-images" }
    }
  }
  budget = { monthly_usd = 500, emails = ["on-call@example.com"] }
  release = { smoke = "node examples/tests/worker/smoke.mjs" } # Each new version alone, before its first call.
  deploy = { repository = "your-org/your-infrastructure", workflow_repository = "your-org/your-infrastructure", github_environment = "aws-codebuild-prod" }
}
