# The passive region of production.

aws_serverless = {
  site      = { domain = "dr.ai-test-automation.example.com", zone_id = "Z0000000000000000PROD", content_security_policy = "default-src 'self'; connect-src 'self' https://dr.api.ai-test-automation.example.com https://cognito-idp.eu-west-1.amazonaws.com https://ai-test-automation-prod-dr-444444444444.auth.eu-west-1.amazoncognito.com https://ai-test-automation-prod-dr-test-data-444444444444.s3.eu-west-1.amazonaws.com; frame-ancestors 'none'" }
  api       = { domain = "dr.api.ai-test-automation.example.com", zone_id = "Z0000000000000000PROD" }
  users     = { threat_protection = "enforced" }
  functions = { test_execution = { reserved_concurrency = 200 }, ai_analysis = { reserved_concurrency = 50 } }
  budget    = { monthly_usd = 100, emails = ["on-call@example.com"] }
  deploy = { repository = "your-org/your-infrastructure", workflow_repository = "your-org/your-infrastructure", github_environment = "aws-serverless-prod-dr" }
}
