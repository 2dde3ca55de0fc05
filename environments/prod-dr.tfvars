# The passive region of production. `aws-prod-dr` keeps document 002's RTO under 4 hours and RPO under 1 hour; docs/disaster-recovery.md says how.
# The other stacks are a second place to deploy to, and no promise: how their data comes over is not written down yet.

region = "eu-west-1"
account_id = "444444444444"
data_class = "real"
protected = true
role_boundary = true
log_days = 365
notifications = {
  critical = ["on-call@example.com"]
  warning  = ["team@example.com"]
}

# The same account as prod, whose stack makes what is global. What is regional is made here too.
account = {
  github_oidc = false
  public_access_block = false
  audit_trail = { enabled = false }
  pipelines = {
    repository = "your-org/your-infrastructure"
    systems    = ["agentic-service-bot", "ai-prism", "ai-test-automation", "kiro-worker", "test-execution"]
  }
}

gcp = {
  project = "test-execution-prod"
  project_number = "100000000004"
}

# The region that is paired with prod's: Azure keeps the copies of backups there, and restores them nowhere else. It has no availability zones.
azure = {
  location = "westus"
  subscription_id = "00000000-0000-4000-8000-000000000004"
  tenant_id = "00000000-0000-4000-8000-00000000aaaa"
  suffix = "prd2"
}

# The cluster of every system that has none of its own.
kubernetes = {
  cluster = { kind = "kubeconfig", context = "test-execution-prod-dr" }
}
