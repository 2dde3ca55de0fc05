# The passive region of production. Document 002's RTO under 4 hours and RPO under 1 hour are for `aws-prod-dr` (docs/disaster-recovery.md);
# what else is here holds no data of production.

region = "eu-west-1"
account_id = "444444444444"
data_class = "real"
protected = true
log_days = 365
notifications = {
  critical = ["on-call@example.com"]
  warning  = ["team@example.com"]
}

# The same account as prod, whose stack makes what is global. What is regional is made here too.
account = { github_oidc = false, public_access_block = false, audit_trail = { enabled = false } }

gcp = {
  project = "test-execution-prod"
  project_number = "100000000004"
}

azure = {
  subscription_id = "00000000-0000-4000-8000-000000000004"
  tenant_id = "00000000-0000-4000-8000-00000000aaaa"
  suffix = "prd2"
}

# The cluster of every system that has none of its own.
kubernetes = {
  cluster = { kind = "kubeconfig", context = "test-execution-prod-dr" }
}
