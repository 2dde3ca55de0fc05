# Test.

aws_codebuild = {
  network   = { cidr = "10.230.0.0/16", enabled = true }
  artifacts = { transfer_acceleration = true }
  logs      = { archive_days = 30, expire_days = 90 }
  poller    = { max_starts = 5, github = { repository = "example/kiro-work", label = "kiro", project = "worker" } }
  projects = {
    worker = { concurrent_builds = 5, logs_in_bucket = true }
    images = {
      description = "Builds container images, which takes root on its host"
      compute     = "MEDIUM"
      privileged  = true
      cache       = "LOCAL"
      registry    = true
      source      = { type = "GITHUB", repository = "example/kiro-images" }
    }
  }
  budget = { monthly_usd = 200, emails = ["team@example.com"] }
  deploy = { repository = "your-org/your-infrastructure", workflow_repository = "your-org/your-infrastructure", github_environment = "aws-codebuild-test" }
}
