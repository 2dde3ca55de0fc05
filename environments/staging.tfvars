# Staging: half of production's size, otherwise like production.

account_id = "333333333333"
data_class = "masked"
protected = true
role_boundary = true
log_days = 365
notifications = {
  critical = ["platform@example.com"]
  warning  = ["team@example.com"]
}

account = {
  pipelines = {
    repository = "your-org/your-infrastructure"
    systems    = ["agentic-service-bot", "ai-prism", "ai-test-automation", "kiro-worker", "test-execution"]
  }
}

gcp = {
  project = "test-execution-staging"
  project_number = "100000000003"
}

azure = {
  subscription_id = "00000000-0000-4000-8000-000000000003"
  tenant_id = "00000000-0000-4000-8000-00000000aaaa"
  suffix = "stg1"
}

# The cluster of every system that has none of its own.
kubernetes = {
  cluster = { kind = "kubeconfig", context = "test-execution-staging" }
}
