# Staging.

aws_codebuild = {
  network  = { cidr = "10.240.0.0/16", enabled = true }
  logs     = { archive_days = 90, expire_days = 365 }
  poller   = { max_starts = 10, github = { repository = "example/kiro-work", label = "kiro", project = "worker" } }
  projects = {
    worker = { concurrent_builds = 10 }
    images = {
      description = "Builds container images, which takes root on its host"
      compute     = "MEDIUM"
      privileged  = true
      cache       = "LOCAL"
      registry    = true
      source      = { type = "GITHUB", repository = "example/kiro-images" }
    }
  }
  budget = { monthly_usd = 250, emails = ["platform@example.com"] }
  release = { smoke = "node examples/tests/worker/smoke.mjs" } # Each new version alone, before its first call.
  deploy = { repository = "your-org/your-infrastructure", workflow_repository = "your-org/your-infrastructure", github_environment = "aws-codebuild-staging" }
}
