# Development: one small replica on Spot. Everything can be destroyed.

account_id = "111111111111"
data_class = "synthetic"
protected = false
role_boundary = true
log_days = 7
backup = { enabled = false }
notifications = {
  critical = ["team@example.com"]
  warning  = ["team@example.com"]
}

account = {
  pipelines = {
    repository = "your-org/your-infrastructure"
    systems    = ["agentic-service-bot", "ai-prism", "ai-test-automation", "kiro-worker", "test-execution"]
  }
}

gcp = {
  project = "test-execution-dev"
  project_number = "100000000001"
}

azure = {
  subscription_id = "00000000-0000-4000-8000-000000000001"
  tenant_id = "00000000-0000-4000-8000-00000000aaaa"
  suffix = "dev1"
}

# The cluster of every system that has none of its own.
kubernetes = {
  cluster = { kind = "kubeconfig", context = "test-execution-dev" }
}
