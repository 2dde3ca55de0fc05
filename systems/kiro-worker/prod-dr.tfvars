# The passive region of production.

# The poller is off until this region takes over, so that no work item is done twice. The account has prod's budget of the default name.
aws_codebuild = {
  network  = { cidr = "10.170.0.0/16", enabled = true }
  logs     = { archive_days = 90 }
  poller   = { enabled = false, github = { repository = "example/kiro-work", label = "kiro", project = "worker" } }
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
  budget = { name = "KiroWorkerMonthly-prod-dr", monthly_usd = 50, emails = ["on-call@example.com"] }
  deploy = { repository = "your-org/your-infrastructure", workflow_repository = "your-org/your-infrastructure", github_environment = "aws-codebuild-prod-dr" }
}
