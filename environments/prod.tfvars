# Production: document 002's figures. 2 to 10 replicas, Multi-AZ, 30 days of backups, a copy in the second region.

account_id = "444444444444"
data_class = "real"
protected = true
role_boundary = true
log_days = 365
notifications = {
  critical = ["on-call@example.com"]
  warning  = ["team@example.com"]
}

# Where the folder runbooks/ of this repository can be read, by whom an alarm calls.
runbook_url = "https://github.com/your-org/your-infrastructure/blob/main/runbooks"

# The audit trail covers prod-dr's region too.
account = {
  pipelines = {
    repository = "your-org/your-infrastructure"
    systems    = ["agentic-service-bot", "ai-prism", "ai-test-automation", "kiro-worker", "test-execution"]
  }
  copy_region = "eu-west-1"
  audit_trail = { data_events = { regions = ["us-east-1", "eu-west-1"] } }
}

gcp = {
  project = "test-execution-prod"
  project_number = "100000000004"
}

azure = {
  subscription_id = "00000000-0000-4000-8000-000000000004"
  tenant_id = "00000000-0000-4000-8000-00000000aaaa"
  suffix = "prd1"
}

# The cluster of every system that has none of its own.
kubernetes = {
  cluster = { kind = "kubeconfig", context = "test-execution-prod" }
}
