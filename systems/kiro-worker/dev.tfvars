# Development.

# The poller runs every five minutes. No parallel builds are set aside: a new account has one.
aws_codebuild = {
  network  = { cidr = "10.220.0.0/16" }
  poller   = { schedule = "rate(5 minutes)", max_starts = 2 }
  projects = { worker = { build_minutes = 30, cache = "LOCAL" } }
  alarms   = { coverage = { enabled = false } }
  budget   = { monthly_usd = 50, emails = ["team@example.com"] }
  deploy = { repository = "your-org/your-infrastructure", workflow_repository = "your-org/your-infrastructure", github_environment = "aws-codebuild-dev" }
}
